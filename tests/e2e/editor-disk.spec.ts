import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openFile, shownText, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { readUnsavedText } from '../support/unsaved-text.ts';

const ferry = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`).join('\n');
const utf16 = Buffer.from('\ufeffgrün\r\nblau\r\n', 'utf16le');
const german =
  'Der F\xe4hrmann gr\xfc\xdft alle G\xe4ste: Sch\xf6ne Gr\xfc\xdfe \xfcber die Br\xfccke nach K\xf6ln, und k\xfcnftig t\xe4glich f\xfcr \xc4ltere!\n';
const latin1 = Buffer.from(german, 'latin1');
const withMark = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('marked\n')]);
const mixed = Buffer.from('one\r\ntwo\nthree\r\nfour\r\n');
/** UTF-16 with half a unit at its end. */
const invalid = Buffer.concat([Buffer.from('\ufefftext\n', 'utf16le'), Buffer.from([0x41])]);

let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde;

test.beforeEach(async () => {
  project = await createProject({
    'ferry.txt': `${ferry}\n`,
    'other.txt': 'other\n',
    'utf16.txt': utf16,
    'latin1.txt': latin1,
    'marked.txt': withMark,
    'mixed.txt': mixed,
    'invalid.txt': invalid,
  });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-editor-'));
  ide = await launchIde({ folder: project.path, userData });
  await treeRow(ide.window, 'ferry.txt').waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

const onDisk = (name: string) => readFile(join(project.path, name), 'utf8');
const bytesOf = (name: string) => readFile(join(project.path, name));
const change = (name: string, text: string | Uint8Array) => writeFile(join(project.path, name), text);

test('a file that changes on disk is followed; cursor and undo stay', async () => {
  const { window } = ide;
  await openFile(window, 'ferry.txt');
  await waitForTextFocus(window);
  await window.keyboard.type('mine ');
  await window.keyboard.press('Control+s');
  await expect.poll(() => onDisk('ferry.txt')).toContain('mine line 1');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('ArrowDown');
  await change('ferry.txt', `mine ${ferry.replace('line 2\n', 'line 2, changed\n')}\n`);
  await expect.poll(() => shownText(window)).toContain('line 2, changed');
  await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt');
  await window.keyboard.type('here');
  await expect.poll(() => shownText(window)).toMatch(/here/);
  expect((await shownText(window)).split('\n')[2]).toContain('here');
  for (let times = 0; times < 12; times += 1) await window.keyboard.press('Control+z');
  await expect.poll(() => shownText(window)).toMatch(/^line 1\nline 2\n/);
});

test('a change on disk below unsaved text asks, with the difference', async () => {
  const { window } = ide;
  await openFile(window, 'ferry.txt');
  await waitForTextFocus(window);
  await window.keyboard.type('mine ');
  await change('ferry.txt', `theirs ${ferry}\n`);
  await expect(window.getByRole('alert').filter({ hasText: 'changed on disk' })).toBeVisible();
  await expect.poll(() => shownText(window)).toContain('mine line 1');

  // Saving asks; nothing is written before the answer.
  await window.keyboard.press('Control+s');
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText('ferry.txt changed on disk');
  await expect(dialog).toContainText('1 difference');
  await expect(dialog.getByText('theirs')).toBeVisible();
  expect(await onDisk('ferry.txt')).toBe(`theirs ${ferry}\n`);

  await dialog.getByRole('button', { name: 'Compare' }).click();
  await expect(window.getByRole('tab', { name: 'ferry.txt – on disk' })).toHaveAttribute('aria-selected', 'true');
  await expect(window.locator('.monaco-diff-editor .line-delete').first()).toBeVisible();
  await window.getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(() => onDisk('ferry.txt')).toBe(`mine ${ferry}\n`);
  await expect(window.getByRole('tab', { name: 'ferry.txt – on disk' })).toHaveCount(0);
  await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt');

  // The other way round.
  await waitForTextFocus(window);
  await window.keyboard.type('again ');
  await change('ferry.txt', `theirs ${ferry}\n`);
  await window.getByRole('button', { name: 'Use the one on disk' }).click();
  await expect.poll(() => shownText(window)).toContain('theirs line 1');
  await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt');
  expect(await onDisk('ferry.txt')).toBe(`theirs ${ferry}\n`);
});

test('a deleted file is struck through, and unsaved text can be saved again', async () => {
  const { window } = ide;
  await openFile(window, 'other.txt');
  await openFile(window, 'ferry.txt');
  await waitForTextFocus(window);
  await rm(join(project.path, 'other.txt'));
  await expect(tab(window, 'other.txt')).toHaveAccessibleName('other.txt, deleted on disk');

  await window.keyboard.type('mine ');
  await rm(join(project.path, 'ferry.txt'));
  const strip = window.getByRole('alert').filter({ hasText: 'was deleted on disk' });
  await strip.getByRole('button', { name: 'Save it again' }).click();
  await expect.poll(() => onDisk('ferry.txt').catch(() => '')).toBe(`mine ${ferry}\n`);
  await expect(strip).toHaveCount(0);
});

test('a file that cannot be written says so above its text, which stays', async () => {
  const { window } = ide;
  await openFile(window, 'other.txt');
  await waitForTextFocus(window);
  await chmod(join(project.path, 'other.txt'), 0o444);
  await window.keyboard.type('mine ');
  await window.keyboard.press('Control+s');
  const strip = window.getByRole('alert').filter({ hasText: 'was not saved' });
  await expect(strip).toContainText('read-only');
  await expect(tab(window, 'other.txt')).toHaveAccessibleName('other.txt, unsaved');
  await chmod(join(project.path, 'other.txt'), 0o644);
  await strip.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => onDisk('other.txt')).toBe('mine other\n');
  await expect(strip).toHaveCount(0);
});

test('encodings, marks and line ends survive byte for byte', async () => {
  const { window } = ide;
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['utf16.txt', utf16, 'UTF-16 LE with BOM'],
    ['latin1.txt', latin1, 'Windows-1252'],
    ['marked.txt', withMark, 'UTF-8 with BOM'],
  ];
  for (const [name, before, shown] of cases) {
    await openFile(window, name);
    await waitForTextFocus(window);
    await expect(window.getByRole('button', { name: shown, exact: true })).toBeVisible();
    await window.keyboard.press('Control+Home');
    await window.keyboard.type('x');
    await window.keyboard.press('Control+s');
    await expect(tab(window, name)).toHaveAccessibleName(name);
    expect((await bytesOf(name)).equals(before), name).toBe(false);
    await window.keyboard.press('Backspace');
    await window.keyboard.press('Control+s');
    await expect(tab(window, name)).toHaveAccessibleName(name);
    expect((await bytesOf(name)).toString('hex'), name).toBe(before.toString('hex'));
  }

  // Lines of a file that mixes line ends keep theirs, but for the one that was changed.
  await openFile(window, 'mixed.txt');
  await waitForTextFocus(window);
  await expect(window.getByRole('button', { name: 'Mixed', exact: true })).toBeVisible();
  await window.keyboard.press('Control+Home');
  await window.keyboard.type('x');
  await window.keyboard.press('Control+s');
  await expect(tab(window, 'mixed.txt')).toHaveAccessibleName('mixed.txt');
  expect((await bytesOf('mixed.txt')).toString()).toMatch(/^xone\r?\ntwo\nthree\r\nfour\r\n$/);

  // What could not be written back as it was is shown and cannot be changed.
  await openFile(window, 'invalid.txt');
  await expect(window.getByText(/^Read-only:/)).toBeVisible();
  await waitForTextFocus(window);
  await window.keyboard.type('x');
  await window.keyboard.press('Control+s');
  expect((await bytesOf('invalid.txt')).equals(invalid)).toBe(true);
});

test('a character that the encoding lacks is named, and UTF-8 offered', async () => {
  const { window } = ide;
  await openFile(window, 'latin1.txt');
  await waitForTextFocus(window);
  await window.keyboard.type('→');
  await window.keyboard.press('Control+s');
  const strip = window.getByRole('alert').filter({ hasText: '“→”' });
  await expect(strip).toContainText('Line 1');
  expect((await bytesOf('latin1.txt')).equals(latin1)).toBe(true);
  await strip.getByRole('button', { name: 'Save as UTF-8' }).click();
  await expect.poll(() => onDisk('latin1.txt')).toBe(`→${german}`);
});

test('the status bar changes line ends, indentation, language and encoding', async () => {
  const { window } = ide;
  await openFile(window, 'other.txt');
  await waitForTextFocus(window);
  const choose = async (item: string, ...options: string[]) => {
    await window.getByRole('button', { name: item, exact: true }).click();
    for (const option of options) await window.getByRole('option', { name: option }).first().click();
  };
  await choose('LF', 'CRLF');
  await expect(window.getByRole('button', { name: 'CRLF', exact: true })).toBeVisible();
  await choose('Plain text', 'CSS');
  await expect(window.getByRole('button', { name: 'CSS', exact: true })).toBeVisible();
  await choose('Spaces: 2', 'Tabs', '4');
  await expect(window.getByRole('button', { name: 'Tabs: 4', exact: true })).toBeVisible();
  await choose('UTF-8', 'Save with another encoding', 'UTF-16 LE');
  await expect
    .poll(async () => (await bytesOf('other.txt')).toString('hex'))
    .toBe(Buffer.from('\ufeffother\r\n', 'utf16le').toString('hex'));
});

test('killed at once: text without a file and unsaved edits are back', async () => {
  let { window } = ide;
  await openFile(window, 'ferry.txt');
  await waitForTextFocus(window);
  await window.keyboard.type('unsaved ');
  await window.keyboard.press('Control+n');
  await expect(window.getByRole('tab', { name: 'Untitled-1' })).toBeVisible();
  await waitForTextFocus(window);
  await window.keyboard.type('a thought');
  await expect
    .poll(() => readUnsavedText(userData))
    .toMatchObject({ 'ferry.txt': `unsaved ${ferry}\n`, 'untitled:1': 'a thought' });
  await ide.kill();

  ide = await launchIde({ userData });
  ({ window } = ide);
  await expect(window.getByRole('tab', { name: 'Untitled-1, unsaved' })).toBeVisible();
  await expect(tab(window, 'ferry.txt')).toHaveAccessibleName('ferry.txt, unsaved');
  await tab(window, 'ferry.txt').click();
  await expect.poll(() => shownText(window)).toContain('unsaved line 1');
  await waitForTextFocus(window);
  await window.keyboard.press('Control+s');
  await expect.poll(() => onDisk('ferry.txt')).toBe(`unsaved ${ferry}\n`);
  await expect.poll(() => Object.keys(readUnsavedText(userData))).toEqual(['untitled:1']);
});
