import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { descendantsOf, type ProcessEntry, stillRunning } from '../../scripts/process-tree.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { openFile, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { makeCommittedRepository, writeFiles } from '../support/git-project.ts';
import { runGit } from '../support/git-repository.ts';
import { markedProcesses, markVariable } from '../support/marked-processes.ts';
import { previewedPage, previewPort, showPreview } from '../support/preview.ts';
import { isTaken } from '../support/taken-port.ts';
import { openTerminal, plainShell, runInTerminal, terminalRows } from '../support/terminal.ts';

/** Milliseconds within which nothing may be left: programs are asked to end first, and made to after two seconds. */
const patience = 10_000;

const files = {
  '.gitignore': 'node_modules\n.vite-cache\n',
  '.flashfusion/settings.json': JSON.stringify({ 'terminal.gpu': false }),
  'package.json': JSON.stringify({
    type: 'module',
    scripts: { dev: 'vite', build: 'node build.cjs' },
    devDependencies: { vite: '*' },
  }),
  'vite.config.js': "export default { cacheDir: '.vite-cache', clearScreen: false };\n",
  'index.html': '<!doctype html><html lang="en"><head><title>Gate</title></head><body><h1>Gate</h1></body></html>\n',
  'build.cjs': "require('node:child_process').spawn('sleep', ['72001']); setInterval(() => {}, 1000);\n",
  'gate.ts': 'export const gate = 4;\n',
  // An expression that must be tried from every place of every line takes minutes here.
  'slow.txt': `${'x'.repeat(120)}\n`.repeat(20_000),
};

/** What the app has been made to start, by what stands on its command line. */
const started: Readonly<Record<string, RegExp>> = {
  shell: /^\/bin\/bash/,
  'child of the shell': /^sleep 72002/,
  'job of the shell': /^sleep 72003/,
  task: /build\.cjs/,
  'child of the task': /^sleep 72001/,
  'dev server': /vite(\.js)?$/,
  'language server': /--lsp/,
  'hook of git': /^sleep 72004/,
  search: /--engine=auto/,
};

let folder: string;
let home: string;
let userData: string;
let mark: string;
let ide: LaunchedIde | undefined;

test.beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'flashfusion-orphans-')));
  home = await realpath(await mkdtemp(join(tmpdir(), 'flashfusion-home-')));
  userData = await realpath(await mkdtemp(join(tmpdir(), 'flashfusion-user-data-')));
  mark = randomUUID();
  await writeFile(join(home, '.bashrc'), "PS1='$ '\n");
  makeCommittedRepository(folder, files);
  const hook = join(folder, '.git', 'hooks', 'pre-commit');
  await writeFile(hook, '#!/bin/sh\nsleep 72004\n');
  await chmod(hook, 0o755);
  writeFiles(folder, { 'staged.txt': 'staged\n' });
  runGit(folder, 'add', 'staged.txt');
  await symlink(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
});
test.afterEach(async () => {
  await ide?.kill();
  ide = undefined;
  for (const { pid } of marked()) process.kill(pid, 'SIGKILL');
  for (const place of [folder, home, userData]) await rm(place, { recursive: true, force: true, maxRetries: 5 });
});

const marked = () => markedProcesses(mark, [folder, userData]);
const commands = (processes: readonly ProcessEntry[]) => processes.map(({ command }) => command);

/** Starts the IDE and has it run one program of each kind. Answers the port of the dev server. */
async function startEverything(): Promise<{ running: LaunchedIde; port: number }> {
  const running = await launchIde({ folder, userData, env: { ...plainShell(home), [markVariable]: mark } });
  ide = running;
  const { window } = running;
  const { keyboard } = window;
  await window.getByRole('button', { name: 'Trust this folder' }).first().click();
  await openFile(window, 'gate.ts');
  await waitForTextFocus(window);
  // In a trusted folder its dev script starts with the pane.
  await showPreview(window);
  await expect(previewedPage(window).getByRole('heading', { name: 'Gate' })).toBeVisible({ timeout: 30_000 });
  const port = await previewPort(window);
  expect(await isTaken(port)).toBe(true);
  await openTerminal(window);
  await runInTerminal(window, 'sleep 72003 & sleep 72002');
  await expect(terminalRows(window)).toContainText('72002');
  await keyboard.press('Control+Shift+b');
  // Their keys would go to the shell.
  const views = window.getByRole('navigation', { name: 'Views' });
  await views.getByRole('button', { name: /^Source control/ }).click();
  await window.getByRole('textbox', { name: 'Commit message' }).fill('Staged');
  await keyboard.press('Control+Enter');
  await views.getByRole('button', { name: 'Search' }).click();
  await window.getByRole('textbox', { name: 'Search', exact: true }).fill('(?=x)x*x*x*x*[yz]');
  await keyboard.press('Alt+r');
  await keyboard.press('Enter');
  const missing = () => {
    const running = commands(descendantsOf(mainOf()));
    return Object.keys(started).filter((kind) => !running.some((command) => started[kind]?.test(command)));
  };
  await expect.poll(missing).toEqual([]);
  return { running, port };
}

function mainOf(): number {
  return ide?.app.process().pid ?? -1;
}

test('after quitting nothing that was started is left, and the port of the dev server is free', {
  tag: '@electron',
}, async () => {
  const { running, port } = await startEverything();
  const tree = descendantsOf(mainOf());
  await running.close();
  ide = undefined;
  await expect.poll(() => commands([...stillRunning(tree), ...marked()]), { timeout: patience }).toEqual([]);
  expect(await isTaken(port)).toBe(false);
});

test('the page, Core and at last the app killed: each takes with it what it had started', {
  tag: '@electron',
}, async () => {
  const { running, port } = await startEverything();

  await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  // A search is the page's; shells, tasks and the dev server go on for the page that takes its place.
  const searches = () => commands(marked()).filter((command) => started.search?.test(command));
  await expect.poll(searches, { timeout: patience }).toEqual([]);
  const family = new Set([mainOf(), ...descendantsOf(mainOf()).map(({ pid }) => pid)]);
  expect(commands(marked().filter(({ pid }) => !family.has(pid)))).toEqual([]);

  const core = descendantsOf(mainOf()).find(({ command }) => command.includes('core/main.mjs'));
  if (!core) throw new Error('there is no Core');
  const below = descendantsOf(core.pid);
  expect(commands(below).some((command) => started['dev server']?.test(command))).toBe(true);
  process.kill(core.pid, 'SIGKILL');
  await expect.poll(() => commands(stillRunning(below)), { timeout: patience }).toEqual([]);

  const tree = descendantsOf(mainOf());
  process.kill(mainOf(), 'SIGKILL');
  ide = undefined;
  await expect.poll(() => commands([...stillRunning(tree), ...marked()]), { timeout: patience }).toEqual([]);
  expect(await isTaken(port)).toBe(false);
});
