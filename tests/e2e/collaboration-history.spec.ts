import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { makeCommittedRepository } from '../support/git-project.ts';
import { runGit } from '../support/git-repository.ts';
import { withMeeting } from '../support/meeting.ts';
import { joinSession, startSession } from '../support/people.ts';
import { readZip } from '../support/read-zip.ts';

const meeting = withMeeting({});

test.beforeEach(() => {
  makeCommittedRepository(meeting.project.path, { 'ferry.ts': 'export const pier = 4;\n', 'notes.txt': 'one\n' });
});

const versionsOf = (page: Page) => page.getByRole('listbox', { name: 'Versions' });

async function saveVersion(page: Page, message: string): Promise<void> {
  await runCommand(page, 'Save a version…');
  const dialog = page.getByRole('dialog', { name: 'Save a version' });
  await dialog.getByRole('textbox').fill(message);
  await dialog.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByText('Version saved').first()).toBeVisible();
}

async function type(page: Page, file: string, text: string): Promise<void> {
  await page.getByRole('treeitem', { name: file }).dblclick();
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(text);
}

test('versions are saved, compared, restored for everybody, and the restore is undone', async () => {
  test.setTimeout(150_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  const { page } = ann;
  await page.keyboard.press('Escape');

  await saveVersion(page, 'Before the change');
  await type(ben.page, 'ferry.ts', '// Ben was here\n');
  await expect
    .poll(() => readFile(join(meeting.project.path, 'ferry.ts'), 'utf8'), { timeout: 15_000 })
    .toContain('Ben was');
  await saveVersion(page, 'After the change');

  await runCommand(page, 'Show versions');
  const list = versionsOf(page);
  await expect(list.getByRole('option', { name: /After the change/ })).toHaveAttribute('aria-selected', 'true');
  await expect(list).toBeFocused();
  const changes = page.getByRole('region', { name: 'Changes' });
  await expect(changes.getByRole('button', { name: /^ferry\.ts/ })).toContainText('+1');
  await expectAccessible(page);
  // By the keyboard alone: into the list of files, and into the difference.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.locator('.monaco-diff-editor')).toBeVisible();
  await expect(page.locator('.monaco-diff-editor')).toContainText('Ben was here');

  await list.getByRole('option', { name: /Before the change/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Restore…' }).click();
  await page
    .getByRole('dialog', { name: /Restore the version of/ })
    .getByRole('button', { name: 'Restore' })
    .click();
  await expect(page.getByText(/1 file is as it was on/)).toBeVisible();
  await expect(ben.page.locator('.view-lines').first()).not.toContainText('Ben was here');
  await expect
    .poll(() => readFile(join(meeting.project.path, 'ferry.ts'), 'utf8'), { timeout: 15_000 })
    .toBe('export const pier = 4;\n');
  await expect(list.getByRole('option', { name: /Before a restore/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(ben.page.locator('.view-lines').first()).toContainText('Ben was here');
});

test('a version is committed with the others as co-authors, an older one onto a branch of its own', async () => {
  test.setTimeout(150_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  const code = await startSession(ann);
  const ben = await meeting.people.open('Ben');
  await joinSession(ben, code);
  const { page } = ann;
  await page.keyboard.press('Escape');
  await saveVersion(page, 'As it began');
  await type(ben.page, 'notes.txt', 'zero\n');
  await expect
    .poll(() => readFile(join(meeting.project.path, 'notes.txt'), 'utf8'), { timeout: 15_000 })
    .toBe('zero\none\n');
  await saveVersion(page, 'With a zero');

  await runCommand(page, 'Commit the version…');
  const dialog = page.getByRole('dialog', { name: /Commit the version of/ });
  await expect(dialog.getByRole('textbox')).toHaveValue('With a zero');
  await dialog.getByRole('button', { name: 'Commit' }).click();
  await expect(page.getByText(/^Committed [0-9a-f]{7}$/)).toBeVisible();
  const committed = runGit(meeting.project.path, 'log', '-1', '--format=%s%n%(trailers:key=Co-authored-by,valueonly)');
  expect(committed.trim()).toBe('With a zero\nBen <ben@flashfusion.invalid>');
  expect(runGit(meeting.project.path, 'status', '--porcelain')).toBe('');

  await type(page, 'notes.txt', 'again\n');
  await runCommand(page, 'Show versions');
  await versionsOf(page)
    .getByRole('option', { name: /With a zero/ })
    .click();
  await runCommand(page, 'Commit the version…');
  await page
    .getByRole('dialog', { name: /Commit the version of/ })
    .getByRole('button', { name: 'Commit' })
    .click();
  const branch = page.getByRole('dialog', { name: 'The files have changed since' });
  await branch.getByRole('textbox').fill('zero');
  await branch.getByRole('button', { name: 'Commit onto the branch' }).click();
  // It is the same as what was committed already.
  await expect(page.getByText('There is nothing to commit.')).toBeVisible();
});

test('a session is exported', { tag: '@electron' }, async () => {
  test.setTimeout(120_000);
  const ann = await meeting.people.open('Ann', meeting.project.path);
  await startSession(ann);
  await ann.page.keyboard.press('Escape');
  await saveVersion(ann.page, 'All of it');
  const path = join(meeting.project.path, '..', 'exported session.zip');
  await ann.ide.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, path);
  await runCommand(ann.page, 'Export the session…');
  await expect(ann.page.getByText('Session exported')).toBeVisible();
  expect((await stat(path)).size).toBeGreaterThan(0);
  const archive = readZip(path);
  expect(archive.get('files/notes.txt')).toBe('one\n');
  expect(archive.get('comments.md')).toContain('#');
  expect(JSON.parse(archive.get('history/versions.json') ?? '[]').at(-1)).toMatchObject({ message: 'All of it' });
});
