import { implement } from '@orpc/server';
import { desktopContract } from '../../contract/desktop/index.ts';
import { createAccountRouter } from './account/router.ts';
import { createAppRouter } from './app/router.ts';
import { createAssistantRouter } from './assistant/router.ts';
import { createCloudRouter } from './cloud/router.ts';
import { createCollaborationRouter } from './collaboration/router.ts';
import { createDiagnosticsRouter } from './diagnostics/router.ts';
import { createEditorRouter } from './editor/router.ts';
import { createEventsRouter } from './events/router.ts';
import { createFilesRouter } from './files/router.ts';
import { createFoldersRouter } from './folders/router.ts';
import { createGenerateRouter } from './generate/router.ts';
import { createGitHistoryRouter } from './git/history/router.ts';
import { createChangesHandlers } from './git/router.ts';
import { createKeybindingsRouter } from './keybindings/router.ts';
import { createLanguagesRouter } from './languages/router.ts';
import { createPreviewRouter } from './preview/router.ts';
import { createProjectsRouter } from './projects/router.ts';
import { createSearchRouter } from './search/router.ts';
import { createSettingsRouter } from './settings/router.ts';
import { createTasksRouter } from './tasks/router.ts';
import { createTerminalRouter } from './terminal/router.ts';
import { createThemesRouter } from './themes/router.ts';
import { createUploadsRouter } from './uploads/router.ts';

/** The services that windows reach. */
export interface DesktopServices {
  readonly account: Parameters<typeof createAccountRouter>[0];
  readonly assistant: Parameters<typeof createAssistantRouter>[0];
  readonly backups: Parameters<typeof createEditorRouter>[0];
  readonly cloud: Parameters<typeof createCloudRouter>[0];
  readonly collaboration: Parameters<typeof createCollaborationRouter>[0];
  readonly dataFolder: string;
  readonly diagnostics: Parameters<typeof createDiagnosticsRouter>[0];
  readonly edits: Parameters<typeof createAssistantRouter>[1];
  readonly events: Parameters<typeof createEventsRouter>[0];
  readonly files: Parameters<typeof createFilesRouter>[0];
  readonly generate: Parameters<typeof createGenerateRouter>[0];
  readonly gitHistory: Parameters<typeof createGitHistoryRouter>[0];
  readonly keybindings: Parameters<typeof createKeybindingsRouter>[0];
  readonly languages: Parameters<typeof createLanguagesRouter>[0];
  readonly newProjects: Parameters<typeof createProjectsRouter>[1];
  readonly preview: Parameters<typeof createPreviewRouter>[0];
  readonly projects: Parameters<typeof createProjectsRouter>[0];
  readonly search: Parameters<typeof createSearchRouter>[0];
  readonly settings: Parameters<typeof createSettingsRouter>[0];
  readonly sourceControl: Parameters<typeof createChangesHandlers>[0];
  readonly tasks: Parameters<typeof createTasksRouter>[0];
  readonly terminals: Parameters<typeof createTerminalRouter>[0];
  readonly themes: Parameters<typeof createThemesRouter>[0];
  readonly uploads: Parameters<typeof createUploadsRouter>[0];
  readonly version: string;
}

export type DesktopRouter = ReturnType<typeof createDesktopRouter>;

/** Serves the whole contract of windows. */
export function createDesktopRouter(services: DesktopServices) {
  const { dataFolder, version } = services;
  return implement(desktopContract).router({
    account: createAccountRouter(services.account),
    app: createAppRouter({ version, dataFolder }),
    assistant: createAssistantRouter(services.assistant, services.edits),
    generate: createGenerateRouter(services.generate),
    cloud: createCloudRouter(services.cloud),
    collaboration: createCollaborationRouter(services.collaboration),
    editor: createEditorRouter(services.backups),
    events: createEventsRouter(services.events),
    files: createFilesRouter(services.files),
    folders: createFoldersRouter(),
    preview: createPreviewRouter(services.preview),
    search: createSearchRouter(services.search),
    git: createChangesHandlers(services.sourceControl),
    tasks: createTasksRouter(services.tasks),
    terminal: createTerminalRouter(services.terminals),
    gitHistory: createGitHistoryRouter(services.gitHistory),
    languages: createLanguagesRouter(services.languages),
    diagnostics: createDiagnosticsRouter(services.diagnostics),
    keybindings: createKeybindingsRouter(services.keybindings),
    themes: createThemesRouter(services.themes),
    projects: createProjectsRouter(services.projects, services.newProjects),
    settings: createSettingsRouter(services.settings),
    uploads: createUploadsRouter(services.uploads),
  });
}
