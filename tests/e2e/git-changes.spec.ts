import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { axe } from '../support/axe.ts';
import { runCommand } from '../support/customize.ts';
import { tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import { commitAll, makeCommittedRepository, writeFiles } from '../support/git-project.ts';
import { runGit } from '../support/git-repository.ts';

let parent: string;
let folder: string;
let ide: LaunchedIde;

async function start(files: Readonly<Record<string, string>>): Promise<Page> {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'flashfusion-git-')));
  folder = makeCommittedRepository(join(parent, 'ferry'), files);
  ide = await launchIde({ folder });
  await ide.window.getByRole('treeitem').first().waitFor();
  return ide.window;
}

test.afterEach(async () => {
  await ide.close();
  rmSync(parent, { recursive: true, force: true });
});

function change(page: Page, group: string, path: string): Locator {
  return page.locator(`[role="treeitem"][data-key="${group}:${path}"]`);
}

test('edit, stage and commit with the keyboard alone', async () => {
  const page = await start({ 'src/pier.ts': 'export const pier = 4;\n', 'README.md': '# Ferry\n' });
  const { keyboard } = page;
  await keyboard.press('Control+p');
  await keyboard.type('pier');
  await page
    .getByRole('option', { name: /pier\.ts/ })
    .first()
    .waitFor();
  await keyboard.press('Enter');
  await waitForTextFocus(page);
  await keyboard.press('Control+End');
  await keyboard.type('export const ship = 1;');
  await keyboard.press('Control+s');

  await expect(page.getByRole('button', { name: /^Source control/ })).toContainText('1');
  await expect(tab(page, 'pier.ts')).toHaveAttribute('aria-label', /modified/);
  await expect(treeRow(page, 'src')).toHaveAttribute('aria-label', /holds changes/);

  await keyboard.press('Control+Shift+g');
  const message = page.getByRole('textbox', { name: 'Commit message' });
  await expect(message).toBeFocused();
  await keyboard.press('Control+Enter');
  await expect(page.locator('.scm-problem')).toContainText('A commit needs a message');
  await keyboard.type('Name the ship');

  // Back from the message to the list with the region keys, then down to the file.
  await page.getByRole('tree', { name: 'Changes' }).waitFor();
  for (let step = 0; step < 6; step += 1) {
    await keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.getAttribute('role') === 'tree')) break;
  }
  await keyboard.press('ArrowDown');
  await expect(change(page, 'changes', 'src/pier.ts')).toHaveClass(/scm-row-focused/);
  await keyboard.press('Enter');
  await tab(page, 'pier.ts (changes)').waitFor();
  await waitForTextFocus(page);
  await keyboard.press('Control+Shift+g');
  await expect(message).toBeFocused();
  for (let step = 0; step < 6; step += 1) {
    await keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.getAttribute('role') === 'tree')) break;
  }
  await keyboard.press('Space');
  await expect(change(page, 'staged', 'src/pier.ts')).toBeVisible();
  expect(runGit(folder, 'status', '--short')).toBe('M  src/pier.ts\n');
  await keyboard.press('Control+Enter');
  await expect(
    page.getByRole('region', { name: 'Source control' }).getByText('No changes', { exact: true }),
  ).toBeVisible();
  expect(runGit(folder, 'log', '-1', '--format=%s')).toBe('Name the ship\n');
  await expect(page.getByRole('button', { name: /^Source control/ })).not.toContainText('1');

  // The message of before is one key away.
  await keyboard.press('Control+Shift+g');
  await keyboard.press('ArrowUp');
  await expect(message).toHaveValue('Name the ship');
  await keyboard.press('End');
  await keyboard.press('ArrowDown');
  await expect(message).toHaveValue('');
});

