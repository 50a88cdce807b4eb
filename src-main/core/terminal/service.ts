import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Shell, TerminalPart } from '../../../contract/desktop/terminal.ts';
import type { Terminal, TerminalSize } from '../../../contract/model/terminal.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import type { ProcessRegister } from '../processes/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { findFiles } from './find-files.ts';
import { type OutputWatcher, type RunningTerminal, startTerminal } from './running-terminal.ts';
import { startOfCommand, startOfShell } from './shell-integration.ts';
import { findShells, shellName } from './shells.ts';
import { terminalEnvironment } from './terminal-environment.ts';

export type { OutputWatcher } from './running-terminal.ts';

/** Milliseconds that a project's terminals go on after its last window left: a reload comes back sooner. */
const grace = 10_000;

export interface TerminalService {
  shells(projectId: string): Promise<{ shells: Shell[]; initial: Shell }>;
  list(projectId: string): readonly Terminal[];
  /** Starts a shell. NOT_TRUSTED, SHELL_NOT_STARTED. */
  create(input: {
    projectId: string;
    shell: string | null;
    cwd: string | null;
    columns: number;
    rows: number;
  }): Promise<Terminal>;
  /** Runs a command in the shell that new terminals take, in the project's folder. NOT_TRUSTED, SHELL_NOT_STARTED. */
  runCommand(input: {
    projectId: string;
    command: string;
    task: string;
    size: TerminalSize;
    watch: () => OutputWatcher;
  }): Promise<Terminal>;
  /** TERMINAL_NOT_FOUND, as all that follow. */
  attach(terminalId: string, signal?: AbortSignal): AsyncIteratorObject<TerminalPart, void, void>;
  write(terminalId: string, text: string): void;
  resize(terminalId: string, size: TerminalSize): void;
  rename(terminalId: string, name: string): Terminal;
  clear(terminalId: string): void;
  /** NOT_TRUSTED where the folder has been restricted since. */
  restart(terminalId: string, size: TerminalSize): Promise<Terminal>;
  stop(terminalId: string): Promise<void>;
  close(terminalId: string): Promise<void>;
  /** Does nothing for a terminal that has been closed. */
  acknowledge(terminalId: string, streamId: string, characters: number): void;
  findFiles(projectId: string, cwd: string | null, paths: readonly string[]): Promise<(string | null)[]>;
  dispose(): Promise<void>;
}

