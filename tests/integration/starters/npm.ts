import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';

export interface NpmResult {
  /** null when npm was killed at the end of its time. */
  readonly exitCode: number | null;
  readonly output: string;
}

export interface RunningServer {
  /** Address that the server printed. */
  readonly url: string;
  /** Asks the server and npm to stop. Resolves to whether they did so by themselves within ten seconds. */
  stop(): Promise<boolean>;
}

const programs = join(import.meta.dirname, '../../../node_modules/.bin');

/** Runs npm to its end and returns all that it printed; after `timeout` milliseconds it is killed. */
export async function runNpm(folder: string, args: readonly string[], timeout = 150_000): Promise<NpmResult> {
  const npm = spawnNpm(folder, args);
  const timer = setTimeout(() => signalGroup(npm.process, 'SIGKILL'), timeout);
  try {
    const [exitCode] = await once(npm.process, 'close');
    return { exitCode, output: npm.output() };
  } finally {
    clearTimeout(timer);
  }
}

/** Starts a server through npm and waits, at most half a minute, until it prints where it listens. */
export async function startServer(folder: string, args: readonly string[]): Promise<RunningServer> {
  const npm = spawnNpm(folder, args, { PORT: '0' });
  const closed = once(npm.process, 'close');
  try {
    return { url: await waitForAddress(npm), stop: () => stop(npm.process, closed) };
  } catch (error) {
    await stop(npm.process, closed);
    throw error;
  }
}

type Npm = ReturnType<typeof spawnNpm>;

function spawnNpm(folder: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const child = spawn('npm', args, {
    cwd: folder,
    env: { ...plainEnvironment(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what npm started ends with it. On Windows npm is a script that needs a shell.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { process: child, output: () => output };
}

/** The environment of a person's terminal: without what npm and vitest add for the programs that they run. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const added =
    /^(npm_(package|lifecycle|command|node_execpath|execpath)|npm_config_local_prefix|INIT_CWD|NODE_ENV|VITEST|VITE_|TEST$|DEV$|PROD$|MODE$|BASE_URL$)/;
  const kept = Object.entries(process.env).filter(([name]) => !added.test(name));
  return { ...Object.fromEntries(kept), PATH: `${programs}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
}

function waitForAddress(npm: Npm): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(new Error(`No address within 30 s:\n${npm.output()}`)), 30_000);
    const look = () => {
      const url = /http:\/\/localhost:[1-9]\d*\//.exec(npm.output())?.[0];
      if (url) settle(url);
    };
    const end = () => settle(new Error(`The server ended:\n${npm.output()}`));
    const settle = (result: string | Error) => {
      clearTimeout(timer);
      npm.process.stdout.off('data', look);
      npm.process.off('close', end);
      if (typeof result === 'string') resolve(result);
      else reject(result);
    };
    npm.process.stdout.on('data', look);
    npm.process.once('close', end);
  });
}

async function stop(child: ChildProcess, closed: Promise<unknown>): Promise<boolean> {
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    signalGroup(child, 'SIGKILL');
  }, 10_000);
  signalGroup(child, 'SIGTERM');
  await closed;
  clearTimeout(timer);
  return !killed;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (hasEnded || child.pid === undefined) return;
  if (process.platform === 'win32') child.kill(signal);
  else process.kill(-child.pid, signal);
}
