import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { descendantsOf, stillRunning } from '../../scripts/process-tree.ts';
import { axe } from '../support/axe.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { openTerminal, plainShell, runInTerminal, terminalRows } from '../support/terminal.ts';

let project: TemporaryProject;
let home: string;
let ide: LaunchedIde;

test.beforeEach(async () => {
  project = await createProject({
    'src/ferry.ts': 'export const pier = 4;\n\nexport const late: number = 3;\n',
    'package.json': JSON.stringify({
      name: 'ferry',
      scripts: {
        build: 'node check.cjs',
        greet: 'node greet.cjs',
      },
    }),
    'check.cjs':
      "console.log('src/ferry.ts(3,14): error TS2322: Type string is not assignable to type number.'); process.exit(2);\n",
    // What is on the graphics card can't be read by a test.
    '.flashfusion/settings.json': JSON.stringify({ 'terminal.gpu': false }),
    'greet.cjs': 'console.log("hello from a task"); setInterval(() => {}, 1000);\n',
  });
  home = await realpath(await mkdtemp(join(tmpdir(), 'flashfusion-home-')));
  await writeFile(join(home, '.bashrc'), "PS1='$ '\n");
  ide = await launchIde({ folder: project.path, env: plainShell(home) });
  await ide.window.getByRole('treeitem', { name: 'package.json' }).waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(home, { recursive: true, force: true });
});

async function trust(): Promise<void> {
  await ide.window.getByRole('button', { name: 'Trust this folder' }).first().click();
  await expect(ide.window.getByLabel('Restricted mode')).toHaveCount(0);
}

test('a restricted folder has no terminal until it is trusted', async () => {
  const { window } = ide;
  await window.keyboard.press('Control+`');
  const panel = window.getByRole('tabpanel', { name: 'Terminal' });
  await expect(panel.getByText('No terminals in a restricted folder')).toBeVisible();
  await panel.getByRole('button', { name: 'Trust this folder' }).click();
  await expect(terminalRows(window)).toContainText('$ ');
  // Its keys had asked for one: it can be typed into at once.
  await runInTerminal(window, 'echo came-$((1+1))');
  await expect(terminalRows(window)).toContainText('came-2');
});

test('with the keyboard alone: type, follow a link, split, find, come back', async () => {
  const { window } = ide;
  const { keyboard } = window;
  await keyboard.press('Control+Shift+p');
  await keyboard.type('Trust this folder');
  await window
    .getByRole('option', { name: /Trust this folder/ })
    .first()
    .waitFor();
  await keyboard.press('Enter');
  await expect(window.getByLabel('Restricted mode')).toHaveCount(0);
  await openTerminal(window);
  await runInTerminal(window, 'echo "at src/ferry.ts:3:8 sum $((20+22))"');
  await expect(terminalRows(window)).toContainText('sum 42');

  // Keys of the shell stay the shell's.
  await keyboard.type('echo lost');
  await keyboard.press('Control+u');
  await runInTerminal(window, 'pwd');
  await expect(terminalRows(window)).toContainText(project.path.slice(0, 40));

  // A link, by a list.
  await keyboard.press('Control+Shift+o');
  await window.getByRole('option', { name: 'src/ferry.ts:3:8' }).waitFor();
  await keyboard.press('Enter');
  await expect(window.getByRole('tab', { name: /ferry\.ts/ })).toBeVisible();
  await expect(window.getByText('Ln 3, Col 8')).toBeVisible();

  // Back to the terminal, and a second beside it, in the same folder.
  await keyboard.press('Control+`');
  await runInTerminal(window, 'cd src && echo "now in $(basename $PWD)"');
  await expect(terminalRows(window)).toContainText('now in src');
  await keyboard.press('Control+Shift+5');
  await expect(window.locator('[data-terminal]')).toHaveCount(2);
  await expect(terminalRows(window, 1)).toContainText('$ ');
  await expect
    .poll(() =>
      window.evaluate(() =>
        [...document.querySelectorAll('[data-terminal]')].findIndex((each) => each.contains(document.activeElement)),
      ),
    )
    .toBe(1);
  await runInTerminal(window, 'echo right; pwd');
  await expect(terminalRows(window, 1)).toContainText('/src');
  await keyboard.press('Alt+ArrowLeft');
  await runInTerminal(window, 'echo le""ft');
  await expect(terminalRows(window, 0)).toContainText('left');

  // Find, and out again.
  await keyboard.press('Control+f');
  await window.getByRole('textbox', { name: 'Find in terminal' }).waitFor();
  await keyboard.type('sum');
  await expect(window.getByRole('search').getByText(/ of 2$/)).toBeVisible();
  await keyboard.press('Escape');
  await expect(window.getByRole('search')).toHaveCount(0);

  // A recent command.
  await keyboard.press('Control+Alt+r');
  await window.getByRole('option', { name: /echo le/ }).waitFor();
  await keyboard.press('Escape');
  await keyboard.press('Control+1');
  await expect.poll(() => window.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)).toBe(true);
});

