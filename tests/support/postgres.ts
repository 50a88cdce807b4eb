import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findProgram } from '../../scripts/find-program.ts';
import { descendantsOf } from '../../scripts/process-tree.ts';
import { runCommand } from '../../scripts/run-command.ts';
import { freePort } from './free-port.ts';

/** A real PostgreSQL of a test's own. */
export interface TestPostgres {
  /** Of the process that all others of it belong to; 0 while it is stopped. */
  readonly pid: number;
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Kills it with all its processes, as a lost machine would be. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with what was committed. */
  start(): Promise<void>;
  /** Keeps its connections open and answers nothing, as behind a broken network. */
  freeze(): void;
  thaw(): void;
  dispose(): Promise<void>;
}

/** Starts `postgres` on a free port; rejects when it is not installed or does not answer within 20 s. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = await findPostgresPrograms();
  if (!programs) throw new Error('PostgreSQL is not installed. On Debian: apt-get install postgresql');
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'flashfusion-postgres-'));
  const data = join(folder, 'data');
  // PostgreSQL does not run as root.
  const owner = userInfo().uid === 0 ? await userOfPostgres() : null;
  if (owner) await chown(folder, owner.uid, owner.gid);
  const run = (program: string, programArguments: readonly string[]) =>
    spawn(program, programArguments, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...owner });

  const initialising = run(programs.initdb, ['--pgdata', data, '--auth=trust', '--username=test', '--no-sync']);
  const problem = collect(initialising);
  const [code] = await once(initialising, 'close');
  if (code !== 0) throw new Error(`initdb failed: ${problem()}`);

  let running: ChildProcess | null = null;
  let databases = 0;
  const connect = async (database: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'test', database });
    client.on('error', () => {});
    await client.connect();
    return client;
  };

  const signal = (name: NodeJS.Signals) => {
    if (!running?.pid) return;
    // The first of them makes the others, and so it is told first.
    for (const pid of [running.pid, ...descendantsOf(running.pid).map((entry) => entry.pid)]) {
      try {
        process.kill(pid, name);
      } catch {
        // It ended by itself in between.
      }
    }
  };

  const postgres: TestPostgres = {
    get pid() {
      return running?.pid ?? 0;
    },
    async createDatabase() {
      databases += 1;
      const name = `test${databases}`;
      const client = await connect('postgres');
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://test@127.0.0.1:${port}/${name}`;
    },
    async start() {
      const child = run(programs.postgres, ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F']);
      running = child;
      const said = collect(child);
      const deadline = performance.now() + 20_000;
      for (;;) {
        const client = await connect('postgres').catch(() => null);
        await client?.end();
        if (client) return;
        if (child.exitCode !== null || performance.now() > deadline) {
          throw new Error(`PostgreSQL did not start: ${said()}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      const child = running;
      running = null;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      // Immediate shutdown: what a crash would leave behind, without orphans.
      child.kill('SIGQUIT');
      await ended;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async dispose() {
      postgres.thaw();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await postgres.start();
  return postgres;
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-2000);
  });
  return () => text;
}

/** PostgreSQL's own programs; null where it is not installed. */
export async function findPostgresPrograms(): Promise<{ initdb: string; postgres: string } | null> {
  // Debian keeps them out of the path, one folder a version.
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const folders = versions.map((version) => `/usr/lib/postgresql/${version}/bin`).reverse();
  const path = [...folders, process.env.PATH ?? ''].join(':');
  const [initdb, postgres] = [findProgram('initdb', path), findProgram('postgres', path)];
  return initdb && postgres ? { initdb, postgres } : null;
}

async function userOfPostgres(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => runCommand('id', [flag, 'postgres'])));
  if (uid?.code !== 0 || gid?.code !== 0) throw new Error('There is no user postgres to run PostgreSQL as.');
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
