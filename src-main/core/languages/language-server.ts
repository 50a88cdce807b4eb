import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { DocumentNotice, LanguageServer } from '../../../contract/desktop/languages.ts';
import { t } from '../../../localization/index.ts';
import { clientCapabilities } from './client-capabilities.ts';
import { createServerConnection, type ServerConnection, ServerGone } from './server-connection.ts';
import type { ServerDefinition } from './server-definition.ts';

/** Milliseconds before the next start, by how many times in a row it has ended by itself. */
const restartDelays = [100, 500, 2000, 5000] as const;
/** Milliseconds that a server must run for its earlier ends to be forgotten. */
const settledAfter = 60_000;
/** Milliseconds that a server may take to say what it can do. */
const initializePatience = 60_000;
const memoryEvery = 60_000;
/** Characters of what a server wrote to its error stream last. */
const keptErrors = 2000;

const InitializeResult = z.looseObject({
  capabilities: z.record(z.string(), z.unknown()),
  serverInfo: z.looseObject({ name: z.string(), version: z.string().optional() }).nullish(),
});

export interface LanguageServerOptions {
  readonly definition: ServerDefinition;
  /** The project's folder, absolute. */
  readonly root: string;
  register(name: string, child: ChildProcessWithoutNullStreams): { stop(): Promise<void> };
  readonly log: { info(details: object, message: string): void; debug(details: object, message: string): void };
  onStateChanged(): void;
  onNotification(method: string, params: unknown): void;
  onRequest(method: string, params: unknown): unknown;
  /** It has ended again and again, and waits now for somebody to start it. */
  onGivenUp(detail: string): void;
}

/** One server of one project, started when it is first needed and again whenever it ends by itself. */
export interface RunningServer {
  readonly definition: ServerDefinition;
  state(): LanguageServer;
  /** Starts it unless that has been done. */
  start(): void;
  /** Passed on in order; what a server does not know the document of is left out. */
  tell(notice: DocumentNotice): void;
  notify(method: string, params: unknown): void;
  /** Waits for the server to be ready. */
  request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Closes every document that is open in it. */
  forgetDocuments(): void;
  isOpen(uri: string): boolean;
  /** Requests under way. */
  readonly pending: number;
  readonly pid: number | null;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly connection: ServerConnection;
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

export function createLanguageServer(options: LanguageServerOptions): RunningServer {
  const { definition, root, log } = options;
  const rootUri = pathToFileURL(root).href;
  const open = new Set<string>();
  let current: Run | null = null;
  let waitingForReady: (() => void)[] = [];
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let state: LanguageServer = {
    id: definition.id,
    name: definition.name,
    languageIds: [...definition.languageIds],
    status: 'idle',
    detail: '',
    version: null,
    run: 0,
    capabilities: null,
  };

  const change = (next: Partial<LanguageServer>) => {
    state = { ...state, ...next };
    options.onStateChanged();
  };

  const launch = () => {
    clearTimeout(timer);
    open.clear();
    waitingForReady = [];
    const startedAt = performance.now();
    const child = spawn(definition.program, [...definition.args], {
      cwd: root,
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const registered = options.register(definition.name, child);
    let errors = '';
    let over = false;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-keptErrors);
    });

    const connection = createServerConnection({
      input: child.stdin,
      output: child.stdout,
      onNotification: options.onNotification,
      onRequest(method, params) {
        if (method === 'workspace/workspaceFolders') return [{ uri: rootUri, name: basename(root) }];
        if (method === 'workspace/configuration') return configurationFor(definition, params);
        return options.onRequest(method, params);
      },
      onBroken: (error) => ended(error.message),
    });

    /** It has gone without being asked to. */
    const ended = (reason: string, mayTryAgain = true) => {
      if (over || current?.child !== child) return;
      over = true;
      connection.end();
      void registered.stop();
      current = null;
      open.clear();
      if (performance.now() - startedAt > settledAfter) failures = 0;
      failures += 1;
      const delay = restartDelays[failures - 1];
      log.info({ server: definition.name, pid: child.pid, reason, failures }, 'language server ended');
      if (mayTryAgain && delay !== undefined) {
        change({ status: 'restarting', detail: reason, capabilities: null });
        timer = setTimeout(launch, delay);
        return;
      }
      const detail = [reason, errors.trim().split('\n').at(-1) ?? ''].filter((text) => text !== '').join(' ');
      change({ status: 'failed', detail, capabilities: null });
      options.onGivenUp(detail);
    };

    child.on('error', (error: NodeJS.ErrnoException) =>
      ended(
        error.code === 'ENOENT'
          ? t('There is no program "{{program}}". Install it, or correct its command in the settings.', {
              program: definition.program,
            })
          : t('"{{program}}" could not be started: {{message}}.', {
              program: definition.program,
              message: error.message,
            }),
        false,
      ),
    );
    child.on('exit', (code, signal) =>
      ended(
        signal
          ? t('It was ended by {{signal}}.', { signal })
          : t('It ended with code {{code}}.', { code: String(code) }),
      ),
    );

    const ready = initialize(connection);
    current = { child, connection, ready, stop: registered.stop };
    change({ status: state.run === 0 ? 'starting' : 'restarting', run: state.run + 1, detail: '' });
    ready.catch((error: Error) => ended(t('It did not start: {{message}}', { message: error.message })));
    watchMemory(child, definition.name, log);
  };

