import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FromEmbeddedCloud, isPortFault, type ToEmbeddedCloud } from '../../../contract/embedded-cloud.ts';
import { t } from '../../../localization/index.ts';
import type { NodeProcess, NodeProcesses } from '../processes/index.ts';

/** Milliseconds that the child may take until it listens. */
const startPatience = 20_000;
/** Ends within this many milliseconds count against it; after so many it is not started again by itself. */
const failureWindow = 60_000;
const mostFailures = 5;
const firstPause = 200;

export interface EmbeddedServerState {
  readonly status: 'off' | 'starting' | 'ready' | 'failed';
  /** `http://127.0.0.1:41234`; null unless it is ready. */
  readonly address: string | null;
  /** The port that other machines may use; null unless it is open to them. */
  readonly openPort: number | null;
  readonly problem: string | null;
}

/** The cloud server as a child of Core: started when it is first needed, and again when it ends by itself. */
export interface EmbeddedServer {
  state(): EmbeddedServerState;
  /** Resolves with its address when it listens. */
  start(): Promise<string>;
  /** Answers other machines, or no longer. Starts it for that. */
  setOpen(open: boolean): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  readonly child: NodeProcess;
  readonly address: string;
  openPort: number | null;
}

/** Makes the keeper of the child; nothing is started yet. */
export function createEmbeddedServer(options: {
  processes: NodeProcesses;
  /** The program: `embedded.mjs`. */
  entry: string;
  dataFolder: string;
  version: string;
  onChanged(): void;
  onFailed(error: unknown, where: string): void;
}): EmbeddedServer {
  const { onChanged } = options;
  let running: Running | null = null;
  let starting: Promise<Running> | null = null;
  let wanted = false;
  let open = false;
  let problem: string | null = null;
  let failures: number[] = [];
  let pause: NodeJS.Timeout | undefined;
  // What was used last, also before a restart, so that those who were connected find it again.
  const portsFile = join(options.dataFolder, 'ports.json');
  let lastPorts: Promise<Ports> | null = null;
  const readLastPorts = (): Promise<Ports> => {
    lastPorts ??= readPorts(portsFile);
    return lastPorts;
  };
  const keepPorts = async (change: Partial<Ports>): Promise<void> => {
    const before = await readLastPorts();
    const next = { ...before, ...change };
    lastPorts = Promise.resolve(next);
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    await writeFile(portsFile, JSON.stringify(next)).catch((error) => options.onFailed(error, 'cloud.ports'));
  };

  const launch = async (port: number): Promise<Running> => {
    const child = await options.processes.start({
      name: 'cloud server',
      entry: options.entry,
      environment: {
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_FOLDER: options.dataFolder,
        EMAIL_CONFIRMATION: 'off',
        DRAIN_SECONDS: '1',
        LOG_LEVEL: 'warn',
        CLOUD_VERSION: options.version,
        NODE_COMPILE_CACHE: join(options.dataFolder, 'code-cache'),
      },
    });
    try {
      const first = await answerOf(child, startPatience);
      if (first.type !== 'listening') throw new StartFailure(first);
      await keepPorts({ own: Number(new URL(first.url).port) });
      return { child, address: first.url, openPort: null };
    } catch (error) {
      await child.stop();
      throw error;
    }
  };

  const bringUp = async (): Promise<Running> => {
    const { own } = await readLastPorts();
    const started = await launch(own).catch((error: unknown) => {
      // Taken by somebody, or by the system: Windows keeps other ranges for itself at each start.
      if (!(error instanceof StartFailure) || own === 0 || !isPortFault(error.code)) throw error;
      return launch(0);
    });
    if (open) {
      await openTo(started).catch(async (error: unknown) => {
        await started.child.stop();
        throw error;
      });
    }
    // Not before: until then its end is a start that failed, which is counted elsewhere.
    running = started;
    problem = null;
    void started.child.exited.then(() => onExit(started));
    return started;
  };

  const ensure = (): Promise<Running> => {
    if (running) return Promise.resolve(running);
    starting ??= bringUp()
      .catch((error: unknown) => {
        problem = error instanceof Error ? error.message : String(error);
        throw error;
      })
      .finally(() => {
        starting = null;
        onChanged();
      });
    onChanged();
    return starting;
  };

  const openTo = async (server: Running): Promise<void> => {
    const last = await readLastPorts();
    const { port } = await ask(server.child, { type: 'open', host: '0.0.0.0', port: last.open });
    server.openPort = port;
    await keepPorts({ open: port });
  };

  const onExit = (ended: Running) => {
    if (running !== ended) return;
    running = null;
    if (wanted) comeBack();
    onChanged();
  };

  /** Starts it again after a pause that grows; not without end. */
  const comeBack = () => {
    const now = Date.now();
    failures = [...failures.filter((time) => now - time < failureWindow), now];
    if (failures.length >= mostFailures) {
      problem = t('The server on this machine ended several times in a row. Its log is cloud.log in the data folder.');
      options.onFailed(new Error(problem), 'cloud.embedded');
      wanted = false;
      return;
    }
    pause = setTimeout(
      () => {
        pause = undefined;
        if (!wanted) return;
        ensure().catch((error: unknown) => {
          options.onFailed(error, 'cloud.embedded');
          if (wanted) comeBack();
          onChanged();
        });
      },
      firstPause * 2 ** (failures.length - 1),
    );
    pause.unref();
  };

  return {
    state() {
      const openPort = running?.openPort ?? null;
      if (running) return { status: 'ready', address: running.address, openPort, problem: null };
      const status = starting || pause ? 'starting' : problem ? 'failed' : 'off';
      return { status, address: null, openPort, problem };
    },
    async start() {
      wanted = true;
      return (await ensure()).address;
    },
    async setOpen(next) {
      open = next;
      if (next) {
        wanted = true;
        const server = await ensure();
        if (server.openPort === null) await openTo(server);
      } else if (running?.openPort !== null && running) {
        const server = running;
        server.openPort = null;
        server.child.send({ type: 'close' } satisfies ToEmbeddedCloud);
      }
      onChanged();
    },
    async stop() {
      wanted = false;
      open = false;
      problem = null;
      failures = [];
      clearTimeout(pause);
      pause = undefined;
      await starting?.catch(() => undefined);
      const ended = running;
      running = null;
      await ended?.child.stop();
      onChanged();
    },
  };
}

