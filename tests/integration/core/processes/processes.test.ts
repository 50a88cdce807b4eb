import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { HostClient } from '../../../../contract/shell.ts';
import {
  createNodeProcesses,
  createProcessRegister,
  type NodeProcess,
  type ProcessRegister,
} from '../../../../src-main/core/processes/index.ts';

const family = join(import.meta.dirname, 'programs', 'family.mjs');

function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function createRegister(): ProcessRegister {
  const register = createProcessRegister();
  onTestFinished(async () => {
    await register.dispose();
  });
  return register;
}

async function familyOf(started: NodeProcess): Promise<number[]> {
  return new Promise((resolve) => {
    started.onMessage((message) => {
      if (message && typeof message === 'object' && 'pids' in message) resolve(message.pids as number[]);
    });
  });
}

test('a child runs, answers messages, is registered, and is off the register when it has ended', async () => {
  const register = createRegister();
  const processes = createNodeProcesses({ register, kind: 'fork' });
  const child = await processes.start({ name: 'family', entry: family, args: ['0'] });
  expect(register.list()).toEqual([{ pid: child.pid, name: 'family' }]);
  const answer = new Promise((resolve) => {
    child.onMessage((message) => {
      if (message && typeof message === 'object' && 'echo' in message) resolve(message.echo);
    });
  });
  child.send({ hello: 'there' });
  expect(await answer).toEqual({ hello: 'there' });
  process.kill(child.pid, 'SIGKILL');
  expect(await child.exited).toEqual({ code: null });
  await vi.waitFor(() => expect(register.list()).toEqual([]));
});

test('stopping a child ends its children and theirs', async () => {
  const register = createRegister();
  const child = await createNodeProcesses({ register, kind: 'fork' }).start({ name: 'family', entry: family });
  const pids = await familyOf(child);
  expect(pids).toHaveLength(3);
  expect(pids.map(isRunning)).toEqual([true, true, true]);
  await child.stop();
  expect(pids.map(isRunning)).toEqual([false, false, false]);
  expect(register.list()).toEqual([]);
});

test('at the end every child is ended with its whole group, those that ignore the request too', async () => {
  const register = createRegister();
  const processes = createNodeProcesses({ register, kind: 'fork' });
  const children = await Promise.all([
    processes.start({ name: 'polite', entry: family }),
    processes.start({ name: 'stubborn', entry: family, args: ['2', 'stubborn'] }),
  ]);
  const native = spawn('sh', ['-c', 'sleep 1000 & sleep 1000'], { detached: true, stdio: 'ignore' });
  register.register('native', native);
  const pids = (await Promise.all(children.map(familyOf))).flat();
  expect(pids).toHaveLength(6);
  expect(
    register
      .list()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['native', 'polite', 'stubborn']);

  const started = performance.now();
  expect(await register.dispose()).toBe(3);
  expect(performance.now() - started).toBeLessThan(8000);
  await vi.waitFor(() => expect([...pids, native.pid ?? 0].filter(isRunning)).toEqual([]));
  expect(register.list()).toEqual([]);
}, 20_000);

test('what a program leaves behind in its group when it ends by itself is ended too', async () => {
  const register = createRegister();
  const native = spawn('sh', ['-c', 'sleep 1000 & echo $!'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  register.register('leaves a child', native);
  const left = await new Promise<number>((resolve) => native.stdout.once('data', (line) => resolve(Number(line))));
  await vi.waitFor(() => expect(isRunning(left)).toBe(false));
  await vi.waitFor(() => expect(register.list()).toEqual([]));
});

test('a child whose parent was killed ends by itself', async () => {
  const program = `
    import { createNodeProcesses, createProcessRegister } from ${JSON.stringify(join(import.meta.dirname, '../../../../src-main/core/processes/index.ts'))};
    const processes = createNodeProcesses({ register: createProcessRegister(), kind: 'fork' });
    const child = await processes.start({ name: 'family', entry: ${JSON.stringify(family)}, args: ['0'] });
    console.log(child.pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (line) => resolve(Number(line))));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5000 });
});

test('a program that cannot be started is an error and is not registered', async () => {
  const register = createRegister();
  const processes = createNodeProcesses({ register, kind: 'fork' });
  const child = await processes.start({ name: 'missing', entry: join(import.meta.dirname, 'missing.mjs') });
  expect((await child.exited).code).not.toBe(0);
  expect(
    register.register(
      'nothing',
      spawn('/no/such/program').on('error', () => {}),
    ).stop,
  ).toBeTypeOf('function');
  await vi.waitFor(() => expect(register.list()).toEqual([]));
});

test('through Shell the same port starts, messages and stops a utility process, and ends what is below it', async () => {
  const register = createRegister();
  const sent: unknown[] = [];
  // Stands in for Shell: runs the program with this Node instead of Electron's.
  const child = spawn(process.execPath, [family, '1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const pids = await new Promise<number[]>((resolve) =>
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)))),
  );
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const shell = {
    startUtility: async () =>
      (async function* () {
        yield { type: 'started' as const, pid: child.pid ?? 0 };
        yield { type: 'message' as const, message: 'ready' };
        await exit;
        yield { type: 'exited' as const, code: 0 };
      })(),
    messageUtility: async ({ message }: { message: unknown }) => {
      sent.push(message);
      return {};
    },
    stopUtility: async () => {
      child.kill('SIGKILL');
      return {};
    },
  } as unknown as HostClient;

  const utility = await createNodeProcesses({ register, kind: 'host', host: shell }).start({
    name: 'utility',
    entry: family,
  });
  expect(utility.pid).toBe(child.pid);
  expect(register.list()).toEqual([{ pid: child.pid, name: 'utility' }]);
  utility.send('hello');
  await vi.waitFor(() => expect(sent).toEqual(['hello']));
  await utility.stop();
  expect(await utility.exited).toEqual({ code: 0 });
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]));
  expect(register.list()).toEqual([]);
});
