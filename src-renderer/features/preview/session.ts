import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  PreviewEvent,
  PreviewOption,
  PreviewTarget,
  PreviewState as ServerState,
} from '../../../contract/desktop/preview.ts';
import { hideAside, isAsideShown, showAside } from '../../app/aside-view.ts';
import { CoreLost } from '../../app/connection.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { pathOf, readAddress } from './addresses.ts';
import {
  addEntry,
  type ConsoleEntry,
  countEntries,
  type LevelFilter,
  readStack,
  type StackFrame,
} from './console-entries.ts';
import { type Device, wholePane } from './devices.ts';
import { createFrame, type Frame } from './frame.ts';
import { keepPreview, readKept } from './kept-state.ts';
import { currentPath, goTo, type PageHistory, startHistory, step, wentTo } from './page-history.ts';

/** Characters of output that the pane keeps. */
const keptOutput = 200_000;

export interface PreviewState {
  readonly server: ServerState;
  /** What the server has written. */
  readonly output: string;
  /** Ways to preview the project; null until Core has answered. */
  readonly options: readonly PreviewOption[] | null;
  /** What was previewed last, for starting it again. */
  readonly target: PreviewTarget | null;
  readonly history: PageHistory;
  readonly title: string;
  readonly loading: boolean;
  readonly entries: readonly ConsoleEntry[];
  readonly filter: LevelFilter;
  readonly console: { readonly open: boolean; readonly height: number };
  readonly device: Device;
  /** Shows the server's output in place of the page. */
  readonly outputShown: boolean;
  /** Changes when the frame must be made anew. */
  readonly frame: number;
}

/** The preview of the window's project. */
export interface PreviewSession extends Disposable {
  readonly state: StoreApi<PreviewState>;
  readonly frame: Frame;
  /** Shows the pane, and starts the likeliest way to preview where nothing runs and nothing needs to be asked. */
  show(): Promise<void>;
  detect(): Promise<readonly PreviewOption[]>;
  start(target: PreviewTarget, options?: { install?: boolean }): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** What a person typed into the address bar. */
  go(typed: string): Promise<void>;
  step(by: 1 | -1): void;
  reload(): void;
  hardReload(): void;
  /** Address of the page that is shown, as a browser takes it; null when nothing runs. */
  address(): string | null;
  openPlace(frame: StackFrame): Promise<void>;
  clear(): void;
}

const nothing: Omit<PreviewState, 'device' | 'console'> = {
  server: { status: 'stopped' },
  output: '',
  options: null,
  target: null,
  history: startHistory('/'),
  title: '',
  loading: false,
  entries: [],
  filter: 'all',
  outputShown: false,
  frame: 0,
};

