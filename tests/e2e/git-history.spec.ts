import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { openFile, shownText, treeRow, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { makeRepository, runGit } from '../support/git-repository.ts';
import { commitFile, makeConflict } from '../support/history-repository.ts';

let base: string;
let folder: string;
let ide: LaunchedIde;

test.beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'flashfusion-history-')));
  folder = join(base, 'ferry');
});
test.afterEach(async () => {
  await ide?.close();
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
});

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

test('a change is seen beside its line, staged, and another one reverted', async () => {
  makeRepository(folder);
  commitFile(folder, 'a.txt', lines(40), 'First');
  writeFileSync(join(folder, 'a.txt'), lines(40).replace('line 3\n', 'LINE 3\n').replace('line 20\n', ''));
  ide = await launchIde({ folder });
  const { window: page } = ide;
  await openFile(page, 'a.txt');
  await expect(page.locator('.git-gutter-modified')).toHaveCount(1);
  await expect(page.locator('.git-gutter-deleted')).toHaveCount(1);

  await page.locator('.git-gutter-modified').click();
  const peek = page.getByRole('region', { name: 'Change 1 of 2' });
  await expect(peek).toContainText('line 3');
  await expect(peek).toContainText('LINE 3');
  await expectAccessible(page);
  await peek.getByRole('button', { name: 'Stage' }).click();
  await expect(page.locator('.git-gutter-modified')).toHaveCount(0);
  expect(runGit(folder, 'diff', '--cached', '--unified=0')).toContain('-line 3\n+LINE 3');
  expect(runGit(folder, 'diff', '--cached')).not.toContain('-line 20');

  // The rest by keys alone: show the next change, take it back, undo that.
  await waitForTextFocus(page);
  await page.keyboard.press('Alt+F3');
  await expect(page.getByRole('region', { name: 'Change 1 of 1' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Change 1 of 1' })).toHaveCount(0);
  await waitForTextFocus(page);
  await page.keyboard.press('Shift+Alt+F3');
  await expect(page.getByRole('region', { name: 'Change 1 of 1' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Revert' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.git-gutter')).toHaveCount(0);
  expect(await shownText(page)).toContain('line 20');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.git-gutter-deleted')).toHaveCount(1);
});

test('typing is marked, and the working copy is compared, edited and staged there', async () => {
  makeRepository(folder);
  commitFile(folder, 'a.txt', lines(10), 'First');
  ide = await launchIde({ folder });
  const { window: page } = ide;
  await openFile(page, 'a.txt');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('new first\n');
  await expect(page.locator('.git-gutter-added')).toHaveCount(1);
  await runCommand(page, 'Compare with what is staged');
  const head = page.getByRole('toolbar', { name: 'Comparison' });
  await expect(head).toContainText('1 change');
  await expect(page.getByRole('tab', { name: 'a.txt (changes)' })).toBeVisible();
  await expectAccessible(page);
  await head.getByRole('button', { name: 'Show inline' }).click();
  await head.getByRole('button', { name: 'Show side by side' }).click();
  await head.getByRole('button', { name: 'Stage change' }).click();
  await expect(head).toContainText('No changes');
  expect(runGit(folder, 'show', ':a.txt')).toBe(`new first\n${lines(10)}`);
});

test('the log shows a commit, opens what it changed, and makes a branch there', async () => {
  makeRepository(folder);
  const first = commitFile(folder, 'a.txt', 'one\ntwo\n', 'Show the board');
  commitFile(folder, 'a.txt', 'one\nTWO\n', 'Say two louder');
  runGit(folder, 'checkout', '--quiet', '-b', 'feature/late', first);
  commitFile(folder, 'late.txt', 'late\n', 'Late ferries');
  runGit(folder, 'checkout', '--quiet', 'main');
  runGit(folder, 'merge', '--quiet', '--no-ff', '--message=Merge late ferries', 'feature/late');
  ide = await launchIde({ folder });
  const { window: page } = ide;
  await expect(treeRow(page, 'a.txt')).toBeVisible();
  await runCommand(page, 'Git log');
  const list = page.getByRole('listbox', { name: 'Commits' });
  await expect(list.getByRole('option')).toHaveCount(4);
  await expect(list.getByRole('option').first()).toContainText('Merge late ferries');
  await expect(list.getByRole('option').first()).toContainText('main');
  const details = page.getByRole('region', { name: 'Commit', exact: true });
  await expect(details).toContainText('Test <test@localhost>');
  await expectAccessible(page);

  await page.getByLabel('Search the log').fill('louder');
  await expect(list.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(list).toBeFocused();
  await expect(details).toContainText('Say two louder');
  await page.keyboard.press('Enter');
  await expect(details.getByRole('button', { name: /a\.txt/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('toolbar', { name: 'Comparison' })).toContainText('1 change');
  await expect(page.locator('.monaco-diff-editor .modified .view-lines')).toContainText('TWO');

  await page.getByLabel('Search the log').fill('');
  await expect(list.getByRole('option')).toHaveCount(4);
  await list.getByRole('option', { name: /Show the board/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Create branch here…' }).click();
  await page.getByLabel('Name').fill('from-the-start');
  await page.getByRole('button', { name: 'Create branch' }).click();
  const branch = () => runGit(folder, 'branch', '--list', '--format=%(objectname)', 'from-the-start').trim();
  await expect.poll(branch).toBe(first);
  await expect(list.getByRole('option', { name: /Show the board/ })).toContainText('from-the-start');
});

test('a file has its history, its lines have authors', async () => {
  makeRepository(folder);
  commitFile(folder, 'a.txt', 'one\ntwo\n', 'Begin');
  commitFile(folder, 'b.txt', 'b\n', 'Something else');
  commitFile(folder, 'a.txt', 'one\nTWO\n', 'Say two louder');
  ide = await launchIde({ folder });
  const { window: page } = ide;
  await openFile(page, 'a.txt');
  await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible();
  await runCommand(page, 'History of this file');
  await expect(page.getByText('History of a.txt')).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Commits' }).getByRole('option')).toHaveCount(2);
  await page.locator('.monaco-editor .view-line', { hasText: 'TWO' }).click();
  await runCommand(page, 'Author at the cursor');
  await expect(page.locator('.git-blame-inline')).toContainText('Test, just now · Say two louder');
  await runCommand(page, 'Authors of all lines');
  await expect(page.locator('.margin-view-overlays .line-numbers').first()).toContainText('Test');
});

test('a conflict is solved in the merge editor and committed', async () => {
  const text = (first: string, last: string) => `one\n${first}\n${lines(8)}${last}\nend\n`;
  makeConflict(folder, { 'a.txt': [text('base', 'last'), text('ours', 'mine'), text('theirs', 'yours')] });
  ide = await launchIde({ folder });
  const { window: page } = ide;
  await openFile(page, 'a.txt');
  await expect(page.getByText('a.txt has 2 conflicts.')).toBeVisible();
  await expect(page.getByText('Accept incoming').first()).toBeVisible();
  await page.getByRole('button', { name: 'Solve in the merge editor' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('2 conflicts left');
  await expect(page.getByRole('region', { name: 'Incoming' })).toContainText('theirs');
  await expect(page.getByRole('region', { name: 'Incoming' })).toContainText('feature');
  await expect(page.getByRole('region', { name: 'Current' })).toContainText('ours');
  await expectAccessible(page);
  await result.getByRole('button', { name: 'Accept incoming' }).click();
  await expect(result).toContainText('1 conflict left');
  await result.getByRole('button', { name: 'Undo' }).click();
  await expect(result).toContainText('2 conflicts left');
  await result.getByRole('button', { name: 'Accept both' }).click();
  await expect(result).toContainText('1 conflict left');
  await result.getByRole('button', { name: 'Accept current' }).click();
  await expect(result).toContainText('No conflicts left');
  await result.getByRole('button', { name: 'Complete merge' }).click();
  await expect.poll(() => runGit(folder, 'ls-files', '--unmerged')).toBe('');
  const solved = readFileSync(join(folder, 'a.txt'), 'utf8');
  expect(solved).not.toContain('<<<<<<<');
  expect(solved).toBe(`one\nours\ntheirs\n${lines(8)}mine\nend\n`);
  runGit(folder, 'commit', '--quiet', '--no-edit');
  expect(runGit(folder, 'show', 'HEAD:a.txt')).toBe(solved);
  expect(runGit(folder, 'rev-list', '--parents', '-n1', 'HEAD').trim().split(' ')).toHaveLength(3);
});

test('a conflict is solved above its marks in the text', async () => {
  makeConflict(folder, { 'a.txt': ['base\n', 'ours\n', 'theirs\n'] });
  ide = await launchIde({ folder });
  const { window: page } = ide;
  await openFile(page, 'a.txt');
  await page.getByText('Accept incoming').first().click();
  await expect(page.getByText(/No conflict marks are left in a\.txt/)).toBeVisible();
  expect(await shownText(page)).toBe('theirs\n');
  await page.getByRole('button', { name: 'Complete merge' }).click();
  await expect.poll(() => runGit(folder, 'ls-files', '--unmerged')).toBe('');
  expect(runGit(folder, 'show', ':a.txt')).toBe('theirs\n');
});

test('a repository is cloned from an address and opens restricted', { tag: '@electron' }, async () => {
  makeRepository(join(base, 'source'));
  commitFile(join(base, 'source'), 'README.md', '# Ferry\n', 'First');
  runGit(base, 'clone', '--quiet', '--bare', 'source', 'ferry.git');
  const target = join(base, 'target');
  mkdirSync(target);
  mkdirSync(join(base, 'start'));
  ide = await launchIde({ folder: join(base, 'start') });
  const { window: page } = ide;
  await ide.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as typeof dialog.showOpenDialog;
  }, target);
  await expect(page.getByRole('button', { name: /^Trust/ })).toBeVisible();
  await runCommand(page, 'Clone a repository…');
  await page.getByLabel('Address').fill('ext::sh -c touch% /tmp/x');
  await expect(page.getByText(/a program of their own/)).toBeVisible();
  await page.getByLabel('Address').fill(pathToFileURL(join(base, 'ferry.git')).href);
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(page.getByRole('treeitem', { name: 'README.md' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Trust/ })).toBeVisible();
  expect(existsSync(join(target, 'ferry', '.git'))).toBe(true);
});
