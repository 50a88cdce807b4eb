import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findRunning, openShell, size, startTerminals, watchTerminal } from './terminal-fixture.ts';

const unique = () => `4${String(Math.random()).slice(2, 8)}.25`;

test('a shell answers what is typed, in the folder of the project, with a clean environment', async () => {
  vi.stubEnv('FLASHFUSION_SECRET', 'not for programs');
  const { core, projectId, path } = await startTerminals();
  const terminal = await openShell(core, projectId);
  expect(terminal).toMatchObject({ name: 'bash', task: null, cwd: path, state: { kind: 'running' } });
  const window = await watchTerminal(core.client, terminal.id);
  await core.client.terminal.write({
    terminalId: terminal.id,
    text: 'pwd; env | grep -c FLASHFUSION; tty; echo $TERM\r',
  });
  await window.until(/\/project\r\n0\r\n\/dev\/pts\/\d+\r\nxterm-256color/);
});

test('its size follows the window', async () => {
  const { core, projectId } = await startTerminals();
  const { id } = await openShell(core, projectId);
  const window = await watchTerminal(core.client, id);
  await core.client.terminal.write({ terminalId: id, text: 'stty size\r' });
  await window.until(/24 80/);
  await core.client.terminal.resize({ terminalId: id, columns: 132, rows: 50 });
  await core.client.terminal.write({ terminalId: id, text: 'stty size\r' });
  await window.until(/50 132/);
});

test('letters of several bytes come whole, however they were cut', async () => {
  const { core, projectId } = await startTerminals();
  const { id } = await openShell(core, projectId);
  const window = await watchTerminal(core.client, id);
  await core.client.terminal.write({
    terminalId: id,
    text: String.raw`printf '\342'; sleep 0.05; printf '\202\254 '; printf '%s\n' 😀ü`,
  });
  await core.client.terminal.write({ terminalId: id, text: '\r' });
  await window.until(/€ 😀ü/);
});

test('its end is told with its code, and with the signal that caused it', async () => {
  const { core, projectId, events } = await startTerminals();
  const { id } = await openShell(core, projectId);
  await core.client.terminal.write({ terminalId: id, text: 'exit 3\r' });
  await events.next(
    (event) =>
      event.type === 'terminals.changed' &&
      event.terminals.some(({ state }) => state.kind === 'exited' && state.code === 3),
  );
  const other = await openShell(core, projectId);
  process.kill(other.pid, 'SIGKILL');
  await events.next(
    (event) =>
      event.type === 'terminals.changed' &&
      event.terminals.some(({ state }) => state.kind === 'exited' && state.signal === 9),
  );
  const { terminals } = await core.client.terminal.list({ projectId });
  expect(terminals.map(({ id: each }) => each)).toEqual([id, other.id]);
  await core.client.terminal.restart({ terminalId: id, ...size });
  const window = await watchTerminal(core.client, id);
  await core.client.terminal.write({ terminalId: id, text: 'echo again-$((40+2))\r' });
  await window.until(/again-42/);
});

test('a window that comes back finds what was written, and goes on', async () => {
  const { core, projectId } = await startTerminals();
  const { id } = await openShell(core, projectId);
  const first = await watchTerminal(core.client, id);
  await core.client.terminal.write({ terminalId: id, text: 'echo before-$((1+1))\r' });
  await first.until(/before-2/);
  await first.leave();
  await core.client.terminal.write({ terminalId: id, text: 'echo between-$((1+2))\r' });
  const second = await watchTerminal(core.client, id);
  await second.until(/before-2[\s\S]*between-3/);
  expect(second.parts[0]).toMatchObject({ type: 'attached', ...size });
  await core.client.terminal.write({ terminalId: id, text: 'echo after-$((2+2))\r' });
  await second.until(/after-4/);
  await core.client.terminal.clear({ terminalId: id });
  const third = await watchTerminal(core.client, id);
  await core.client.terminal.write({ terminalId: id, text: 'echo third-$((2+3))\r' });
  await third.until(/third-5/);
  expect(third.text()).not.toContain('before');
});

test('a program is paused while the window does not keep up, and nothing is lost', async () => {
  const { core, projectId, path } = await startTerminals();
  const lines = 200_000;
  writeFileSync(join(path, 'big.txt'), Array.from({ length: lines }, (_, line) => `line ${line}`).join('\n'));
  const { id } = await openShell(core, projectId);
  const window = await watchTerminal(core.client, id, { acknowledge: false });
  await core.client.terminal.write({ terminalId: id, text: 'cat big.txt; echo; echo done-$((5*5))\r' });
  let last = -1;
  await vi.waitFor(
    () => {
      const still = window.live() === last && last > 500_000;
      last = window.live();
      expect(still).toBe(true);
    },
    { timeout: 10_000, interval: 200 },
  );
  expect(window.live()).toBeLessThan(1_500_000);
  const acknowledging = setInterval(() => {
    if (window.live() > 0) void window.acknowledge(window.live());
  }, 5);
  await window.until(/done-25/);
  clearInterval(acknowledging);
  const text = window.text();
  expect(text.split('\n').filter((line) => /line \d+\r$/.test(line))).toHaveLength(lines);
});

