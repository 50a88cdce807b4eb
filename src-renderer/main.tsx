import { createRoot } from 'react-dom/client';
import type { DesktopClient } from '../contract/desktop/index.ts';
import type { OpenedProject } from '../contract/desktop/projects.ts';
import type { SettingsSnapshot } from '../contract/model/settings.ts';
import type { ShellClient } from '../contract/shell.ts';
import { type BuiltWindow, buildWindow } from './app/build-window.ts';
import { createConnection } from './app/connection.ts';
import { messageOf } from './app/error-message.ts';
import { isServed } from './app/host.ts';
import { painted } from './app/painted.ts';
import { projectPathOf } from './app/project-path.ts';
import { ServicesProvider } from './app/services.ts';
import { readShellEvents } from './app/shell-events.ts';
import { StartFailure } from './app/start-failure.tsx';
import { applyRememberedTheme } from './app/theme.ts';
import { Workbench, WorkbenchSkeleton } from './app/workbench.tsx';
import { AccountButton } from './features/account/index.ts';
import { JoinLayer, ShareButton } from './features/collaboration/index.ts';
import { preloadEditor } from './features/editor/index.ts';
import { ShortcutSheetLayer } from './features/keybindings/index.ts';
import { PaletteLayer } from './features/palette/index.ts';
import { NewProjectLayer } from './features/projects/index.ts';
import { Welcome } from './features/welcome/index.ts';
import { rememberLanguage, t } from './localize.ts';
import './ui/tokens.css';
import './ui/base.css';

const theme = applyRememberedTheme();
const container = document.getElementById('root');
if (!container) throw new Error('the page has no #root');
const root = createRoot(container);
const address = new URLSearchParams(window.location.search);
const requested = {
  project: address.get('project'),
  file: address.get('file'),
  line: address.get('line'),
  sample: address.has('sample'),
};
root.render(<WorkbenchSkeleton withSideBar={requested.project !== null} />);
if (requested.project !== null) preloadEditor();

// Not awaited here: parts that are loaded later import this file, and would wait for its end.
start().catch(reportError);

async function start(): Promise<void> {
  const browser = isServed ? (await import('./app/browser/index.ts')).createBrowserHost() : null;
  const connection = await createConnection(browser?.lines);
  const shellEvents = readShellEvents(connection.shell);
  const starting = shellEvents.signal.listen((event) => {
    if (event.type === 'core.stopped' && !event.restarting) showFailure(connection.shell, event.detail);
    if (event.type === 'window.closing') connection.shell.window.confirmClose().catch(reportError);
  });
  try {
    const first = await readFirst(connection.core, requested.project);
    if (rememberLanguage(first.settings.effective['workbench.language'])) {
      // Chosen in the file, or on another machine: nothing of the window has been shown in the wrong language yet.
      window.location.reload();
      return;
    }
    starting.dispose();
    const built = buildWindow(connection, shellEvents, first.settings, theme);
    browser?.attach(built.services);
    root.render(
      <ServicesProvider value={built.services}>
        <Workbench
          {...built}
          account={<AccountButton state={built.account} />}
          session={<ShareButton share={built.share} />}
          banner={browser?.banner}
          welcome={<Welcome workbench={built.workbench} generate={built.generate} />}
          floating={
            <>
              <PaletteLayer state={built.palette} />
              <JoinLayer share={built.share} />
              <NewProjectLayer newProject={built.newProject} />
              {browser?.layer}
              <ShortcutSheetLayer sheet={built.shortcutSheet} />
            </>
          }
        />
      </ServicesProvider>,
    );
    await showFirst(built, first);
  } catch (error) {
    showFailure(connection.shell, messageOf(error));
  }
  await painted();
  await connection.shell.window.reportReady();
}

/** Everything the first paint needs, in one call. */
async function readFirst(
  core: DesktopClient,
  path: string | null,
): Promise<{ settings: SettingsSnapshot; opened: OpenedProject | null; failure: string | null }> {
  let failure: string | null = null;
  if (path !== null) {
    try {
      const opened = await core.projects.open({ path });
      return { settings: opened.settings, opened, failure };
    } catch (error) {
      failure = messageOf(error);
    }
  }
  return { settings: await core.settings.get({ projectId: null }), opened: null, failure };
}

async function showFirst(built: BuiltWindow, first: Awaited<ReturnType<typeof readFirst>>): Promise<void> {
  const { projectWindow, services } = built;
  if (!first.opened) {
    await projectWindow.close();
    if (requested.sample) await services.commands.run('projects.openSample');
    if (first.failure !== null) {
      services.notifications.error(t('{{project}} did not open', { project: requested.project ?? '' }), {
        detail: first.failure,
      });
    }
    return;
  }
  await projectWindow.show(first.opened);
  const file = requested.file === null ? null : projectPathOf(first.opened.project, requested.file);
  if (file) await services.editor.open(file, { line: requested.line === null ? undefined : Number(requested.line) });
}

function showFailure(shell: ShellClient, detail: string): void {
  root.render(<StartFailure shell={shell} detail={detail} />);
}
