import { AsyncIteratorClass } from '@orpc/client';
import type { ShellClient, ShellEvent } from '../../../contract/shell.ts';
import { t } from '../../localize.ts';

interface BrowserShellOptions {
  readonly chooseFolder: (title: string) => Promise<string | null>;
  readonly choosePath: (title: string, path: string) => Promise<string | null>;
}

/** Addresses that may be opened outside: the same as Shell's. */
const externalProtocols = new Set(['https:', 'http:', 'mailto:']);
const zoomStep = 1.2;

interface BrowserShell {
  readonly client: ShellClient;
  /** Tells the window of something that Shell would have told it. */
  push(event: ShellEvent): void;
}

/** What Shell does for a window, done by the page itself in a browser. What has no counterpart there does nothing. */
export function createBrowserShell({ chooseFolder, choosePath }: BrowserShellOptions): BrowserShell {
  const events = createEvents();
  const nothing = async () => ({});
  const reportState = () =>
    events.push({
      type: 'window.changed',
      maximized: false,
      fullScreen: document.fullscreenElement !== null,
      focused: document.hasFocus(),
    });
  for (const name of ['focus', 'blur'] as const) window.addEventListener(name, reportState);
  document.addEventListener('fullscreenchange', reportState);
  // A page may end without a further word once it is left or hidden: what is not written yet is written now. Of what it says
  // as late as in `pagehide`, not all arrives.
  window.addEventListener('beforeunload', () => events.push({ type: 'window.closing' }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') events.push({ type: 'window.closing' });
  });

  const client: ShellClient = {
    events: async (_input, options) => events.read(options?.signal),
    window: {
      minimize: nothing,
      toggleMaximize: nothing,
      async toggleFullScreen() {
        if (document.fullscreenElement) await document.exitFullscreen();
        else await document.documentElement.requestFullscreen();
        return {};
      },
      async close() {
        window.close();
        return {};
      },
      async confirmClose() {
        // In the page's timeline, for whoever wants to know that it may be left.
        performance.mark('window-written');
        return {};
      },
      async setZoomLevel({ level }) {
        document.documentElement.style.setProperty('zoom', level === 0 ? null : String(zoomStep ** level));
        return {};
      },
      setTheme: nothing,
      setMenu: nothing,
      reportReady: nothing,
      toggleDeveloperTools: nothing,
      async reload() {
        window.location.reload();
        return {};
      },
      quit: nothing,
    },
    projects: {
      chooseFolder: async ({ title }) => ({ path: await chooseFolder(title) }),
      async open({ path, inNewWindow }) {
        if (path !== null && !inNewWindow) return { outcome: 'here', path };
        const address = new URL('/', window.location.href);
        if (path !== null) address.searchParams.set('project', path);
        window.open(address, '_blank', 'noopener');
        return { outcome: 'newWindow', path };
      },
      close: nothing,
    },
    system: {
      async openExternal({ url }) {
        if (!externalProtocols.has(new URL(url).protocol)) {
          throw new Error(t('Only web and mail addresses can be opened outside FlashFusion.'));
        }
        window.open(url, '_blank', 'noopener,noreferrer');
        return {};
      },
      showInFolder: nothing,
      async writeClipboard({ text }) {
        await navigator.clipboard.writeText(text);
        return {};
      },
      async readClipboard() {
        const text = await navigator.clipboard.readText().catch(() => {
          throw new Error(t('The browser does not let this page read the clipboard. Allow it beside the address.'));
        });
        return { text };
      },
      saveDialog: async ({ title, defaultPath }) => ({ path: await choosePath(title, defaultPath) }),
      notify: async () => ({ shown: false }),
    },
  };
  return { client, push: events.push };
}

/** Events for the one reader a window has; what comes before it starts to read waits. */
function createEvents() {
  const waiting: ShellEvent[] = [];
  let wake: () => void = () => {};
  return {
    push(event: ShellEvent): void {
      waiting.push(event);
      wake();
    },
    read(signal: AbortSignal | undefined): AsyncIteratorClass<ShellEvent, void, void> {
      signal?.addEventListener('abort', () => wake());
      return new AsyncIteratorClass<ShellEvent, void, void>(
        async () => {
          for (;;) {
            if (signal?.aborted) return { done: true, value: undefined };
            const event = waiting.shift();
            if (event) return { done: false, value: event };
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        },
        async () => {},
      );
    },
  };
}
