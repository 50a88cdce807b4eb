import { mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { implement, ORPCError } from '@orpc/server';
import { type HostClient, supervisorContract } from '../../contract/shell.ts';
import { createAccountService } from './account/index.ts';
import { createCoreLog } from './app/index.ts';
import { createContextService, redact } from './assistant/context/index.ts';
import { createEdits } from './assistant/edits/index.ts';
import { createAssistantService, createConversationRecords, createToolSources } from './assistant/index.ts';
import { createCloudService } from './cloud/index.ts';
import { createCollaborationService } from './collaboration/index.ts';
import { openDatabase } from './database/index.ts';
import { createDiagnosticsService } from './diagnostics/index.ts';
import { createBackups } from './editor/index.ts';
import { createEventHub } from './events/index.ts';
import { createFilesService, type FilesService } from './files/index.ts';
import { createGenerateService, createGenerationModel } from './generate/index.ts';
import { createGitHistoryService } from './git/history/index.ts';
import {
  createGitService,
  createRunGit,
  createSourceControl,
  type GitService,
  type SourceControl,
} from './git/index.ts';
import { createKeybindingsService } from './keybindings/index.ts';
import { createLanguagesService, findTypeScript } from './languages/index.ts';
import { createLateRouter } from './late-router.ts';
import { createPreviewService } from './preview/index.ts';
import { createNodeProcesses, createProcessRegister } from './processes/index.ts';
import { createNewProjects, createProjectRecords, createProjectsService, requireTrusted } from './projects/index.ts';
import { createSearchService } from './search/index.ts';
import { createSecrets } from './secrets/index.ts';
import { createSettingsService } from './settings/index.ts';
import { createTasksService } from './tasks/index.ts';
import { createTerminalService } from './terminal/index.ts';
import { createThemesService } from './themes/index.ts';
import { createUploads } from './uploads/index.ts';
import { createSavedWindows } from './windows/index.ts';

/** Milliseconds after the start at which the first copy of the database is made, when windows have what they need. */
const firstCopyAfter = 5000;
const copyEvery = 60 * 60 * 1000;

export interface CoreOptions {
  /** The user's data: database, logs, settings. */
  readonly dataFolder: string;
  /** Holds `starters/` and `shell-integration/`. */
  readonly resourcesFolder: string;
  readonly version: string;
  /** The program of the desktop's own cloud server. */
  readonly cloudEntry: string;
  /** Where new projects go; `FlashFusion` in the user's home when left out. */
  readonly projectsFolder?: string;
  /** Ports of servers of models on this machine that were told another one: `ollama=11500`. */
  readonly modelPorts?: string | undefined;
  /** What only Electron's main process can do. */
  readonly host: HostClient;
  /** How our own JavaScript children are started: through `host`, or by this Node where it is a plain one. */
  readonly childPrograms: 'host' | 'fork';
  /** Called when Shell asks Core to end, after everything is closed. */
  readonly onShutdown?: () => void;
}

export type Core = ReturnType<typeof composeCore>;

/** Puts Core together: adapters, services, and the routers that serve windows and Shell. Runs under plain Node too. */
export function composeCore(options: CoreOptions) {
  const { dataFolder, resourcesFolder, version, host } = options;
  mkdirSync(join(dataFolder, 'user'), { recursive: true });
  const userFolder = realpathSync(join(dataFolder, 'user'));

  const log = createCoreLog({ dataFolder });
  const database = openDatabase({ folder: dataFolder });
  const onFailed = (error: unknown, where: string) => {
    database.examineError(error);
    log.failed(error, where);
  };

  const events = createEventHub();
  const records = createProjectRecords({ database, userFolder });
  const backups = createBackups({ database });
  const windows = createSavedWindows({ database });
  const secrets = createSecrets({ database, keyStore: host.secrets });
  const register = createProcessRegister();
  const nodeProcesses = createNodeProcesses({ register, kind: options.childPrograms, host });
  const git = createGitService({ events });
  const settings = createSettingsService({
    userFolder,
    events,
    resolveProject: records.get,
    requireTrusted: (projectId) => requireTrusted(records, projectId),
    onFailed,
  });
  const sourceControl = createSourceControl({
    events,
    register,
    dataFolder: join(dataFolder, 'git'),
    resolveProject: records.get,
    gitProgram: async (projectId) => (await settings.get(projectId)).effective['git.path'],
    onFailed,
  });
  const cloud = createCloudService({
    processes: nodeProcesses,
    settings,
    events,
    entry: options.cloudEntry,
    dataFolder: join(dataFolder, 'cloud'),
    version,
    onFailed,
  });
  const account = createAccountService({ cloud, secrets, events, version, onFailed });
  const projectsFolder = options.projectsFolder ?? join(homedir(), 'FlashFusion');
  const collaboration = createCollaborationService({
    database,
    secrets,
    events,
    cloud,
    git: sourceControl,
    resolveProject: records.get,
    projectsFolder,
    accountName: async () => {
      const state = await account.get();
      return state.status === 'signedIn' ? state.name : null;
    },
    gitProgram: async () => (await settings.get(null)).effective['git.path'],
    onFailed,
  });
  const keybindings = createKeybindingsService({ userFolder, settings });
  const themes = createThemesService({ userFolder, events });
  const diagnostics = createDiagnosticsService({ version, dataFolder, database, settings, projects: records });
  const diskFiles = createFilesService({
    resolveRoot: (projectId) => records.get(projectId).path,
    undoFolder: join(dataFolder, 'undo'),
    trash: {
      moveToTrash: async (path) => {
        await host.trashItem({ path });
      },
    },
    recentPaths: records.openedFiles,
    onChanged: (change) => events.emit({ type: 'files.changed', ...change }),
    onNotice: (notice) => events.emit({ type: 'notice.raised', ...notice }),
    registerChild: register.register,
    log,
  });
  const files = rememberReads(diskFiles, records.recordOpenedFile);
  const projects = createProjectsService({
    records,
    files,
    backups,
    settings,
    git: withStatus(git, sourceControl),
    events,
    onFailed,
  });
  const preview = createPreviewService({
    register,
    events,
    resolveProject: records.get,
    requireTrusted: (projectId) => requireTrusted(records, projectId),
    onFailed,
  });
  const search = createSearchService({
    resolveRoot: (projectId) => records.get(projectId).path,
    undoFolder: join(dataFolder, 'undo', 'replace'),
    registerChild: register.register,
    rewrite: files.rewrite,
  });
  const resolveRoot = (projectId: string) => records.get(projectId).path;
  const terminals = createTerminalService({
    resolveRoot,
    requireTrusted: (projectId) => requireTrusted(records, projectId),
    settings,
    events,
    register,
    integrationFolder: join(resourcesFolder, 'shell-integration'),
    version,
    onFailed,
  });
  const tasks = createTasksService({ resolveRoot, terminals, events });
  const gitHistory = createGitHistoryService({
    resolveProject: records.get,
    requireTrusted: (projectId) => requireTrusted(records, projectId),
    gitProgram: async (projectId) => (await settings.get(projectId)).effective['git.path'],
    register,
  });
  const languages = createLanguagesService({
    resolveProject: records.get,
    settings,
    files,
    events,
    register: register.register,
    log,
    onFailed,
  });
  const context = createContextService({
    resolveProject: records.get,
    contextTokens: async (projectId) => (await settings.get(projectId)).effective['assistant.contextTokens'],
    git: async (projectId) =>
      createRunGit({
        folder: records.get(projectId).path,
        trusted: false,
        program: (await settings.get(projectId)).effective['git.path'],
        register,
      }),
    indexFolder: join(dataFolder, 'context'),
    events,
    recentPaths: records.openedFiles,
    onFailed,
  });
  const conversations = createConversationRecords({ database, now: Date.now });
  const edits = createEdits({ database, files: diskFiles, turns: conversations, gate: context.gate });
  edits.forget(conversations.forgotten);
  const assistant = createAssistantService({
    database,
    secrets,
    events,
    conversations,
    context,
    edits,
    toolSources: createToolSources({ context, files, search, tasks, terminals }),
    isTrusted: (projectId) => records.find(projectId)?.trusted ?? false,
    settings: async () => (await settings.get(null)).effective,
    projectName: (projectId) => records.find(projectId)?.name ?? '',
    promptsFolder: join(resourcesFolder, 'prompts'),
    modelPorts: options.modelPorts,
    onFailed,
  });
  const newProjects = createNewProjects({
    startersFolder: join(resourcesFolder, 'starters'),
    defaultFolder: projectsFolder,
    adopt: projects.adopt,
    gitProgram: async () => (await settings.get(null)).effective['git.path'],
    onFailed,
  });

  const generate = createGenerateService({
    database,
    model: createGenerationModel(assistant.model),
    gate: { redact, countTokens: context.countTokens },
    newProjects,
    adopt: projects.adopt,
    moveToTrash: files.trashFolder,
    gitProgram: async () => (await settings.get(null)).effective['git.path'],
    // With it comes node:http, which Core starts without.
    serveFolder: async (folder) => (await import('./preview/serve-folder.ts')).serveFolder(folder),
    typescript: findTypeScript(),
    register,
    onFailed,
  });

  for (const notice of database.notices) {
    log.warn({ title: notice.title }, 'database notice');
    events.emit({ type: 'notice.raised', ...notice });
  }
  const keepCopy = () => database.keepGoodCopy().catch((error) => onFailed(error, 'database.keepGoodCopy'));
  const copyTimers = [setTimeout(keepCopy, firstCopyAfter).unref(), setInterval(keepCopy, copyEvery).unref()];

  let disposing: Promise<void> | undefined;
  const dispose = () => {
    disposing ??= (async () => {
      for (const timer of copyTimers) clearTimeout(timer);
      await generate.dispose();
      await assistant.dispose();
      account.dispose();
      await collaboration.dispose();
      await cloud.dispose();
      await languages.dispose();
      await preview.dispose();
      tasks.dispose();
      await Promise.all([register.dispose(), terminals.dispose()]);
      await projects.dispose();
      sourceControl.dispose();
      await settings.dispose();
      await files.dispose();
      events.dispose();
      await database.dispose().catch((error) => onFailed(error, 'database.dispose'));
      await log.dispose();
    })();
    return disposing;
  };

  const late = createLateRouter(() => {
    const folder = join(dataFolder, 'uploads');
    return import('./desktop-router.ts').then(({ createDesktopRouter }) =>
      createDesktopRouter({
        account,
        assistant,
        backups,
        cloud,
        collaboration,
        dataFolder,
        diagnostics,
        edits,
        events,
        files,
        generate,
        gitHistory,
        keybindings,
        languages,
        newProjects,
        preview,
        projects,
        search,
        settings,
        sourceControl,
        tasks,
        terminals,
        themes,
        uploads: createUploads({ folder }),
        version,
      }),
    );
  });

  const supervisor = implement(supervisorContract);
  const supervisorRouter = supervisor.router({
    windows: {
      restore: supervisor.windows.restore.handler(() => {
        // While Shell makes the windows.
        setImmediate(late.load);
        return windows.restore();
      }),
      save: supervisor.windows.save.handler(({ input }) => {
        windows.save(input.windows);
        return {};
      }),
    },
    shutdown: supervisor.shutdown.handler(async () => {
      await dispose();
      options.onShutdown?.();
      return {};
    }),
  });

  /** For the handlers over both routers: what is no answer of the contract's is written to the log. */
  const onError = (error: unknown, where: string) => {
    if (error instanceof ORPCError && error.code === 'GIT_FAILED') log.failed(error.cause, where);
    if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return;
    if (error instanceof Error && error.name === 'AbortError') return;
    onFailed(error, where);
  };

  return {
    router: late.router,
    supervisorRouter,
    account,
    cloud,
    events,
    secrets,
    nodeProcesses,
    processes: register,
    onError,
    dispose,
  };
}

/** A project that is watched has its branch and its status watched. */
function withStatus(git: GitService, sourceControl: SourceControl): GitService {
  return {
    ...git,
    watch(projectId, folder) {
      const watches = [git.watch(projectId, folder), sourceControl.watch(projectId, folder)];
      return { dispose: () => watches.forEach((watch) => void watch.dispose()) };
    },
  };
}

/** A file that a window could read is one that somebody opened: quick open offers it first. */
function rememberReads(files: FilesService, record: (projectId: string, path: string) => void): FilesService {
  return {
    ...files,
    async *read(input, signal) {
      for await (const part of files.read(input, signal)) {
        if (part.type === 'head') record(input.projectId, input.path);
        yield part;
      }
    },
  };
}