/** The server's ports on loopback and on the network; 0 takes any. */
const Ports = z.object({ own: z.number().int().min(0).max(65_535), open: z.number().int().min(0).max(65_535) });
type Ports = z.infer<typeof Ports>;

async function readPorts(file: string): Promise<Ports> {
  try {
    return Ports.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return { own: 0, open: 0 };
  }
}

class StartFailure extends Error {
  override name = 'StartFailure';
  readonly code: string | null;
  constructor(answer: FromEmbeddedCloud) {
    super(answer.type === 'failed' ? answer.message : t('The server on this machine gave an unexpected answer.'));
    this.code = answer.type === 'failed' ? answer.code : null;
  }
}

async function ask(child: NodeProcess, message: ToEmbeddedCloud): Promise<{ port: number }> {
  const answering = answerOf(child, startPatience);
  child.send(message);
  const answer = await answering;
  if (answer.type !== 'opened') throw new StartFailure(answer);
  return { port: answer.port };
}

/** The next message of the child; rejects when it ends first, or says nothing in time. */
function answerOf(child: NodeProcess, patience: number): Promise<FromEmbeddedCloud> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      clearTimeout(timer);
      listening.dispose();
      work();
    };
    const timer = setTimeout(
      () => settle(() => reject(new Error(t('The server on this machine did not start in time.')))),
      patience,
    );
    const listening = child.onMessage((message) => {
      const parsed = FromEmbeddedCloud.safeParse(message);
      if (parsed.success && parsed.data.type !== 'closed') settle(() => resolve(parsed.data));
    });
    void child.exited.then(() => settle(() => reject(new Error(t('The server on this machine ended at its start.')))));
  });
}