test('what is discarded comes back; several at once, from the menu, and new files', async () => {
  const page = await start({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  writeFiles(folder, { 'a.txt': 'changed\n', 'b.txt': 'changed too\n', 'new.txt': 'new\n' });
  await page.keyboard.press('Control+Shift+g');
  await change(page, 'changes', 'a.txt').click();
  await change(page, 'untracked', 'new.txt').click({ modifiers: ['Shift'] });
  await change(page, 'changes', 'b.txt').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Discard changes' }).click();
  const ask = page.getByRole('dialog');
  await ask.getByRole('button', { name: /^Discard 3/ }).click();
  await expect(
    page.getByRole('region', { name: 'Source control' }).getByText('No changes', { exact: true }),
  ).toBeVisible();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\n');
  expect(existsSync(join(folder, 'new.txt'))).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(change(page, 'untracked', 'new.txt')).toBeVisible();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('changed\n');

  // One file by its own tool, and with the keys.
  await change(page, 'changes', 'b.txt').hover();
  await change(page, 'changes', 'b.txt').locator('[data-command="git.clean"]').click();
  await expect(change(page, 'changes', 'b.txt')).toHaveCount(0);
  await page.getByRole('tree', { name: 'Changes' }).focus();
  await page.keyboard.press('Control+z');
  await expect(change(page, 'changes', 'b.txt')).toBeVisible();
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('changed too\n');
});

test('branches: created, switched with changes in the way, merged with a conflict, given up', async () => {
  const page = await start({ 'a.txt': 'one\n' });
  const branch = page.getByRole('button', { name: /switch branch$/ });
  await expect(branch).toContainText('main');
  await branch.click();
  await page.getByRole('option', { name: /Create a branch…/ }).click();
  await page.getByLabel('Name of the branch').fill('no spaces please');
  await expect(page.getByText('Names have no spaces')).toBeVisible();
  await page.getByLabel('Name of the branch').fill('feature');
  await page.keyboard.press('Enter');
  await expect(branch).toContainText('feature');
  writeFiles(folder, { 'a.txt': 'feature\n' });
  commitAll(folder, 'On feature');
  writeFiles(folder, { 'a.txt': 'in the way\n' });
  await expect(branch).toContainText('*');
  await branch.click();
  await page.getByRole('option', { name: /^main/ }).click();
  await page.getByRole('button', { name: 'Stash and switch' }).click();
  await expect(branch).toContainText('main');
  expect(runGit(folder, 'stash', 'list')).toContain('Changes on feature');

  writeFiles(folder, { 'a.txt': 'main\n' });
  commitAll(folder, 'On main');
  await runCommand(page, 'Merge branch');
  await page.getByRole('option', { name: /^feature/ }).click();
  await page.keyboard.press('Control+Shift+g');
  await expect(change(page, 'merge', 'a.txt')).toBeVisible();
  await expect(page.getByText('Merge in progress. 1 file has conflicts.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Commit message' })).toHaveValue("Merge branch 'feature'");
  await change(page, 'merge', 'a.txt').hover();
  await change(page, 'merge', 'a.txt').locator('[data-command="git.stage"]').click();
  await expect(page.getByRole('dialog')).toContainText('still has conflict marks');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Abort' }).click();
  await expect(
    page.getByRole('region', { name: 'Source control' }).getByText('No changes', { exact: true }),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Commit message' })).toHaveValue('');
});

test('a folder without a repository is initialised, and its first commit is made', async () => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'flashfusion-git-')));
  folder = join(parent, 'plain');
  writeFiles(folder, { 'a.txt': 'one\n' });
  ide = await launchIde({ folder });
  const page = ide.window;
  await page.getByRole('treeitem').first().waitFor();
  await page.keyboard.press('Control+Shift+g');
  await page.getByRole('button', { name: 'Initialise' }).click();
  await expect(change(page, 'untracked', 'a.txt')).toBeVisible();
  runGit(folder, 'config', 'user.name', 'Mira Okafor');
  runGit(folder, 'config', 'user.email', 'mira@example.com');
  await page.getByRole('textbox', { name: 'Commit message' }).fill('First');
  await page.getByRole('button', { name: 'Commit', exact: true }).click();
  await page.getByRole('button', { name: 'Stage all and commit' }).click();
  await expect(
    page.getByRole('region', { name: 'Source control' }).getByText('No changes', { exact: true }),
  ).toBeVisible();
  expect(runGit(folder, 'log', '--format=%s')).toBe('First\n');
});

