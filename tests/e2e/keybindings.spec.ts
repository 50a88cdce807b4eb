import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { shownText, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde;
let page: Page;
let file: string;

test.beforeEach(async () => {
  project = await createProject({ 'notes.txt': 'one\ntwo\nthree\n' });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-keys-'));
  ide = await launchIde({ folder: project.path, userData });
  page = ide.window;
  file = join(userData, 'user', 'keybindings.json');
  await page.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await waitForTextFocus(page);
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

async function openEditor(): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+s');
  await page.getByLabel('Search shortcuts').waitFor();
}

async function leave(): Promise<void> {
  await page.getByRole('button', { name: 'Close keyboard shortcuts' }).click();
  await expect(page.getByLabel('Search shortcuts')).toHaveCount(0);
}

const rowOf = (command: string) => page.locator(`.keybindings-row[data-row^="${command} "]`);
const recorder = () => page.getByRole('textbox', { name: 'Press the keys' });
const kept = () => readFile(file, 'utf8').catch(() => '');

test('keys are recorded with the keyboard alone, conflicts shown, used, and reset again', async () => {
  await openEditor();
  await page.keyboard.type('show or hide the side bar');
  const sideBarRow = rowOf('workbench.action.toggleSidebarVisibility');
  await sideBarRow.waitFor();
  // What resembles it is listed, too.
  const focused = () => sideBarRow.evaluate((row) => row === document.activeElement);
  for (let press = 0; press < 4 && !(await focused()); press += 1) await page.keyboard.press('ArrowDown');
  await expect(sideBarRow).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(recorder()).toBeFocused();
  await page.keyboard.press('Control+p');
  const conflicts = page.getByRole('region', { name: 'Other commands with these keys' });
  await expect(conflicts).toContainText('Go to file');
  await expectAccessible(page);
  await page.keyboard.press('Control+Alt+b');
  // A second step makes a chord; a third starts again.
  await expect(recorder()).toContainText('Ctrl P Ctrl Alt B');
  await page.keyboard.press('Control+Alt+b');
  await page.keyboard.press('Enter');
  await expect(rowOf('workbench.action.toggleSidebarVisibility')).toContainText('You');
  await expect
    .poll(kept)
    .toBe(
      '[\n  { "key": "ctrl+b", "command": "-workbench.action.toggleSidebarVisibility" },\n  { "key": "ctrl+alt+b", "command": "workbench.action.toggleSidebarVisibility", "when": "projectOpen" }\n]\n',
    );

  await leave();
  const sideBar = page.getByRole('complementary', { name: 'Explorer' });
  await expect(sideBar).toBeVisible();
  await page.keyboard.press('Control+b');
  await expect(sideBar).toBeVisible();
  await page.keyboard.press('Control+Alt+b');
  await expect(sideBar).toHaveCount(0);

  await openEditor();
  await page.keyboard.type('@modified');
  await page.getByRole('button', { name: 'Reset Show or hide the side bar' }).click();
  await expect(page.getByText('No shortcut fits')).toBeVisible();
  await expect.poll(kept).toBe('[\n]\n');
});

test('several keys, when-clauses that are checked, removal; search by pressing keys', async () => {
  await openEditor();
  await page.getByLabel('Search shortcuts').fill('go to file');
  const row = rowOf('workbench.action.quickOpen');
  await row.first().focus();
  await page.keyboard.press('Insert');
  await expect(recorder()).toBeFocused();
  await page.keyboard.press('Control+Alt+F7');
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(3);

  const mine = row.filter({ hasText: 'You' });
  await mine.focus();
  await page.keyboard.press('F2');
  const clause = page.getByRole('textbox', { name: /When-clause/ });
  await clause.fill('editorTextFocus &&');
  await expect(page.getByText(/needs a name at its end/)).toBeVisible();
  await clause.fill('editorTextFocus');
  await page.keyboard.press('Enter');
  await expect(mine).toContainText('editorTextFocus');
  await expect
    .poll(kept)
    .toContain('{ "key": "ctrl+alt+f7", "command": "workbench.action.quickOpen", "when": "editorTextFocus" }');

  await page.getByRole('button', { name: 'Search by pressing keys' }).click();
  await page.getByLabel('Press keys').press('Control+Alt+F7');
  await expect(page.locator('.keybindings-row')).toHaveCount(1);
  await mine.focus();
  await page.keyboard.press('Delete');
  await expect(page.getByText('No shortcut fits')).toBeVisible();
});

test('keys of the text editor itself follow the user, too', async () => {
  await writeFile(
    file,
    '// mine\n[\n  { "key": "ctrl+shift+k", "command": "-editor.action.deleteLines" },\n  { "key": "alt+l", "command": "editor.action.deleteLines", "when": "editorTextFocus" },\n]\n',
  );
  await openEditor();
  await page.getByLabel('Search shortcuts').fill('editor.action.deleteLines');
  await expect(rowOf('editor.action.deleteLines')).toHaveCount(1);
  await expect(rowOf('editor.action.deleteLines')).toContainText('You');
  await leave();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+Shift+k');
  expect(await shownText(page)).toContain('one');
  await page.keyboard.press('Alt+l');
  await expect.poll(() => shownText(page)).toBe('two\nthree\n');
});

test('mistakes in the file are told, and it stays as it is', async () => {
  const broken =
    '[\n  { "key": "ctrl+alt+x" },\n  { "key": "ctrl+nosuchkey", "command": "undo" },\n  { "key": "f9", "command": "no.such" },\n  { "key": "f9", "command": "redo", "when": "a &&" }\n';
  await writeFile(file, broken);
  await openEditor();
  const notice = page.locator('.keybindings-problems');
  await expect(notice).toContainText('line 2 must be an object with "key" and "command"');
  await expect(notice).toContainText('closing bracket');
  await expect(notice).toContainText('"nosuchkey" is not the name of a key');
  await expect(notice).toContainText('There is no such command');
  await expect(notice).toContainText('needs a name at its end');
  await page.getByLabel('Search shortcuts').fill('go to line');
  await rowOf('workbench.action.gotoLine').first().focus();
  await page.keyboard.press('Delete');
  await expect(page.getByText(/was left as it is, since it can't be read/).first()).toBeVisible();
  expect(await kept()).toBe(broken);
});

test("VS Code's keybindings are imported after a summary, and the import can be undone", async () => {
  const theirs = join(userData, 'theirs.json');
  await writeFile(
    theirs,
    '// Place your key bindings in this file to override the defaults\n[\n  { "key": "ctrl+alt+o", "command": "workbench.action.quickOpen", "when": "!inZenMode" },\n  { "key": "ctrl+alt+d", "command": "editor.action.copyLinesDownAction", "when": "textInputFocus" },\n  { "key": "ctrl+alt+x", "command": "extension.magic" },\n  { "key": "ctrl+alt+r", "command": "undo", "when": "resourceFilename =~ /x/" },\n]\n',
  );
  const chooser = page.waitForEvent('filechooser');
  await runCommand(page, 'Import keyboard shortcuts from VS Code');
  await (await chooser).setFiles(theirs);
  const dialog = page.getByRole('dialog', { name: /Import shortcuts from theirs.json/ });
  await expect(dialog.getByRole('region', { name: 'Will be added' }).getByRole('listitem')).toHaveCount(2);
  const left = dialog.getByRole('region', { name: 'Left out' });
  await expect(left).toContainText('extension.magic');
  await expect(left).toContainText('FlashFusion has no such command.');
  await expect(left).toContainText('when-clause is of a kind');
  await expectAccessible(page);
  expect(await kept()).toBe('');
  await page.getByRole('button', { name: 'Import 2 shortcuts' }).click();
  await expect.poll(kept).toContain('"when": "!zenMode", "from": "vscode"');

  await openEditor();
  await page.getByRole('button', { name: 'Imported', exact: true }).click();
  await expect(page.locator('.keybindings-row')).toHaveCount(2);
  await leave();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Alt+o');
  await expect(page.getByRole('combobox')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(kept).toBe('[\n]\n');
});

test('the table: axe in every theme', async () => {
  // Hundreds of rows, each looked at in three themes.
  test.setTimeout(240_000);
  await openEditor();
  await expectAccessible(page);
});

test('the sheet of shortcuts: searched, closed, and alone on paper', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+r');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByRole('region', { name: 'Essentials' })).toContainText('Go to file');
  await expectAccessible(page);
  await page.keyboard.type('zen');
  await expect(sheet.locator('dt')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(sheet.getByRole('region', { name: 'Essentials' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#root')).toBeHidden();
  await expect(sheet).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await waitForTextFocus(page);
});
