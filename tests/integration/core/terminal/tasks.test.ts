import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