test('a hook that stops the commit shows what it said, and the message stays', async () => {
  const page = await start({ 'a.txt': 'one\n' });
  await page.getByRole('button', { name: /^Trust/ }).click();
  const hook = join(folder, '.git', 'hooks', 'pre-commit');
  writeFileSync(hook, '#!/bin/sh\necho "2 problems in a.txt"\nexit 1\n');
  chmodSync(hook, 0o755);
  writeFiles(folder, { 'a.txt': 'changed\n' });
  runGit(folder, 'add', 'a.txt');
  await page.keyboard.press('Control+Shift+g');
  const message = page.getByRole('textbox', { name: 'Commit message' });
  await message.fill('Second');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.scm-problem')).toContainText('A hook of this repository stopped the commit');
  await expect(page.getByRole('region', { name: 'What git said' })).toContainText('2 problems in a.txt');
  await expect(message).toHaveValue('Second');
  rmSync(hook);
  await message.focus();
  await page.keyboard.press('Control+Enter');
  await expect(
    page.getByRole('region', { name: 'Source control' }).getByText('No changes', { exact: true }),
  ).toBeVisible();
});

test('publishing asks for name and password in the window; a wrong one is said so', async () => {
  const page = await start({ 'a.txt': 'one\n' });
  const bare = join(parent, 'bare', 'ferry.git');
  runGit(parent, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  runGit(bare, 'config', 'http.receivepack', 'true');
  const server = await startGitHttpServer(join(parent, 'bare'), 'mira', 'secret');
  try {
    runGit(folder, 'remote', 'add', 'origin', `${server.url}/ferry.git`);
    const publish = page.getByRole('button', { name: 'Publish branch' });
    await publish.click();
    await expect(page.getByText('This folder is restricted, so git does not reach other machines')).toBeVisible();
    await page.getByRole('button', { name: /^Trust/ }).click();

    const dialog = page.getByRole('dialog');
    await publish.click();
    await dialog.getByLabel(/^Username for/).fill('mira');
    await page.keyboard.press('Enter');
    const secret = dialog.getByLabel(/^Password for/);
    await expect(secret).toHaveAttribute('type', 'password');
    await secret.fill('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The remote did not let you in')).toBeVisible();

    await publish.click();
    await dialog.getByLabel(/^Username for/).fill('mira');
    await page.keyboard.press('Enter');
    await secret.fill('secret');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /0 to pull, 0 to push/ })).toBeVisible();
    expect(runGit(bare, 'log', '--format=%s', 'main')).toBe('First\n');
  } finally {
    await server.close();
  }
});

test('axe finds nothing serious in source control in any theme', async () => {
  const page = await start({ 'src/board/board.ts': 'one\n', 'src/board/gone.ts': 'gone\n', 'README.md': '# Ferry\n' });
  writeFiles(folder, { 'src/board/board.ts': 'changed\n', 'README.md': '# Ferries\n', 'new.txt': 'new\n' });
  rmSync(join(folder, 'src/board/gone.ts'));
  runGit(folder, 'add', 'README.md');
  await page.keyboard.press('Control+Shift+g');
  await change(page, 'changes', 'src/board/board.ts').click();
  await tab(page, 'board.ts (changes)').waitFor();
  await page.locator('.monaco-diff-editor .view-line').first().waitFor();
  await page.getByRole('button', { name: 'Commit', exact: true }).click();
  await page.locator('.scm-problem').waitFor();
  const look = async () => {
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      const { violations } = await axe(page).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
        theme,
      ).toEqual([]);
    }
  };
  await look();
  await page.getByRole('button', { name: 'More of source control' }).click();
  await page.getByRole('menuitem', { name: 'Show as a tree' }).click();
  await expect(page.locator('[data-key="changes/src/board"]')).toBeVisible();
  await look();
  await page.keyboard.press('Control+Shift+e');
  await expect(treeRow(page, 'new.txt')).toHaveAttribute('aria-label', 'new.txt, untracked');
  await look();
});