test('an address is a link to the browser, and a terminal may run another shell', async () => {
  const { window } = ide;
  const { keyboard } = window;
  await trust();
  await openTerminal(window);
  await runInTerminal(window, 'echo "served at http://localhost:4173/boards?late=1, as said"');
  await expect(terminalRows(window)).toContainText('as said');
  await keyboard.press('Control+Shift+o');
  await expect(window.getByRole('option', { name: 'http://localhost:4173/boards?late=1', exact: true })).toBeVisible();
  await keyboard.press('Escape');

  await keyboard.press('Control+Shift+p');
  await keyboard.type('another shell');
  await window
    .getByRole('option', { name: /New terminal with another shell/ })
    .first()
    .waitFor();
  await keyboard.press('Enter');
  await window.getByRole('option', { name: /\/sh$/ }).click();
  await expect(window.getByRole('tablist', { name: 'Terminals' }).getByRole('tab')).toHaveCount(2);
  await expect(terminalRows(window)).toContainText('$ ');
  await runInTerminal(window, 'echo "runs $0"');
  await expect(terminalRows(window)).toContainText(/runs \S*sh/);
});

test('a click with Ctrl on a path opens the file at its line', async () => {
  const { window } = ide;
  await trust();
  await openTerminal(window);
  await runInTerminal(window, 'echo; echo src/ferry.ts:3:8');
  const row = terminalRows(window).locator('div', { hasText: /^src\/ferry\.ts:3:8/ });
  const box = await row.first().boundingBox();
  if (!box) throw new Error('no such row');
  await window.mouse.move(box.x + 30, box.y + box.height / 2, { steps: 3 });
  await expect(window.getByText('Ctrl+click to open src/ferry.ts')).toBeVisible();
  await window.keyboard.down('Control');
  await window.mouse.click(box.x + 30, box.y + box.height / 2);
  await window.keyboard.up('Control');
  await expect(window.getByText('Ln 3, Col 8')).toBeVisible();
});

test('loading the window again keeps what was written, the splits and what runs', async () => {
  const { window } = ide;
  await trust();
  await openTerminal(window);
  await runInTerminal(window, 'export KEPT=still-here; for n in $(seq 1 300); do echo line-$n; done');
  await expect(terminalRows(window)).toContainText('line-300');
  await window.keyboard.press('Control+Shift+5');
  await expect(window.locator('[data-terminal]')).toHaveCount(2);
  await window.reload();
  await expect(window.locator('[data-terminal]')).toHaveCount(2);
  await expect(terminalRows(window, 0)).toContainText('line-300');
  await window.locator('[data-terminal]').first().click();
  // What has scrolled out of sight, too.
  await window.keyboard.press('Control+Home');
  await expect(terminalRows(window, 0).locator('div', { hasText: /^line-1\s*$/ })).toBeVisible();
  await window.keyboard.press('Control+End');
  await runInTerminal(window, 'echo "$KEPT-$((1+1))"');
  await expect(terminalRows(window, 0)).toContainText('still-here-2');
});

