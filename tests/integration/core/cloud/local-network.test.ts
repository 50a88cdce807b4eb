import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';

const programs = join(import.meta.dirname, 'programs');
const here = `ffa${process.pid}`;
const there = `ffb${process.pid}`;

function ip(...args: string[]): void {
  try {
    execFileSync('ip', args, { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      `This test needs network namespaces, so it must run as root with iproute2 installed: ip ${args.join(' ')} failed. ${error}`,
    );
  }
}

// Two machines with a cable between them, and no route to anywhere else.
beforeAll(() => {
  ip('netns', 'add', here);
  ip('netns', 'add', there);
  ip('link', 'add', 'wire', 'netns', here, 'type', 'veth', 'peer', 'name', 'wire', 'netns', there);
  for (const [name, address] of [
    [here, '192.168.77.1/24'],
    [there, '192.168.77.2/24'],
  ] as const) {
    ip('-n', name, 'address', 'add', address, 'dev', 'wire');
    ip('-n', name, 'link', 'set', 'wire', 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
  }
});
afterAll(() => {
  for (const name of [here, there]) ip('netns', 'delete', name);
});

function run(namespace: string, program: string, ...args: string[]) {
  const child: ChildProcess = spawn(
    'ip',
    ['netns', 'exec', namespace, process.execPath, join(programs, program), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { lines, ended, end: () => child.stdin?.end() };
}

test('a server that is announced on one machine is found on another, and lost when it is taken back', async () => {
  const finder = run(there, 'find.ts');
  const announcer = run(here, 'announce.ts', '41234');
  await vi.waitFor(() => expect(announcer.lines).toContain('announced'), { timeout: 15_000 });
  const found = JSON.stringify([{ name: hostname(), address: 'http://192.168.77.1:41234', version: '1.2.3' }]);
  await vi.waitFor(() => expect(finder.lines).toContain(found), { timeout: 20_000 });
  // One that starts to look later asks, and is answered.
  const late = run(there, 'find.ts');
  await vi.waitFor(() => expect(late.lines).toContain(found), { timeout: 20_000 });

  announcer.end();
  await announcer.ended;
  for (const each of [finder, late]) {
    await vi.waitFor(() => expect(each.lines.at(-1)).toBe('[]'), { timeout: 10_000 });
  }
}, 90_000);
