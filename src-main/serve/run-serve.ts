import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import type { HostClient } from '../../contract/shell.ts';
import { tidyCodeCache } from '../core/code-cache.ts';
import { type Core, composeCore } from '../core/compose.ts';
import { environment } from '../core/environment.ts';
import { createHostConnection } from '../core/host-connection.ts';
import { acceptPorts } from '../core/ports.ts';
import { lockDataFolder } from '../shell/data-lock.ts';
import { createNodeHost } from './node-host.ts';
import { createPassphraseKeyStore, noKeyStore } from './passphrase-key-store.ts';
import type { ServeOptions } from './serve-options.ts';
import { type Server, startServer } from './server.ts';

/** Milliseconds that closing everything may take before the process ends all the same. */
const patience = 5000;
/** Milliseconds within which signals count as one: a terminal sends it to all, and whoever started us passes it on. */
const sameSignal = 500;
/** Milliseconds after the start at which pages have what they need. */
const settled = 10_000;

const parentPort = 'parentPort' in process ? (process.parentPort as ParentPort | undefined) : undefined;
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Runs Core and its server until a signal ends them. Rejects with what to do when they cannot start. */
export async function runServe(options: ServeOptions): Promise<void> {
  const { dataFolder } = options;
  const lock = lockDataFolder(dataFolder);
  let core: Core | undefined;
  let server: Server | undefined;
  try {
    core = composeCore({
      ...environment,
      dataFolder,
      host: parentPort ? hostOfShell() : createNodeHost(keyStore(dataFolder)),
      childPrograms: parentPort ? 'host' : 'fork',
    });
    server = await startServer({ core, port: options.port, rendererFolder: rendererFolder() });
  } catch (error) {
    await core?.dispose();
    lock.release();
    throw portProblem(error, options.port);
  }
  const running = { core, server };

  let finishing = false;
  const finish = async (code: number) => {
    if (finishing) return;
    finishing = true;
    setTimeout(() => process.exit(code), patience).unref();
    await running.server.dispose();
    await running.core.dispose();
    lock.release();
    process.exit(code);
  };
  process.on('unhandledRejection', (error) => running.core.onError(error, 'unhandledRejection'));
  process.on('uncaughtException', (error) => {
    running.core.onError(error, 'uncaughtException');
    process.stderr.write(`FlashFusion ends because of an error: ${placeOf(error)}\n`);
    void finish(1);
  });
  // The packaged app started this process, and is gone.
  process.on('disconnect', () => void finish(0));
  let firstSignal: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstSignal !== null && performance.now() - firstSignal > sameSignal) {
        lock.release();
        process.exit(130);
      }
      firstSignal ??= performance.now();
      void finish(0);
    });
  }
  setTimeout(() => {
    tidyCodeCache({ ...environment, dataFolder }).catch((error) => running.core.onError(error, 'codeCache'));
  }, settled).unref();

  const search = await firstView(core, options.folder);
  const printLink = () =>
    process.stdout.write(`\n  ${server.origin}/${search}#token=${server.access.issueToken()}\n\n`);
  process.stdout.write('FlashFusion is ready for your browser. This link works once:\n');
  printLink();
  process.stdout.write('Press Enter for another link, Ctrl+C to end.\n');
  parentPort?.on('message', ({ data }) => {
    if (data === 'link') printLink();
  });
  createInterface({ input: process.stdin }).on('line', printLink);
}

/** What failed and where, without what it was about: a message may hold what is nobody's business. */
function placeOf(error: Error & { code?: unknown }): string {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [`${error.name} ${error.code ?? ''}`.trim(), ...frames].join('\n');
}

/** In a utility process Shell brings what Electron has: its key store, and processes like this one. */
function hostOfShell(): HostClient {
  const connection = createHostConnection();
  acceptPorts((kind, port) => {
    if (kind === 'host') connection.connect(createORPCClient<HostClient>(new RPCLink({ port })));
  });
  return connection.client;
}

/** Kept under a passphrase where there is one in the environment. */
function keyStore(dataFolder: string): HostClient['secrets'] {
  const passphrase = process.env.FLASHFUSION_PASSPHRASE;
  // What Core starts inherits the environment, and has no business with it.
  delete process.env.FLASHFUSION_PASSPHRASE;
  return passphrase ? createPassphraseKeyStore(passphrase, dataFolder) : noKeyStore;
}

/** The bundle beside this one, unless whoever starts the server says where it is. */
function rendererFolder(): string {
  return process.env.FLASHFUSION_RENDERER ?? join(import.meta.dirname, '..', 'renderer');
}

function portProblem(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new Error(`Port ${port} is taken. Choose another with --port, or leave it out.`);
  if (code === 'EACCES') return new Error(`Port ${port} may not be used. Choose one from 1024 up with --port.`);
  return error;
}

/** The address's query for the first page: the folder asked for, the one opened last, or the sample at the very first start. */
async function firstView(core: Core, folder: string | null): Promise<string> {
  if (folder !== null) return `?${new URLSearchParams({ project: realpathSync(folder) })}`;
  const { firstStart } = await createRouterClient(core.supervisorRouter).windows.restore();
  if (firstStart) return '?sample';
  const projects = await createRouterClient(core.router).projects.list();
  const [latest] = projects
    .filter(({ missing }) => !missing)
    .sort((one, other) => other.lastOpenedAt - one.lastOpenedAt);
  return latest ? `?${new URLSearchParams({ project: latest.path })}` : '';
}
