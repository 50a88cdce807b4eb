import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from '../support/customize.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde;
let page: Page;
let userFile: string;

test.beforeEach(async () => {
  project = await createProject({
    'notes.txt': 'one\n',
    '.flashfusion/settings.json': '{ "git.path": "./evil", "editor.tabSize": 3 }\n',
  });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-settings-'));
  ide = await launchIde({ folder: project.path, userData });
  page = ide.window;
  userFile = join(userData, 'user', 'settings.json');
  await page.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.keyboard.press('Control+,');
  await page.getByLabel('Search settings').waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

const setting = (name: string) => page.getByRole('group', { name, exact: true });
/** The editor's; the terminal has one too. */
const fontSize = () =>
  page.getByRole('region', { name: 'Editor', exact: true }).getByRole('group', { name: 'Font size', exact: true });
const search = () => page.getByLabel('Search settings');

test('search marks what fits, changes are marked and can be reset, @modified shows only them', async () => {
  await search().fill('font size');
  await expect(fontSize().locator('mark')).not.toHaveCount(0);
  await expect(setting('Word wrap')).toHaveCount(0);

  await fontSize().getByRole('textbox').fill('17');
  await page.keyboard.press('Enter');
  await expect(fontSize().getByText('changed')).toBeVisible();
  await expect.poll(() => readFile(userFile, 'utf8').catch(() => '')).toContain('"editor.fontSize": 17');

  await search().fill('@modified');
  await expect(fontSize()).toBeVisible();
  await expect(setting('Tab size')).toHaveCount(0);
  await fontSize().getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByText('Nothing has been changed here.')).toBeVisible();
  expect(await readFile(userFile, 'utf8')).not.toContain('fontSize');

  await search().fill('no such thing');
  await expect(page.getByText('No setting fits')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show all settings' }).click();
  await expect(setting('Word wrap')).toBeVisible();
});

test('form and file are the same thing: comments survive, changes show in either direction', async () => {
  await writeFile(userFile, '{\n  // large enough for me\n  "editor.fontSize": 15, // px\n}\n');
  await expect(fontSize().getByRole('textbox')).toHaveValue('15');
  await expect(page.getByRole('complementary', { name: 'Settings file' })).toContainText('// large enough for me');

  await setting('Minimap').getByRole('switch').click();
  await expect
    .poll(() => readFile(userFile, 'utf8'))
    .toBe('{\n  // large enough for me\n  "editor.fontSize": 15, // px\n  "editor.minimap": true,\n}\n');
  await expect(page.getByRole('complementary', { name: 'Settings file' })).toContainText('"editor.minimap"');

  const text = page.getByRole('textbox', { name: 'Text of the settings file' });
  await text.fill('{\n  // smaller now\n  "editor.fontSize": 12,\n}\n');
  await expect(page.getByText('Ctrl S writes it, Esc takes it back.')).toBeVisible();
  await text.press('Control+s');
  await expect(fontSize().getByRole('textbox')).toHaveValue('12');
  await expect(setting('Minimap').getByRole('switch')).not.toBeChecked();
  expect(await readFile(userFile, 'utf8')).toBe('{\n  // smaller now\n  "editor.fontSize": 12,\n}\n');
  await text.fill('{ nothing }');
  await text.press('Escape');
  await expect(text).toHaveValue('{\n  // smaller now\n  "editor.fontSize": 12,\n}\n');
  await expect(search()).toBeVisible();

  // A mistake is told beside its setting, and the file stays as it is.
  await writeFile(userFile, '{\n  "editor.fontSize": 1500\n}\n');
  await expect(fontSize().getByText(/Line 2: "editor.fontSize" must be a number from 6 to 60/)).toBeVisible();
  await writeFile(userFile, '{\n  "editor.fontSize" 15\n}\n');
  await expect(page.getByText(/Line 2: a colon is missing/)).toBeVisible();
  await setting('Minimap').getByRole('switch').click();
  await expect(setting('Minimap').getByText(/was left as it is/)).toBeVisible();
  expect(await readFile(userFile, 'utf8')).toBe('{\n  "editor.fontSize" 15\n}\n');
});

test('bounds, lists, copied ids', async () => {
  const size = setting('Tab size').getByRole('textbox');
  await size.fill('40');
  await page.keyboard.press('Enter');
  await expect(setting('Tab size').getByRole('alert')).toHaveText('Give a whole number from 1 to 16.');
  await page.keyboard.press('Escape');

  const ruler = setting('Rulers').getByRole('textbox', { name: 'Add to Rulers' });
  for (const column of ['80', '120']) {
    await ruler.fill(column);
    await page.keyboard.press('Enter');
    await expect(setting('Rulers').getByRole('listitem').filter({ hasText: column })).toBeVisible();
  }
  await expect.poll(() => readFile(userFile, 'utf8').catch(() => '')).toContain('"editor.rulers": [80, 120]');
  await setting('Rulers').getByRole('button', { name: 'Remove 80' }).click();
  await expect.poll(() => readFile(userFile, 'utf8')).toContain('"editor.rulers": [120]');

  await setting('Rulers').getByRole('button', { name: 'More for Rulers' }).click();
  await page.getByRole('menuitem', { name: /Copy id/ }).click();
  await expect.poll(() => ide.readClipboard()).toBe('editor.rulers');
});

test('what a restricted folder may not set is shown as such', async () => {
  await page.getByRole('tab', { name: /Project/ }).click();
  await expect(setting('Tab size').getByRole('textbox')).toHaveValue('3');
  const git = setting('Git program');
  await expect(git.getByText('Restricted', { exact: true })).toBeVisible();
  await expect(git.getByRole('textbox')).toBeDisabled();
  await expect(git.getByText(/may not set it until you trust it/)).toBeVisible();
  await git.getByRole('button', { name: 'Manage trust' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Trust this folder' }).click();
  await expect(git.getByRole('textbox')).toBeEnabled();
  await expect(git.getByRole('textbox')).toHaveValue('./evil');
});

test('with the keyboard alone, and axe', async () => {
  await expect(search()).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('preview tabs');
  await page.keyboard.press('ArrowDown');
  await expect(setting('Preview tabs').getByRole('switch')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(setting('Preview tabs').getByRole('switch')).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Search settings')).toHaveCount(0);
});

test('the table of contents follows scrolling', async () => {
  const files = page.getByRole('button', { name: /^Files/ });
  await expect(files).not.toHaveAttribute('aria-current', 'true');
  await files.click();
  await expect(files).toHaveAttribute('aria-current', 'true');
  await page.locator('.settings-list').evaluate((list) => list.scrollTo(0, 0));
  await expect(page.getByRole('button', { name: /^Workbench/ })).toHaveAttribute('aria-current', 'true');
});