/** Builds the preview of a window; follows its project and Core. */
export function createPreviewSession(services: Services): PreviewSession {
  const { core, coreReconnected, contextKeys, editor, notifications, shell, views, workspace } = services;
  const ends = createDisposables();
  const state = createStore<PreviewState>(() => ({
    ...nothing,
    console: { open: false, height: 180 },
    device: wholePane,
  }));
  let watching: AbortController | null = null;
  let nextEntry = 1;

  contextKeys.set('previewStatus', 'stopped');

  const projectId = () => workspace.getState().project?.id ?? null;
  const requireProject = () => {
    const id = projectId();
    if (id === null) throw new Error(t('Open a folder first.'));
    return id;
  };

  const follow = (server: ServerState) => {
    const before = state.getState().server;
    const origin = server.status === 'running' ? server.origin : null;
    // Another server may stand behind the same origin from one moment to the next.
    const started = server.status === 'running' && (before.status !== 'running' || before.address !== server.address);
    const scriptsChanged =
      server.status === 'running' && before.status === 'running' && server.scripts !== before.scripts;
    state.setState((current) => ({
      server,
      ...(server.status === 'stopped' ? {} : { target: server.target }),
      ...(started
        ? {
            history: startHistory(currentPath(current.history)),
            entries: [],
            loading: true,
            outputShown: false,
            frame: current.frame + 1,
          }
        : {}),
    }));
    if (scriptsChanged) frame.reload();
    contextKeys.set('previewStatus', server.status);
    contextKeys.set('previewPort', server.status === 'running' ? server.port : 0);
    frame.setOrigin(origin);
    if (server.status === 'failed' && !isShown() && before.status !== 'failed' && before.status !== 'stopped') {
      notifications.error(t('The preview ended'), {
        detail: server.message,
        actions: [{ title: t('Show preview'), run: () => setAside(true) }],
      });
    }
  };

  const onEvent = (event: PreviewEvent) => {
    switch (event.type) {
      case 'state':
        return follow(event.state);
      case 'output':
        return state.setState(({ output }) => ({
          output: (event.restart ? event.text : output + event.text).slice(-keptOutput),
        }));
      case 'changed':
        return event.stylesOnly ? frame.refreshStyles() : frame.reload();
      default:
        event satisfies never;
    }
  };

  const watch = () => {
    watching?.abort();
    const id = projectId();
    if (id === null) return;
    const controller = new AbortController();
    watching = controller;
    void (async () => {
      for await (const event of await core.preview.watch({ projectId: id }, { signal: controller.signal })) {
        if (controller.signal.aborted) return;
        onEvent(event);
      }
    })().catch((error: unknown) => {
      const lost = error instanceof CoreLost || (error instanceof Error && error.name === 'AbortError');
      if (!controller.signal.aborted && !lost) reportError(error);
    });
  };

  const isShown = () => isAsideShown(workspace, 'preview');
  const setAside = (visible: boolean) => {
    if (visible) showAside(workspace, views, 'preview');
    else hideAside(workspace);
  };

  const frame = createFrame(services, state, {
    onEntry({ kind, level, text, stack }) {
      const { server, entries } = state.getState();
      if (server.status !== 'running') return;
      const frames = readStack(stack, server.origin);
      const id = nextEntry;
      nextEntry += 1;
      state.setState({ entries: addEntry(entries, { id, kind, level, text, frames }) });
    },
    onWent(how, address, title) {
      const { history, entries } = state.getState();
      const path = pathOf(new URL(address));
      state.setState({
        history: wentTo(history, how, path),
        title,
        ...(how === 'load' ? { loading: true, entries: history.going === null ? entries : [] } : {}),
      });
    },
    startAddress: (address) => session.start({ kind: 'address', address }),
  });
  ends.add(frame);

  ends.addFunction(
    state.subscribe((now, before) => {
      if (now.entries !== before.entries) contextKeys.set('previewErrors', countEntries(now.entries).errors);
      if (now.device !== before.device || now.console !== before.console || now.target !== before.target) {
        keepPreview(workspace, now);
      } else if (currentPath(now.history) !== currentPath(before.history)) keepPreview(workspace, now);
    }),
  );
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id === before.project?.id && now.status === before.status) return;
      if (now.status === 'open' && (before.status !== 'open' || now.project?.id !== before.project?.id)) load();
      if (now.project === null) leave();
    }),
  );
  ends.add(
    coreReconnected.listen(() => {
      const { server, target } = state.getState();
      const ran = server.status === 'running' || server.status === 'starting';
      follow({ status: 'stopped' });
      watch();
      if (ran && target) session.start(target).catch(reportError);
    }),
  );

  const leave = () => {
    watching?.abort();
    watching = null;
    follow({ status: 'stopped' });
    state.setState(nothing);
  };
  const load = () => {
    const kept = readKept(workspace.getState().kept.preview);
    state.setState({ ...nothing, ...kept });
    watch();
    // Files are shown again at once; a script waits until somebody asks for it.
    if (isShown() && kept.target?.kind === 'static') session.start(kept.target).catch(() => undefined);
    else if (isShown()) session.detect().catch(reportError);
  };

  const session: PreviewSession = {
    state,
    frame,
    async show() {
      setAside(true);
      const { server } = state.getState();
      if (server.status !== 'stopped') return;
      const options = await session.detect();
      const { target } = state.getState();
      const again = options.find((option) => JSON.stringify(option.target) === JSON.stringify(target));
      const chosen = again ?? options[0];
      const trusted = workspace.getState().project?.trusted ?? false;
      const mayStart = chosen && (chosen.target.kind !== 'script' || (trusted && !chosen.needsInstall));
      if (mayStart && state.getState().server.status === 'stopped') await session.start(chosen.target);
    },
    async detect() {
      const { options } = await core.preview.detect({ projectId: requireProject() });
      state.setState({ options });
      return options;
    },
    async start(target, { install = false } = {}) {
      const id = requireProject();
      if (!watching) watch();
      const { target: before } = state.getState();
      if (JSON.stringify(before) !== JSON.stringify(target) && before !== null) {
        state.setState({ history: startHistory('/') });
      }
      state.setState({ target, entries: [], outputShown: false });
      follow(await core.preview.start({ projectId: id, target, install }));
    },
    async restart() {
      const { target } = state.getState();
      if (target) await session.start(target);
      else await session.show();
    },
    async stop() {
      follow(await core.preview.stop({ projectId: requireProject() }));
    },
    async go(typed) {
      const { server } = state.getState();
      const wish = readAddress(typed, server.status === 'running' ? server.address : null);
      switch (wish.kind) {
        case 'nothing':
          return;
        case 'path':
          state.setState(({ history }) => ({ history: goTo(history, wish.path), loading: true, entries: [] }));
          return frame.show(wish.path);
        case 'server':
          await session.start({ kind: 'address', address: wish.address });
          if (wish.path !== '/') await session.go(wish.path);
          return;
        case 'external':
          await shell.system.openExternal({ url: wish.address });
          return;
        default:
          wish satisfies never;
      }
    },
    step(by) {
      const before = state.getState().history;
      const history = step(before, by);
      if (history === before) return;
      state.setState({ history, loading: true, entries: [] });
      frame.show(currentPath(history));
    },
    reload() {
      state.setState(({ history }) => ({ entries: [], loading: true, history: { ...history, going: history.index } }));
      frame.reload();
    },
    hardReload() {
      state.setState(({ history }) => ({ entries: [], loading: true, history: { ...history, going: history.index } }));
      frame.hardReload();
    },
    address() {
      const { server, history } = state.getState();
      return server.status === 'running' ? new URL(currentPath(history), server.address).href : null;
    },
    async openPlace({ address, line, column }) {
      const place = await core.preview.locate({ projectId: requireProject(), address, line, column });
      if (place) await editor.open(place.path, { line: place.line, column: place.column });
      else notifications.info(t('That line is in no file of this project'), { detail: `${address}:${line}` });
    },
    clear: () => state.setState({ entries: [] }),
    dispose() {
      watching?.abort();
      ends.dispose();
    },
  };
  return session;
}