test('without a window a program runs on, and the end of what it wrote is kept', async () => {
  const { core, projectId } = await startTerminals();
  const { id } = await openShell(core, projectId);
  const first = await watchTerminal(core.client, id);
  await core.client.terminal.write({
    terminalId: id,
    text: "seq 1 600000; printf '\\033[?2004h'; echo end-$((6*7))\r",
  });
  await first.leave();
  const { terminals } = await core.client.terminal.list({ projectId });
  expect(terminals).toHaveLength(1);
  await vi.waitFor(
    async () => {
      const late = await watchTerminal(core.client, id);
      await vi.waitFor(() => expect(late.parts.length).toBeGreaterThan(1));
      const text = late.text();
      await late.leave();
      expect(text).toMatch(/end-42/);
      expect(text.length).toBeLessThan(2_600_000);
    },
    { timeout: 20_000, interval: 200 },
  );
});

test('closing a terminal ends all that it started: jobs, and those that ignore the hang-up', async () => {
  const { core, projectId } = await startTerminals();
  const seconds = unique();
  const { id } = await openShell(core, projectId);
  const window = await watchTerminal(core.client, id);
  await core.client.terminal.write({
    terminalId: id,
    text: `nohup sleep ${seconds} >/dev/null 2>&1 & sleep ${seconds} & (trap '' HUP TERM; sleep ${seconds}) & setsid --wait sh -c 'sleep ${seconds}; :' & echo ready-$((3*3))\r`,
  });
  await window.until(/ready-9/);
  await vi.waitFor(() => expect(findRunning(seconds).length).toBeGreaterThanOrEqual(4));
  await core.client.terminal.close({ terminalId: id });
  await vi.waitFor(() => expect(findRunning(seconds)).toEqual([]));
  expect((await core.client.terminal.list({ projectId })).terminals).toEqual([]);
  await expect(core.client.terminal.write({ terminalId: id, text: 'x' })).rejects.toMatchObject({
    code: 'TERMINAL_NOT_FOUND',
  });
});

test('a restricted folder has no terminals, and one that becomes restricted loses them', async () => {
  const { core, projectId, events, trust } = await startTerminals();
  const { id } = await openShell(core, projectId);
  await trust(false);
  await events.next(
    (event) =>
      event.type === 'terminals.changed' && event.terminals.length === 0 && events.of('terminals.changed').length > 1,
  );
  await expect(openShell(core, projectId)).rejects.toMatchObject({ code: 'NOT_TRUSTED' });
  await expect(core.client.terminal.attach({ terminalId: id })).rejects.toMatchObject({ code: 'TERMINAL_NOT_FOUND' });
});

test('a shell that is not there is an error that names it', async () => {
  const { core, projectId } = await startTerminals();
  await core.client.settings.update({ scope: 'user', projectId: null, key: 'terminal.shell', value: '/no/such/shell' });
  await expect(core.client.terminal.create({ projectId, shell: null, cwd: null, ...size })).rejects.toMatchObject({
    code: 'SHELL_NOT_STARTED',
    message: expect.stringContaining('/no/such/shell'),
  });
  const { shells, initial } = await core.client.terminal.shells({ projectId });
  expect(initial).toEqual({ name: 'shell', path: '/no/such/shell' });
  expect(shells.map(({ path }) => path)).toContain('/bin/bash');
});

test('bash reports its prompts, its commands with their codes, and its folder', async () => {
  const { core, projectId, path } = await startTerminals();
  writeFileSync(join(path, '..', '.bashrc'), "PS1='mine> '; export FROM_BASHRC=yes\n");
  mkdirSync(join(path, 'a;b'));
  const terminal = await openShell(core, projectId);
  const window = await watchTerminal(core.client, terminal.id);
  const { write } = core.client.terminal;
  await window.until(/mine> /);
  await write({ terminalId: terminal.id, text: 'echo "$FROM_BASHRC;"; (exit 7)\r' });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by such characters.
  await window.until(/\x1b\]633;D;7\x07/);
  await write({ terminalId: terminal.id, text: 'cd a\\;b\r' });
  await window.until(/Cwd=[^\n]*\/project\/a\\x3bb/);
  const text = window.text();
  expect(text).toContain(`\x1b]633;E;echo "$FROM_BASHRC\\x3b"\\x3b (exit 7);${terminal.nonce}\x07\x1b]633;C\x07`);
  expect(text).toMatch(/yes;/);
  await write({ terminalId: terminal.id, text: 'env | grep -c NONCE\r' });
  await window.until('C\x070\r\n');
});

test('files that output names are found from its folder or from the project, and none outside', async () => {
  const { core, projectId, path } = await startTerminals({ 'src/a.ts': '', 'src/deep/b.ts': '' });
  const { files } = await core.client.terminal.findFiles({
    projectId,
    cwd: join(path, 'src'),
    paths: ['a.ts', './deep/b.ts', 'src/a.ts', join(path, 'src/a.ts'), '../src/a.ts', '/etc/hosts', 'deep', 'none.ts'],
  });
  expect(files).toEqual(['src/a.ts', 'src/deep/b.ts', 'src/a.ts', 'src/a.ts', 'src/a.ts', null, null, null]);
});
