import type { StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { type KeyPress, strokesOf } from '../../app/keystrokes.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { isLocal, pathOf, withServerAddress } from './addresses.ts';
import { type FrameMessage, readFrameMessage } from './frame-messages.ts';
import { currentPath, type Going } from './page-history.ts';
import type { PreviewState } from './session.ts';

/** Where Core empties the browser's cache for the preview before it shows a page; see core/preview/proxy.ts. */
const hardReloadPath = '/__flashfusion_preview/reload';

/** Milliseconds for a page to follow when it is told to load again. */
const answerWithin = 500;

/** Keys that lead out of the previewed page, or that steer it. A page could forge them, so they do no more than that. */
const keysTakenOver: ReadonlySet<string> = new Set([
  'f6',
  'shift+f6',
  'f1',
  'ctrl+shift+p',
  'ctrl+p',
  'ctrl+alt+p',
  'f11',
]);
const steering: Readonly<Record<string, string>> = {
  'alt+left': 'preview.back',
  'alt+right': 'preview.forward',
  f5: 'preview.reload',
  'ctrl+r': 'preview.reload',
  'shift+f5': 'preview.hardReload',
  'ctrl+shift+r': 'preview.hardReload',
};

type Entry = Extract<FrameMessage, { type: 'entry' }>;

/** The frame that shows the page: what is asked of it, and what it tells. */
export interface Frame extends Disposable {
  attach(element: HTMLIFrameElement | null): void;
  /** Of the preview that runs; messages from anywhere else are not heard. */
  setOrigin(origin: string | null): void;
  show(path: string): void;
  reload(): void;
  hardReload(): void;
  refreshStyles(): void;
  focus(): void;
}

/** Builds the line to the frame. */
export function createFrame(
  services: Services,
  state: StoreApi<PreviewState>,
  options: {
    onEntry(entry: Entry): void;
    onWent(how: Going, address: string, title: string): void;
    startAddress(address: string): Promise<void>;
  },
): Frame {
  const { commands, contextKeys, dialogs, keybindings, notifications, shell } = services;
  const ends = createDisposables();
  let element: HTMLIFrameElement | null = null;
  let origin: string | null = null;
  let asking = false;
  /** The page has our script in it, and so can be told to reload. */
  let alive = false;
  /** Messages that the page has sent. */
  let heard = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const send = (name: 'reload' | 'styles') => {
    if (origin) element?.contentWindow?.postMessage({ flashfusion: 'command', name }, origin);
  };
  const goTo = (path: string) => {
    // Replacing leaves the window's own history as it is: the pane keeps one for the page.
    if (origin) element?.contentWindow?.location.replace(new URL(path, origin).href);
  };

  const ask = async (address: string) => {
    const { server } = state.getState();
    if (asking || server.status !== 'running' || !/^(https?|mailto):/i.test(address)) return;
    asking = true;
    try {
      const target = withServerAddress(address, server.origin, server.address);
      const here = isLocal(target) && !target.startsWith(new URL(server.address).origin);
      const answer = await dialogs.ask({
        title: t('Open this in your browser?'),
        body: t('The page in the preview wants to open {{address}}', { address: target.slice(0, 500) }),
        buttons: [
          { id: 'cancel', title: t('Stay here') },
          ...(here ? [{ id: 'here', title: t('Preview it here') }] : []),
          { id: 'open', title: t('Open in browser') },
        ],
      });
      if (answer === 'open') await shell.system.openExternal({ url: target });
      if (answer === 'here') await options.startAddress(target);
    } catch (error) {
      notifications.error(t('That address did not open'), { detail: String(error) });
    } finally {
      asking = false;
    }
  };

  const onKey = (press: KeyPress) => {
    if (document.activeElement !== element) return;
    for (const stroke of strokesOf(press)) {
      const command = steering[stroke];
      if (command) return void commands.run(command);
      if (keysTakenOver.has(stroke)) {
        element?.blur();
        element?.closest<HTMLElement>('[data-region]')?.querySelector<HTMLElement>('[data-preview-address]')?.focus();
        keybindings.press(press, 'elsewhere');
        return;
      }
    }
  };

  const onMessage = (event: MessageEvent<unknown>) => {
    if (origin === null || event.origin !== origin) return;
    const read = readFrameMessage(event.data);
    if (!read) return;
    const { message } = read;
    if (message.type === 'entry') return options.onEntry(message);
    if (message.type === 'open') return void ask(message.address);
    if (event.source !== element?.contentWindow) return;
    heard += 1;
    switch (message.type) {
      case 'went':
        if (!message.address.startsWith(`${origin}/`)) return;
        alive = true;
        return options.onWent(message.how, message.address, message.title);
      case 'loaded':
        return state.setState({ loading: false });
      case 'left':
        alive = false;
        return state.setState({ loading: true });
      case 'key':
        return onKey(message.press);
      default:
        message satisfies never;
    }
  };
  window.addEventListener('message', onMessage);
  ends.addFunction(() => window.removeEventListener('message', onMessage));

  // The page of another origin takes the focus without an event of its own here.
  const onBlur = () => {
    if (element && document.activeElement === element) contextKeys.set('focusedRegion', 'preview');
  };
  window.addEventListener('blur', onBlur);
  ends.addFunction(() => window.removeEventListener('blur', onBlur));

  const makeAnew = () => state.setState(({ frame }) => ({ frame: frame + 1 }));

  return {
    attach(next) {
      element = next;
      alive = false;
    },
    setOrigin(next) {
      origin = next;
    },
    show: goTo,
    reload() {
      if (!alive) return makeAnew();
      const before = heard;
      send('reload');
      // A page that hangs, or was replaced by one that says why it did not load, hears nothing.
      clearTimeout(patience);
      patience = setTimeout(() => {
        if (heard === before) makeAnew();
      }, answerWithin);
    },
    hardReload() {
      const { hash } = new URL(currentPath(state.getState().history), 'http://localhost');
      const to = pathOf(new URL(currentPath(state.getState().history), 'http://localhost')).replace(hash, '');
      goTo(`${hardReloadPath}?to=${encodeURIComponent(to)}`);
    },
    refreshStyles() {
      if (alive) send('styles');
      else makeAnew();
    },
    focus: () => element?.focus(),
    dispose() {
      clearTimeout(patience);
      ends.dispose();
    },
  };
}
