import { Files } from 'lucide-react';
import { createStore } from 'zustand/vanilla';
import type { CoreEvent } from '../../contract/desktop/events.ts';
import type { SettingsSnapshot } from '../../contract/model/settings.ts';
import { createAccountFeature } from '../features/account/index.ts';
import { createAssistantFeature } from '../features/assistant/index.ts';
import { createCollaborationFeature } from '../features/collaboration/index.ts';
import { createDiagnosticsFeature } from '../features/diagnostics/index.ts';
import { createEditorFeature } from '../features/editor/index.ts';
import { createExplorerFeature } from '../features/explorer/index.ts';
import { createGenerateFeature } from '../features/generate/index.ts';
import { createGitFeature } from '../features/git/index.ts';
import { createGitHistoryFeature } from '../features/git-history/index.ts';
import { createKeybindingsFeature } from '../features/keybindings/index.ts';
import { createLanguagesFeature } from '../features/languages/index.ts';
import { createPaletteFeature } from '../features/palette/index.ts';
import { createPreviewFeature } from '../features/preview/index.ts';
import { createProblemsFeature } from '../features/problems/index.ts';
import { createProjectsFeature } from '../features/projects/index.ts';
import { createSearchFeature } from '../features/search/index.ts';
import { createSettingsFeature } from '../features/settings/index.ts';
import { createTasksFeature } from '../features/tasks/index.ts';
import { createTerminalFeature, lastTerminalOutput } from '../features/terminal/index.ts';
import { createThemesFeature } from '../features/themes/index.ts';
import { t } from '../localize.ts';
import { initialAsideWidth } from './aside-width.ts';
import { closeDrawerOnOpen } from './close-drawer.ts';
import { createCommandRegistry, createContextKeys } from './commands.ts';
import type { Connection } from './connection.ts';
import { keepContextKeys } from './context-keys.ts';
import { createDialogs } from './dialogs.ts';
import { createDisposables, createSignal } from './disposable.ts';
import { messageOf } from './error-message.ts';
import { createFileMarks } from './file-marks.ts';
import { createFileVisitors } from './file-visitors.ts';
import { createFilesToReview } from './files-to-review.ts';
import { createKeybindings, listenForKeys } from './keybindings.ts';
import { followLanguage } from './language.ts';
import { listenForMenuKey } from './menu-key.ts';
import { createNotifications } from './notifications.ts';
import { returnFocusFromPages } from './page-focus.ts';
import { createProblems } from './problems.ts';
import { createProjectWindow } from './project-window.ts';
import { rememberFocus } from './regions.ts';
import type { Services, Workspace } from './services.ts';
import { followShell, type ShellEvents } from './shell-events.ts';
import { showSideBar } from './side-bar.ts';
import { createStatusItems } from './status-items.ts';
import { keepSystemMenu } from './system-menu.ts';
import type { ThemeName } from './theme.ts';
import { createViews } from './views.ts';
import { workbenchCommands } from './workbench-commands.ts';
import { createWorkbenchState } from './workbench-state.ts';
import { leaveZenByEscape } from './zen-mode.ts';
import { followZoom, rememberedZoom } from './zoom.ts';

/** Services that are features. */
type LaterService = 'assistant' | 'editor' | 'explorer' | 'languages' | 'sourceControl';

export type BuiltWindow = ReturnType<typeof buildWindow>;

