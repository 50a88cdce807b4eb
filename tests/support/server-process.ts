import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { descendantsOf } from '../../scripts/process-tree.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { freePort } from './free-port.ts';

/** A server that runs as a program of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:4400` */
  readonly url: string;
  readonly pid: number;
  running(): boolean;
  /** Ends it at once, as a lost machine would be. */
  kill(): Promise<void>;
}

/** Starts a program that listens on the port in `PORT`; rejects when nothing listens there within 40 s. */
export async function startServerProcess(
  programArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, programArguments, {
    env: { PATH: process.env.PATH, PORT: String(port), NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const running = () => child.exitCode === null && child.signalCode === null;
  const deadline = performance.now() + 40_000;
  while (!(await accepts(port))) {
    if (!running() || performance.now() > deadline) {
      await end(child);
      throw new Error(`${programArguments.join(' ')} did not start: ${said}`);
    }
    await pause(20);
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, running, kill: () => end(child) };
}

/** The cloud API as `npm run cloud` starts it. */
export function startCloudProcess(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  return startServerProcess([join(repositoryRoot, 'cloud-api', 'main.ts')], environment);
}

/** Memory of a process that is in use, in bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** Processor time of a process and all below it, their part of the kernel included; counted in hundredths of a second. */
export function cpuSeconds(pid: number): number {
  let ticks = 0;
  for (const each of [pid, ...descendantsOf(pid).map((entry) => entry.pid)]) ticks += cpuTicks(each);
  return ticks / 100;
}

function cpuTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Own time in the program and in the kernel, and that of children that have ended.
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  } catch {
    // It ended in between; its parent has its time.
    return 0;
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return open;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
