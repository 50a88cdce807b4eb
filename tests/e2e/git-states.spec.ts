import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { tab } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { makeCommittedRepository, writeFiles } from '../support/git-project.ts';
import { runGit } from '../support/git-repository.ts';

let parent: string;
let folder: string;
let ide: LaunchedIde;

async function start(files: Readonly<Record<string, string>>): Promise<Page> {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'flashfusion-git-')));
  folder = makeCommittedRepository(join(parent, 'ferry'), files);
  ide = await launchIde({ folder });
  await ide.window.getByRole('treeitem').first().waitFor();
  await ide.window.keyboard.press('Control+Shift+g');
  await expect(ide.window.getByRole('textbox', { name: 'Commit message' })).toBeVisible();
  return ide.window;
}

test.afterEach(async () => {
  await ide.close();
  rmSync(parent, { recursive: true, force: true });
});

function change(page: Page, group: string, path: string): Locator {
  return page.locator(`[role="treeitem"][data-key="${group}:${path}"]`);
}

const strip = (page: Page, text: string) => page.locator('.scm-strip').filter({ hasText: text });
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

test('a detached head, a lock that was left behind, and git that is not there each say what helps', async () => {
  const page = await start({ 'a.txt': 'one\n' });
  runGit(folder, 'checkout', '--quiet', '--detach');
  const detached = strip(page, 'No branch is checked out, but commit');
  await expect(detached).toContainText(runGit(folder, 'rev-parse', 'HEAD').slice(0, 7));
  await expectAccessible(page);
  await detached.getByRole('button', { name: 'Create branch' }).click();
  await page.getByLabel('Name of the branch').fill('kept');
  await page.keyboard.press('Enter');
  await expect(detached).toHaveCount(0);
  expect(runGit(folder, 'branch', '--show-current')).toBe('kept\n');

  const lock = join(folder, '.git', 'index.lock');
  writeFileSync(lock, '');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  await page.getByRole('button', { name: 'Look for changes again' }).click();
  const locked = strip(page, 'Another git program has locked this repository');
  await expect(locked).toBeVisible();
  await expectAccessible(page);
  await locked.getByRole('button', { name: 'Remove the lock' }).click();
  await expect(locked).toHaveCount(0);
  expect(existsSync(lock)).toBe(false);

  const settings = join(ide.userData, 'user', 'settings.json');
  writeFiles(ide.userData, { 'user/settings.json': '{ "git.path": "/no/such/git" }' });
  await expect(page.getByText('Git was not found')).toBeVisible();
  await expect(page.getByText(/No program answers to “\/no\/such\/git”/)).toBeVisible();
  await expectAccessible(page);
  writeFileSync(settings, '{}');
  await expect(async () => {
    const again = page.getByRole('button', { name: 'Look again' });
    if (await again.isVisible()) await again.click();
    await expect(page.locator('.scm-empty').getByText('No changes', { exact: true })).toBeVisible({ timeout: 1000 });
  }).toPass();
});

test('a commit is signed off and amended, and what is not ready is stashed', async () => {
  const page = await start({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  const message = page.getByRole('textbox', { name: 'Commit message' });
  writeFiles(folder, { 'a.txt': 'changed\n' });
  await expect(change(page, 'changes', 'a.txt')).toBeVisible();
  await page.getByRole('button', { name: 'More ways to commit' }).click();
  await page.getByRole('menuitem', { name: 'Sign off', exact: true }).click();
  await message.fill('Change a');
  await page.getByRole('button', { name: 'Commit, signed off' }).click();
  await page.getByRole('button', { name: 'Stage all and commit' }).click();
  await expect(page.locator('.scm-empty').getByText('No changes', { exact: true })).toBeVisible();
  const body = () => runGit(folder, 'log', '-1', '--format=%B').trim();
  expect(body()).toBe('Change a\n\nSigned-off-by: Mira Okafor <mira@example.com>');
  const before = runGit(folder, 'rev-parse', 'HEAD~1');

  writeFiles(folder, { 'b.txt': 'changed too\n' });
  await change(page, 'changes', 'b.txt').click();
  await page.getByRole('tree', { name: 'Changes' }).focus();
  await page.keyboard.press('Space');
  await expect(change(page, 'staged', 'b.txt')).toBeVisible();
  await page.getByRole('button', { name: 'More ways to commit' }).click();
  await page.getByRole('menuitem', { name: 'Amend the last commit' }).click();
  await expect(message).toHaveValue(/^Change a/);
  await message.fill('Change a and b');
  await page.getByRole('button', { name: /^Amend the last commit/ }).click();
  await expect(page.locator('.scm-empty').getByText('No changes', { exact: true })).toBeVisible();
  expect(body()).toBe('Change a and b\n\nSigned-off-by: Mira Okafor <mira@example.com>');
  expect(runGit(folder, 'rev-parse', 'HEAD~1')).toBe(before);
  expect(runGit(folder, 'show', '--name-only', '--format=')).toBe('a.txt\nb.txt\n');

  writeFiles(folder, { 'a.txt': 'not ready\n' });
  await expect(change(page, 'changes', 'a.txt')).toBeVisible();
  await runCommand(page, 'Stash…');
  await page.getByLabel('Message, if you want one').fill('For later');
  await page.keyboard.press('Enter');
  await expect(page.locator('.scm-empty').getByText('No changes', { exact: true })).toBeVisible();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('changed\n');
  expect(runGit(folder, 'stash', 'list')).toContain('For later');
  await runCommand(page, 'Drop stash…');
  await page.getByRole('option', { name: /For later/ }).click();
  const dropped = page.locator('.notice-card').filter({ hasText: 'Dropped “On main: For later”' });
  await dropped.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => runGit(folder, 'stash', 'list')).toContain('For later');
  await runCommand(page, 'Apply and drop stash…');
  await page.getByRole('option', { name: /For later/ }).click();
  await expect(change(page, 'changes', 'a.txt')).toBeVisible();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('not ready\n');
  expect(runGit(folder, 'stash', 'list')).toBe('');
});

test('one of two staged changes of a file is taken out of the next commit', async () => {
  const page = await start({ 'a.txt': lines(40) });
  writeFiles(folder, { 'a.txt': lines(40).replace('line 3\n', 'LINE 3\n').replace('line 30\n', 'LINE 30\n') });
  runGit(folder, 'add', 'a.txt');
  await change(page, 'staged', 'a.txt').click();
  await tab(page, 'a.txt (staged)').waitFor();
  const head = page.getByRole('toolbar', { name: 'Comparison' });
  await expect(head).toContainText('2 changes');
  await head.getByRole('button', { name: 'Next change' }).click();
  await page.locator('.modified .view-line', { hasText: 'LINE 30' }).click();
  await head.getByRole('button', { name: 'Unstage change' }).click();
  await expect(head).toContainText('1 change');
  expect(runGit(folder, 'diff', '--cached', '--unified=0')).toMatch(/-line 3\n\+LINE 3\n$/);
  expect(runGit(folder, 'diff', '--unified=0')).toMatch(/-line 30\n\+LINE 30\n$/);
});
