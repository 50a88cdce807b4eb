import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../../../scripts/repository.ts';
import { size, startTerminals, watchTerminal } from './terminal-fixture.ts';

const files = {
  'package.json': JSON.stringify({ scripts: { build: 'node check.cjs', odd: 'node -e 0' } }),
  'check.cjs':
    "console.log('src/a.ts(3,7): error TS2322: wrong'); console.log('/etc/hosts(1,1): error TS1: far'); process.exit(2);\n",
};

test('a task runs in a terminal of its own, and what it says is told until it runs again', async () => {
  const { core, projectId, path, events } = await startTerminals(files);
  const { tasks, packageManager } = await core.client.tasks.list({ projectId });
  expect(packageManager).toBe('npm');
  expect(tasks.map(({ name, build }) => [name, build])).toEqual([
    ['build', true],
    ['odd', false],
  ]);
  const terminal = await core.client.tasks.run({ projectId, name: 'build', ...size });
  expect(terminal).toMatchObject({ task: 'build', name: 'build' });
  const window = await watchTerminal(core.client, terminal.id);
  await window.until('error TS2322');
  const said = await events.next((event) => event.type === 'tasks.problemsChanged' && event.problems.length > 0);
  const expected = [
    { task: 'build', path: 'src/a.ts', line: 3, column: 7, severity: 'error', message: 'wrong', source: 'ts(2322)' },
  ];
  expect(said).toMatchObject({ problems: expected });
  await events.next(
    (event) =>
      event.type === 'terminals.changed' &&
      event.terminals.some(({ state }) => state.kind === 'exited' && state.code === 2),
  );
  expect((await core.client.tasks.problems({ projectId })).problems).toEqual(expected);

  writeFileSync(join(path, 'check.cjs'), '');
  const again = await core.client.tasks.run({ projectId, name: 'build', ...size });
  expect(again.id).toBe(terminal.id);
  await events.next((event) => event.type === 'tasks.problemsChanged' && event.problems.length === 0);
  expect((await core.client.tasks.problems({ projectId })).problems).toEqual([]);
});

test('what a task said goes with its terminal, and only trusted folders run tasks that there are', async () => {
  const { core, projectId, events, trust } = await startTerminals(files);
  const { id } = await core.client.tasks.run({ projectId, name: 'build', ...size });
  await events.next((event) => event.type === 'tasks.problemsChanged' && event.problems.length > 0);
  await core.client.terminal.close({ terminalId: id });
  await events.next((event) => event.type === 'tasks.problemsChanged' && event.problems.length === 0);
  await expect(core.client.tasks.run({ projectId, name: 'gone', ...size })).rejects.toMatchObject({
    code: 'TASK_NOT_FOUND',
  });
  await trust(false);
  await expect(core.client.tasks.run({ projectId, name: 'build', ...size })).rejects.toMatchObject({
    code: 'NOT_TRUSTED',
  });
});

test('the real tsc and the real Vite are understood as they write to a terminal', { timeout: 60_000 }, async () => {
  const { core, projectId, path, events } = await startTerminals({
    'package.json': JSON.stringify({
      type: 'module',
      scripts: { check: 'tsc --noEmit --pretty --strict --ignoreConfig src/a.ts', build: 'vite build' },
    }),
    'index.html': '<!doctype html><script type="module" src="/src/main.ts"></script>\n',
    'src/main.ts': 'import { pier } from "./pier";\n\nconsole.log(pier);\n',
    'src/pier.ts': 'export const pier = = 4;\n',
    'src/a.ts': 'export const count: number = "three";\n',
  });
  symlinkSync(join(repositoryRoot, 'node_modules'), join(path, 'node_modules'));
  const problemsOf = async (name: string) => {
    await core.client.tasks.run({ projectId, name, ...size, columns: 200 });
    const told = await events.next(
      (event) => event.type === 'tasks.problemsChanged' && event.problems.some(({ task }) => task === name),
    );
    return told.type === 'tasks.problemsChanged' ? told.problems.filter(({ task }) => task === name) : [];
  };
  expect(await problemsOf('check')).toEqual([
    {
      ...{ task: 'check', path: 'src/a.ts', line: 1, column: 14, severity: 'error', source: 'ts(2322)' },
      message: "Type 'string' is not assignable to type 'number'.",
    },
  ]);
  expect(await problemsOf('build')).toEqual([
    {
      task: 'build',
      path: 'src/pier.ts',
      line: 1,
      column: 21,
      severity: 'error',
      message: 'Unexpected token',
      source: 'vite',
    },
  ]);
});