/** The one place that knows everything in a window: makes the services, then the features on them. */
export function buildWindow(
  connection: Connection,
  { signal: shellEvents, windowState }: ShellEvents,
  settings: SettingsSnapshot,
  theme: ThemeName,
) {
  const ends = createDisposables();
  const { core, shell, coreReconnected } = connection;
  const coreEvents = createSignal<CoreEvent>();
  const workspace = createStore<Workspace>(() => ({
    status: 'starting',
    project: null,
    settings,
    branch: null,
    coreLost: false,
    sideBar: { visible: true, view: 'explorer', width: 256 },
    panel: { visible: false, view: 'problems', height: 172 },
    aside: { visible: false, view: 'preview', width: initialAsideWidth },
    kept: {},
    page: null,
    zenMode: false,
    zoomLevel: rememberedZoom(),
    theme,
    colorTheme: null,
  }));
  const workbench = createWorkbenchState();
  const notices = createNotifications();
  const contextKeys = createContextKeys();
  const commands = createCommandRegistry((id, error) => {
    const title = commands.getState().get(id)?.title ?? id;
    notices.error(t('{{title}} did not work', { title }), { detail: messageOf(error) });
  });
  const views = createViews();
  const problems = createProblems();
  const statusItems = createStatusItems();
  const palette = createPaletteFeature();
  const dialogs = createDialogs(contextKeys, palette.pick);
  const keybindings = ends.add(
    createKeybindings({
      commands,
      contextKeys,
      runEditorChord: (keys) => palette.runEditorAction(keys),
      runEditorAction: (id) => services.editor?.runEditorAction(id) ?? false,
    }),
  );

  // Features are built on the services, and some services are features; none is used before all are there.
  const services: Omit<Services, LaterService> & { -readonly [Name in LaterService]?: Services[Name] } = {
    core,
    shell,
    coreEvents,
    shellEvents,
    coreReconnected,
    commands,
    contextKeys,
    keybindings,
    views,
    notifications: notices,
    dialogs,
    workspace,
    problems,
    fileMarks: createFileMarks(),
    fileVisitors: createFileVisitors(),
    filesToReview: createFilesToReview(),
    statusItems,
  };
  const partial = services as Services;
  const editorFeature = ends.add(createEditorFeature(partial));
  services.editor = editorFeature.service;
  const explorerFeature = ends.add(createExplorerFeature(partial));
  services.explorer = explorerFeature.service;
  const gitFeature = ends.add(
    createGitFeature(partial, { showView: (view) => showSideBar(workspace, workbench, view) }),
  );
  services.sourceControl = gitFeature.service;
  const complete = partial;

  const projectWindow = ends.add(createProjectWindow({ ...complete, coreEvents }));
  ends.add(palette.start(complete));
  const languagesFeature = ends.add(createLanguagesFeature(complete, workbench));
  services.languages = languagesFeature.service;
  const assistantFeature = ends.add(
    createAssistantFeature(complete, {
      terminal: () => lastTerminalOutput(terminals),
      preview: () => previewFeature.messages(),
    }),
  );
  services.assistant = assistantFeature.service;
  ends.add(createProblemsFeature(complete));
  const previewFeature = ends.add(createPreviewFeature(complete));
  ends.add(createSearchFeature(complete, { workbench }));
  const projectsFeature = ends.add(createProjectsFeature(complete, { projectWindow, workbench }));
  const generateFeature = ends.add(createGenerateFeature(complete));
  const terminals = ends.add(createTerminalFeature(complete));
  ends.add(createTasksFeature(complete, terminals));
  ends.add(createSettingsFeature(complete));
  ends.add(createThemesFeature(complete, palette));
  const accountFeature = ends.add(createAccountFeature(complete));
  const collaborationFeature = ends.add(createCollaborationFeature(complete));
  const keybindingsFeature = ends.add(createKeybindingsFeature(complete));
  ends.add(createDiagnosticsFeature(complete, notices));
  ends.add(
    views.register({
      id: 'explorer',
      title: t('Explorer'),
      location: 'sideBar',
      icon: Files,
      order: 10,
      command: 'workbench.view.explorer',
      Component: explorerFeature.ExplorerView,
    }),
  );
  ends.add(createGitHistoryFeature(complete));
  ends.add(commands.register(...workbenchCommands(complete, workbench)));
  ends.add(keepContextKeys(complete, windowState));
  ends.add(keepSystemMenu(complete));
  ends.add(returnFocusFromPages(workspace, complete.editor));
  ends.add(closeDrawerOnOpen(complete.editor, workbench));
  ends.add(followShell(complete, projectWindow));
  ends.add(leaveZenByEscape(window, workspace, () => void commands.run('workbench.action.exitZenMode')));
  ends.add(followLanguage(complete));
  ends.add(followZoom(workspace));
  ends.add(listenForKeys(window, keybindings));
  ends.add(listenForMenuKey(window, () => void commands.run('workbench.action.focusMenu')));
  document.addEventListener('focusin', rememberFocus);
  ends.addFunction(() => document.removeEventListener('focusin', rememberFocus));
  if (workspace.getState().zoomLevel !== 0) {
    shell.window.setZoomLevel({ level: workspace.getState().zoomLevel }).catch(reportError);
  }

  return {
    services: complete,
    workbench,
    windowState,
    notices,
    dialogs,
    projectWindow,
    EditorArea: editorFeature.EditorArea,
    account: accountFeature.state,
    share: collaborationFeature.share,
    palette: palette.state,
    newProject: projectsFeature.newProject,
    generate: generateFeature.session,
    shortcutSheet: keybindingsFeature.shortcutSheet,
    dispose: ends.dispose,
  };
}
