import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Terminal } from '../../../contract/model/terminal.ts';
import type { Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import type { SessionLook, TerminalSession } from './session.ts';

/** The screens of the terminals that have been shown. xterm is loaded with the first. */
export interface Sessions extends Disposable {
  /** Told when a screen comes or goes. */
  readonly store: StoreApi<ReadonlyMap<string, TerminalSession>>;
  get(id: string | null): TerminalSession | undefined;
  /** Makes the screen of a terminal if there is none. */
  open(id: string): void;
  /** Gives a terminal the focus, now or as soon as its screen is shown. */
  focus(id: string | null): void;
  /** Whether this screen is waited for to take the focus; asking ends the wait. */
  takeFocus(id: string): boolean;
  drop(id: string): void;
  dropAll(): void;
}

/** Makes the keeper. `onBell` is told whose bell rang. */
export function createSessions(
  services: Services,
  options: { find: (id: string) => Terminal | undefined; onBell: (id: string) => void },
): Sessions {
  const { workspace } = services;
  const store = createStore<ReadonlyMap<string, TerminalSession>>(() => new Map());
  const looks = createStore<SessionLook>(() => readLook(services));
  const opening = new Set<string>();
  let wanted: string | null = null;
  const end = workspace.subscribe((now, before) => {
    if (now.settings !== before.settings || now.theme !== before.theme) looks.setState(readLook(services), true);
  });

  const open = async (id: string) => {
    const { createXtermSession } = await import('./xterm/xterm-session.ts');
    const terminal = options.find(id);
    if (!terminal || store.getState().has(id) || !opening.has(id)) return;
    const session = createXtermSession(services, terminal, looks, () => options.onBell(id));
    store.setState(new Map(store.getState()).set(id, session), true);
  };
  const drop = (id: string) => {
    opening.delete(id);
    const session = store.getState().get(id);
    if (!session) return;
    const left = new Map(store.getState());
    left.delete(id);
    store.setState(left, true);
    session.dispose();
  };
  const dropAll = () => {
    for (const id of [...store.getState().keys()]) drop(id);
  };

  return {
    store,
    get: (id) => (id === null ? undefined : store.getState().get(id)),
    open(id) {
      if (opening.has(id)) return;
      opening.add(id);
      open(id).catch((error: unknown) => {
        opening.delete(id);
        reportError(error);
      });
    },
    focus(id) {
      wanted = id;
      const session = id === null ? undefined : store.getState().get(id);
      session?.focus();
    },
    takeFocus(id) {
      const taken = wanted === id;
      if (taken) wanted = null;
      return taken;
    },
    drop,
    dropAll,
    dispose() {
      end();
      dropAll();
    },
  };
}

function readLook({ workspace }: Services): SessionLook {
  const { settings, theme } = workspace.getState();
  const { effective } = settings;
  const codeFont = getComputedStyle(document.documentElement).getPropertyValue('--ff-font-code').trim();
  return {
    fontFamily: effective['terminal.fontFamily'] || effective['editor.fontFamily'] || codeFont || 'monospace',
    fontSize: effective['terminal.fontSize'],
    lineHeight: effective['terminal.lineHeight'],
    scrollback: effective['terminal.scrollback'],
    cursorStyle: effective['terminal.cursorStyle'],
    cursorBlink: effective['terminal.cursorBlink'],
    screenReader: effective['terminal.screenReader'],
    gpu: effective['terminal.gpu'],
    copyOnSelect: effective['terminal.copyOnSelect'],
    theme,
  };
}
