import type { StoreApi } from 'zustand/vanilla';
import type { CoreEvent } from '../../contract/desktop/events.ts';
import type { DesktopClient } from '../../contract/desktop/index.ts';
import type { OpenedProject } from '../../contract/desktop/projects.ts';
import type { WindowLayout } from '../../contract/model/layout.ts';
import type { ShellClient } from '../../contract/shell.ts';
import { t } from '../localize.ts';
import type { CommandRegistry } from './commands.ts';
import { CoreLost } from './connection.ts';
import { createDisposables, type Disposable, type Signal } from './disposable.ts';
import { messageOf } from './error-message.ts';
import { isServed } from './host.ts';
import type { EditorService, ExplorerService, Notifications, Workspace } from './services.ts';

interface ProjectWindowOptions {
  readonly commands: CommandRegistry;
  readonly core: DesktopClient;
  readonly shell: ShellClient;
  readonly coreEvents: Signal<CoreEvent> & { raise(event: CoreEvent): void };
  readonly coreReconnected: Signal<void>;
  readonly workspace: StoreApi<Workspace>;
  readonly notifications: Notifications;
  readonly editor: EditorService;
  readonly explorer: ExplorerService;
}

/** What this window shows: one project, or the welcome view. Keeps Core told, and its layout saved. */
export interface ProjectWindow extends Disposable {
  /** Leaves what is shown and opens the folder in this window. On failure the welcome view says why. */
  open(path: string): Promise<boolean>;
  /** Shows what Core has answered already. */
  show(opened: OpenedProject): Promise<void>;
  /** Leaves the project for the welcome view. */
  close(): Promise<void>;
  /** Writes what is not written yet: backups and layout. */
  flush(): Promise<void>;
}

const layoutDelay = 300;

/** Builds the keeper of the window's project. Nothing is shown until `open` or `show`. */
export function createProjectWindow(options: ProjectWindowOptions): ProjectWindow {
  const { core, shell, workspace, notifications, editor, explorer } = options;
  const ends = createDisposables();
  let subscription: AbortController | null = null;

  const subscribe = () => {
    subscription?.abort();
    const controller = new AbortController();
    subscription = controller;
    const projectId = workspace.getState().project?.id ?? null;
    void (async () => {
      const events = await core.events.subscribe({ projectId }, { signal: controller.signal });
      for await (const event of events) {
        if (controller.signal.aborted) return;
        options.coreEvents.raise(event);
      }
    })().catch((error: unknown) => {
      // After a loss the next line subscribes anew; a stream that was under way ends with an AbortError then.
      const lost = error instanceof CoreLost || (error instanceof Error && error.name === 'AbortError');
      if (!controller.signal.aborted && !lost) reportError(error);
    });
  };
  ends.addFunction(() => subscription?.abort());

  ends.add(
    options.coreEvents.listen((event) => {
      if (event.type === 'settings.changed') workspace.setState({ settings: event.settings });
      if (event.type === 'git.changed') workspace.setState({ branch: event.branch });
      if (event.type === 'notice.raised') notifications[event.level](event.title, { detail: event.detail });
      if (event.type === 'projects.changed') {
        const { project } = workspace.getState();
        const same = event.projects.find(({ id }) => id === project?.id);
        if (same) workspace.setState({ project: same });
      }
    }),
  );

  ends.add(
    options.coreReconnected.listen(() => {
      subscribe();
      const { project } = workspace.getState();
      void (async () => {
        if (project) {
          const { settings, git } = await core.projects.open({ path: project.path });
          workspace.setState({ settings, branch: git?.branch ?? null });
          // Nobody watched in between, so every known folder is read anew.
          options.coreEvents.raise({ type: 'files.changed', projectId: project.id, changes: [], rescan: true });
        }
        notifications.info(
          isServed ? t('Connected again. Nothing was lost.') : t('The background process restarted. Nothing was lost.'),
          {
            actions: [
              {
                title: t('Create report'),
                run: () => options.commands.run('workbench.action.createDiagnosticsReport'),
              },
            ],
          },
        );
      })().catch((error: unknown) =>
        notifications.error(t('The folder could not be watched again'), { detail: messageOf(error) }),
      );
    }),
  );

  const layout = createLayoutSaver(options);
  ends.add(layout);

  let showing: Promise<void> = Promise.resolve();

  const leave = async () => {
    // A window that is closed while it still loads has a layout to keep too; what failed to load has been said.
    await showing.catch(() => undefined);
    if (!workspace.getState().project) return;
    await Promise.all([editor.flush(), layout.save()]);
  };

  const load = async (opened: OpenedProject) => {
    const previous = workspace.getState();
    const sideBar = opened.layout?.sideBar ?? previous.sideBar;
    workspace.setState({
      status: 'open',
      project: opened.project,
      settings: opened.settings,
      branch: opened.git?.branch ?? null,
      sideBar,
      panel: opened.layout?.panel ?? previous.panel,
      aside: opened.layout?.aside ?? { ...previous.aside, visible: false },
      kept: opened.layout?.kept ?? {},
      page: null,
    });
    document.title = `${opened.project.name} – FlashFusion`;
    rememberInAddress(opened.project.path);
    subscribe();
    explorer.load(opened);
    await editor.load(opened);
    layout.start();
  };

  const show = (opened: OpenedProject) => {
    showing = load(opened);
    return showing;
  };

  const showWelcome = async () => {
    layout.stop();
    explorer.load(null);
    await editor.load(null);
    workspace.setState({ status: 'welcome', project: null, branch: null, page: null });
    document.title = 'FlashFusion';
    rememberInAddress(null);
    subscribe();
    workspace.setState({ settings: await core.settings.get({ projectId: null }) });
  };

  return {
    async open(path) {
      const before = workspace.getState().status;
      await leave();
      layout.stop();
      workspace.setState({ status: before === 'welcome' ? 'welcome' : 'opening' });
      try {
        await show(await core.projects.open({ path }));
        return true;
      } catch (error) {
        await shell.projects.close();
        await showWelcome();
        notifications.error(t('{{path}} did not open', { path }), { detail: messageOf(error) });
        return false;
      }
    },
    show,
    async close() {
      await leave();
      await shell.projects.close();
      await showWelcome();
    },
    flush: leave,
    dispose: ends.dispose,
  };
}

