import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram } from '../../scripts/find-program.ts';
import { freePort } from './free-port.ts';

/** A real Redis of a test's own, which keeps nothing. */
export interface TestRedis {
  readonly url: string;
  /** Kills it, as a lost machine would be. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts `redis-server` on a free port; rejects when it is not installed or does not start within 10 s. */
export async function startRedis(): Promise<TestRedis> {
  const program = findProgram('redis-server');
  if (!program) throw new Error('redis-server is not installed. On Debian: apt-get install redis-server');
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'flashfusion-redis-'));
  let running: ChildProcess | null = null;

  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const child = spawn(
        program,
        ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      running = child;
      const lines = createInterface({ input: child.stdout });
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      for await (const line of lines) {
        if (!line.includes('Ready to accept connections')) continue;
        clearTimeout(timer);
        child.stdout.resume();
        return;
      }
      clearTimeout(timer);
      throw new Error('redis-server did not start');
    },
    async stop() {
      const child = running;
      running = null;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async dispose() {
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}