  const initialize = async (connection: ServerConnection) => {
    const result = InitializeResult.parse(
      await connection.request(
        'initialize',
        {
          processId: process.pid,
          clientInfo: { name: 'FlashFusion' },
          locale: 'en',
          rootPath: root,
          rootUri,
          workspaceFolders: [{ uri: rootUri, name: basename(root) }],
          capabilities: clientCapabilities,
          initializationOptions: definition.initializationOptions ?? null,
        },
        AbortSignal.timeout(initializePatience),
      ),
    );
    connection.notify('initialized', {});
    change({
      status: 'ready',
      detail: '',
      capabilities: result.capabilities,
      version: result.serverInfo?.version ?? null,
    });
    log.info({ server: definition.name, pid: current?.child.pid, version: state.version }, 'language server ready');
    for (const work of waitingForReady.splice(0)) work();
  };

  const whenReady = (work: (connection: ServerConnection) => void) => {
    const run = current;
    if (!run) return;
    if (state.status === 'ready') work(run.connection);
    else waitingForReady.push(() => work(run.connection));
  };

  const end = async () => {
    clearTimeout(timer);
    const run = current;
    current = null;
    open.clear();
    if (!run) return;
    if (state.status === 'ready') {
      // A server that is asked may write what it keeps; one that does not answer is ended all the same.
      await run.connection.request('shutdown', null, AbortSignal.timeout(500)).catch(() => undefined);
      run.connection.notify('exit', undefined);
    }
    run.connection.end();
    await run.stop();
  };

  return {
    definition,
    state: () => state,
    get pending() {
      return current?.connection.pending ?? 0;
    },
    get pid() {
      return current?.child.pid ?? null;
    },
    isOpen: (uri) => open.has(uri),
    start() {
      if (state.status === 'idle') launch();
    },
    tell(notice) {
      if (notice.type === 'opened') {
        if (open.has(notice.uri) || !current) return;
        open.add(notice.uri);
      } else if (!open.has(notice.uri)) {
        return;
      }
      if (notice.type === 'closed') open.delete(notice.uri);
      whenReady((connection) => tellNow(connection, notice, state.capabilities));
    },
    notify: (method, params) => whenReady((connection) => connection.notify(method, params)),
    async request(method, params, signal) {
      const run = current;
      if (!run) throw new ServerGone(t('{{name}} is not running.', { name: definition.name }));
      if (state.status !== 'ready') await run.ready;
      return run.connection.request(method, params, signal);
    },
    forgetDocuments() {
      for (const uri of open) {
        whenReady((connection) => connection.notify('textDocument/didClose', { textDocument: { uri } }));
      }
      open.clear();
    },
    async restart() {
      await end();
      failures = 0;
      launch();
    },
    async stop() {
      await end();
      if (state.status !== 'idle') change({ status: 'idle', capabilities: null });
    },
  };
}

function tellNow(
  connection: ServerConnection,
  notice: DocumentNotice,
  capabilities: LanguageServer['capabilities'],
): void {
  const { uri } = notice;
  switch (notice.type) {
    case 'opened': {
      const { languageId, version, text } = notice;
      connection.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
      return;
    }
    case 'changed':
      connection.notify('textDocument/didChange', {
        textDocument: { uri, version: notice.version },
        contentChanges: notice.changes,
      });
      return;
    case 'saved':
      if (wantsSaves(capabilities)) connection.notify('textDocument/didSave', { textDocument: { uri } });
      return;
    case 'closed':
      connection.notify('textDocument/didClose', { textDocument: { uri } });
      return;
    default:
      notice satisfies never;
  }
}

function wantsSaves(capabilities: LanguageServer['capabilities']): boolean {
  const sync = capabilities?.textDocumentSync;
  return (
    typeof sync === 'number' || (typeof sync === 'object' && sync !== null && 'save' in sync && Boolean(sync.save))
  );
}

const ConfigurationParams = z.looseObject({ items: z.array(z.looseObject({ section: z.string().optional() })) });

function configurationFor(definition: ServerDefinition, params: unknown): unknown[] {
  const parsed = ConfigurationParams.safeParse(params);
  return parsed.success ? parsed.data.items.map(({ section }) => definition.configuration(section) ?? null) : [];
}

/** Writes how much memory a server takes, in megabytes, into the log now and then. Linux tells; other systems don't. */
function watchMemory(
  child: ChildProcessWithoutNullStreams,
  server: string,
  log: Pick<LanguageServerOptions['log'], 'debug'>,
): void {
  if (process.platform !== 'linux') return;
  const look = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    if (kilobytes > 0) log.debug({ server, megabytes: Math.round(kilobytes / 1024) }, 'language server memory');
  };
  const timer = setInterval(() => void look(), memoryEvery).unref();
  child.on('exit', () => clearInterval(timer));
}