/** So that loading the page again shows the same project. */
function rememberInAddress(path: string | null): void {
  const address = new URL(window.location.href);
  address.search = '';
  if (path !== null) address.searchParams.set('project', path);
  window.history.replaceState(null, '', address);
}

function createLayoutSaver({ core, workspace, editor, explorer, notifications }: ProjectWindowOptions) {
  const ends = createDisposables();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let active = false;
  let saved = '';
  let warned = false;

  const save = async () => {
    clearTimeout(timer);
    const { project, sideBar, panel, aside, kept } = workspace.getState();
    if (!project || !active) return;
    const layout: WindowLayout = {
      sideBar,
      panel,
      aside,
      kept: { ...kept },
      expanded: [...explorer.expanded()],
      ...editor.layout(),
    };
    const text = JSON.stringify(layout);
    if (text === saved) return;
    saved = text;
    try {
      await core.projects.saveLayout({ projectId: project.id, layout });
      warned = false;
    } catch (error) {
      saved = '';
      if (error instanceof CoreLost || warned) return;
      warned = true;
      notifications.warning(t('The layout of this window could not be kept'), { detail: messageOf(error) });
    }
  };
  const schedule = () => {
    clearTimeout(timer);
    if (active) timer = setTimeout(() => void save(), layoutDelay);
  };

  ends.addFunction(
    workspace.subscribe((now, before) => {
      const same =
        now.sideBar === before.sideBar &&
        now.panel === before.panel &&
        now.aside === before.aside &&
        now.kept === before.kept;
      if (!same) schedule();
    }),
  );
  ends.addFunction(editor.state.subscribe(schedule));
  // Folding in the tree and scrolling tell nobody, but both end with a key or the pointer coming up.
  for (const name of ['keyup', 'pointerup', 'wheel'] as const) {
    window.addEventListener(name, schedule, { passive: true });
    ends.addFunction(() => window.removeEventListener(name, schedule));
  }
  const onPageHide = () => void save();
  window.addEventListener('pagehide', onPageHide);
  ends.addFunction(() => window.removeEventListener('pagehide', onPageHide));
  ends.addFunction(() => clearTimeout(timer));

  return {
    save,
    start() {
      active = true;
      saved = '';
    },
    stop() {
      active = false;
      clearTimeout(timer);
    },
    dispose: ends.dispose,
  };
}