test('several terminals: the list names, renames and kills them; the last one closes the panel', async () => {
  const { window } = ide;
  await trust();
  await openTerminal(window);
  await window.keyboard.press('Control+Shift+`');
  const list = window.getByRole('tablist', { name: 'Terminals' });
  await expect(list.getByRole('tab')).toHaveCount(2);
  await list.getByRole('tab').first().focus();
  await window.keyboard.press('F2');
  await window.getByRole('textbox', { name: 'Name' }).fill('server');
  await window.keyboard.press('Enter');
  await expect(list.getByRole('tab', { name: /server/ })).toBeVisible();
  await list.getByRole('tab').last().click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Kill terminal' }).click();
  await expect(list).toHaveCount(0);
  await window.locator('[data-terminal]').click();
  await runInTerminal(window, 'exit');
  await expect(window.locator('[data-terminal]')).toHaveCount(0);
});

test('a task shows its state and puts what tsc says into the problems', async () => {
  const { window } = ide;
  await trust();
  await window.keyboard.press('Control+Shift+b');
  await expect(window.getByText('Task build ended with code 2.')).toBeVisible();
  await expect(terminalRows(window)).toContainText('error TS2322');
  await window.keyboard.press('Control+Shift+m');
  const problem = window.getByRole('button', { name: /Type string is not assignable/ });
  await expect(problem).toBeVisible();
  await problem.click();
  await expect(window.getByRole('contentinfo').getByRole('button', { name: 'Ln 3, Col 14' })).toBeVisible();

  // Mended and run again, it has nothing to say.
  await writeFile(join(project.path, 'check.cjs'), '');
  await window.keyboard.press('Control+Shift+b');
  await expect(window.getByText('Task build is done.')).toBeVisible();
  await window.keyboard.press('Control+Shift+m');
  await expect(window.getByText('No problems')).toBeVisible();

  // Another one runs on until it is stopped.
  await window.keyboard.press('Control+Shift+p');
  await window.keyboard.type('run task');
  await window
    .getByRole('option', { name: /^Tasks: Run task|Run task/ })
    .first()
    .waitFor();
  await window.keyboard.press('Enter');
  await window.getByRole('option', { name: /greet/ }).click();
  await expect(terminalRows(window)).toContainText('hello from a task');
  await window.keyboard.press('Control+Shift+p');
  await window.keyboard.type('stop task');
  await window
    .getByRole('option', { name: /Stop task/ })
    .first()
    .waitFor();
  await window.keyboard.press('Enter');
  await expect(window.getByText(/Task greet (was ended|ended)/)).toBeVisible();
});

test('the background process killed: what was written stays, and a new shell opens in its place', {
  tag: '@electron',
}, async () => {
  const { window } = ide;
  await trust();
  await openTerminal(window);
  await runInTerminal(window, 'nohup sleep 54321 & echo be""fore');
  await expect(terminalRows(window)).toContainText('before');
  const tree = descendantsOf(ide.app.process().pid ?? -1);
  const sleeping = tree.filter(({ command }) => command.includes('sleep 54321'));
  expect(sleeping).toHaveLength(1);
  const core = tree.find(({ command }) => /dist\/core\/main\.mjs/.test(command));
  process.kill(core?.pid ?? 0, 'SIGKILL');
  await expect(window.getByText(/ended, since the background process did/)).toBeVisible();
  await expect(terminalRows(window)).toContainText('before');
  await expect.poll(() => stillRunning(sleeping)).toEqual([]);
  await window.getByRole('button', { name: 'Open a new shell here' }).click();
  await expect(terminalRows(window)).not.toContainText('before');
  await expect(terminalRows(window)).toContainText('$ ');
  await runInTerminal(window, 'echo af""ter');
  await expect(terminalRows(window)).toContainText('after');
});

test('axe finds nothing serious in any theme', async () => {
  const { window } = ide;
  await trust();
  await openTerminal(window);
  await runInTerminal(window, 'false; printf "\\033[31mred \\033[32mgreen \\033[90mgrey\\033[0m\\n"');
  await expect(terminalRows(window)).toContainText('green');
  await window.keyboard.press('Control+Shift+5');
  await expect(window.locator('[data-terminal]')).toHaveCount(2);
  await window.keyboard.press('Control+f');
  await window.getByRole('search').waitFor();
  for (const theme of ['dark', 'light', 'contrast']) {
    await window.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    const { violations } = await axe(window).include('.workbench-panel').analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)),
      theme,
    ).toEqual([]);
  }
});