/** Keeps the terminals of all projects, for as long as a window shows the project. */
export function createTerminalService(dependencies: {
  resolveRoot: (projectId: string) => string;
  /** Throws NOT_TRUSTED. */
  requireTrusted: (projectId: string) => void;
  settings: Pick<SettingsService, 'get'>;
  events: Pick<EventHub, 'emit' | 'listen' | 'onAudienceChanged'>;
  register: Pick<ProcessRegister, 'registerSession'>;
  integrationFolder: string;
  version: string;
  onFailed: (error: unknown, where: string) => void;
}): TerminalService {
  const { resolveRoot, requireTrusted, settings, events, register, onFailed } = dependencies;
  const terminals = new Map<string, RunningTerminal>();
  const leaving = new Map<string, NodeJS.Timeout>();
  let disposed = false;

  const list = (projectId: string) =>
    [...terminals.values()].map((terminal) => terminal.describe()).filter((each) => each.projectId === projectId);
  const tell = (projectId: string) => events.emit({ type: 'terminals.changed', projectId, terminals: list(projectId) });
  const get = (terminalId: string) => {
    const terminal = terminals.get(terminalId);
    if (!terminal) throw desktopError('TERMINAL_NOT_FOUND');
    return terminal;
  };
  const close = async (terminalId: string) => {
    const terminal = get(terminalId);
    terminals.delete(terminalId);
    tell(terminal.describe().projectId);
    await terminal.dispose();
  };
  const closeAll = (projectId: string) => {
    for (const { id } of list(projectId)) close(id).catch((error) => onFailed(error, 'terminal.close'));
  };

  const findInitial = async (projectId: string) => {
    const [effective, shells] = await Promise.all([settings.get(projectId), findShells()]);
    const wanted = effective.effective['terminal.shell'];
    const initial = wanted === '' ? shells[0] : { name: shellName(wanted), path: wanted };
    const known = shells.some(({ path }) => path === initial.path);
    return { shells: known ? [...shells] : [initial, ...shells], initial, effective: effective.effective };
  };

  const add = async (options: Omit<Parameters<typeof startTerminal>[0], 'watch'> & { watch?: () => OutputWatcher }) => {
    const terminal: RunningTerminal = await startTerminal(options, {
      register,
      onChanged: () => {
        if (terminals.has(terminal.describe().id)) tell(options.projectId);
      },
    });
    const described = terminal.describe();
    if (disposed) {
      await terminal.dispose();
      return described;
    }
    terminals.set(described.id, terminal);
    tell(options.projectId);
    return described;
  };

  // Windows of a project that come back in time find everything as it was.
  const audience = events.onAudienceChanged((projectId, present) => {
    clearTimeout(leaving.get(projectId));
    leaving.delete(projectId);
    if (present) return;
    leaving.set(
      projectId,
      setTimeout(() => {
        leaving.delete(projectId);
        closeAll(projectId);
      }, grace).unref(),
    );
  });
  const trust = events.listen((event) => {
    if (event.type !== 'projects.changed') return;
    for (const { id, trusted } of event.projects) if (!trusted) closeAll(id);
  });

  return {
    list,
    close,
    async shells(projectId) {
      const { shells, initial } = await findInitial(projectId);
      return { shells, initial };
    },
    async create({ projectId, shell, cwd, ...size }) {
      requireTrusted(projectId);
      const root = resolveRoot(projectId);
      const { shells, initial, effective } = await findInitial(projectId);
      const chosen = shells.find(({ path }) => path === shell) ?? initial;
      const nonce = randomUUID();
      const start = startOfShell({
        path: chosen.path,
        integrationFolder: dependencies.integrationFolder,
        integrate: effective['terminal.shellIntegration'],
        nonce,
        inherited: process.env,
      });
      return add({
        projectId,
        name: chosen.name,
        task: null,
        nonce,
        size,
        program: {
          path: chosen.path,
          args: start.args,
          cwd: cwd !== null && (await isFolder(cwd)) ? cwd : root,
          environment: terminalEnvironment(process.env, dependencies.version, start.environment),
        },
      });
    },
    async runCommand({ projectId, command, task, size, watch }) {
      requireTrusted(projectId);
      const { initial } = await findInitial(projectId);
      return add({
        projectId,
        name: task,
        task,
        nonce: randomUUID(),
        size,
        watch,
        program: {
          path: initial.path,
          args: startOfCommand(initial.path, command),
          cwd: resolveRoot(projectId),
          environment: terminalEnvironment(process.env, dependencies.version),
        },
      });
    },
    attach: (terminalId, signal) => get(terminalId).attach(signal),
    acknowledge: (terminalId, streamId, characters) =>
      terminals.get(terminalId)?.output.acknowledge(streamId, characters),
    write: (terminalId, text) => get(terminalId).write(text),
    resize: (terminalId, size) => get(terminalId).resize(size),
    rename(terminalId, name) {
      const terminal = get(terminalId);
      terminal.rename(name);
      return terminal.describe();
    },
    clear: (terminalId) => get(terminalId).output.clear(),
    async restart(terminalId, size) {
      const terminal = get(terminalId);
      requireTrusted(terminal.describe().projectId);
      await terminal.restart(size);
      return terminal.describe();
    },
    stop: (terminalId) => get(terminalId).stop(),
    findFiles: (projectId, cwd, paths) => findFiles(resolveRoot(projectId), cwd, paths),
    async dispose() {
      disposed = true;
      audience.dispose();
      trust.dispose();
      for (const timer of leaving.values()) clearTimeout(timer);
      const all = [...terminals.values()];
      terminals.clear();
      await Promise.all(all.map((terminal) => terminal.dispose()));
    },
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
