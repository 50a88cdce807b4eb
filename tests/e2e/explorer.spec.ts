import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { axe } from '../support/axe.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { copyRealPackage, type TemporaryProject } from '../support/projects.ts';

let ide: LaunchedIde;
let project: TemporaryProject;
let page: Page;

test.beforeEach(async () => {
  project = await copyRealPackage('zod');
  // Moves are what is tested here; what becomes of imports is with the languages.
  await mkdir(join(project.path, '.flashfusion'));
  await writeFile(
    join(project.path, '.flashfusion', 'settings.json'),
    JSON.stringify({ 'languages.updateImportsOnMove': 'never' }),
  );
  ide = await launchIde({ folder: project.path });
  page = ide.window;
  await row('package.json').waitFor();
});

test.afterEach(async () => {
  await ide.close();
  await project.dispose();
});

function row(path: string) {
  return page.locator(`[role="treeitem"][data-path="${path}"]`);
}

function onDisk(path: string): boolean {
  return existsSync(join(project.path, path));
}

async function openFolders(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await row(path).click();
    await expect(row(path)).toHaveAttribute('aria-expanded', 'true');
  }
}

/** Names of the rows directly in a folder, all of which are in view. */
async function rowsIn(folder: string): Promise<string[]> {
  const paths = await page
    .locator('[role="treeitem"]')
    .evaluateAll((rows) => rows.map((each) => each.dataset.path ?? ''));
  return paths
    .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
    .map((path) => path.slice(folder.length + 1))
    .sort();
}

test('creates files and folders where the focus is, with a remark on names that cannot be', async () => {
  await openFolders('src');
  await page.getByRole('button', { name: 'New file' }).click();
  const name = page.getByRole('textbox', { name: 'Name of the new file' });
  await name.fill('index.ts');
  await expect(page.getByText('"index.ts" already exists here')).toBeVisible();
  await name.press('Enter');
  expect(onDisk('src/index.ts')).toBe(true);
  await name.fill('pier/clock.ts');
  await name.press('Enter');
  await expect(row('src/pier/clock.ts')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tab', { name: /clock\.ts/ })).toBeVisible();
  expect(onDisk('src/pier/clock.ts')).toBe(true);

  await row('src/pier').click();
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.keyboard.type('ferries');
  await page.keyboard.press('Enter');
  await expect(row('src/pier/ferries')).toHaveAttribute('aria-selected', 'true');
  expect(onDisk('src/pier/ferries')).toBe(true);

  await page.getByRole('button', { name: 'New file' }).click();
  await page.keyboard.type('nothing.ts');
  await page.keyboard.press('Escape');
  await expect(name).toHaveCount(0);
  expect(onDisk('src/pier/ferries/nothing.ts')).toBe(false);
});

test('renames with the keyboard; the open document follows with its unsaved text', async () => {
  await row('index.d.ts').dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// unsaved ');
  await expect(row('index.d.ts')).toHaveAccessibleName(/unsaved/);

  await page.keyboard.press('Control+Shift+E');
  await page.keyboard.press('F2');
  const name = page.getByRole('textbox', { name: 'New name of index.d.ts' });
  await expect(name).toBeFocused();
  expect(await name.evaluate((input: HTMLInputElement) => input.value.slice(0, input.selectionEnd ?? 0))).toBe(
    'index.d',
  );
  await page.keyboard.type('main.d');
  await page.keyboard.press('Enter');
  await expect(row('main.d.ts')).toHaveAccessibleName(/unsaved/);
  await expect(page.getByRole('tab', { name: /main\.d\.ts/ })).toBeVisible();
  expect(onDisk('index.d.ts')).toBe(false);

  await page.keyboard.press('Control+Z');
  await expect(row('index.d.ts')).toBeVisible();
  await expect(page.getByRole('tab', { name: /index\.d\.ts/ })).toBeVisible();
  expect(onDisk('main.d.ts')).toBe(false);
});

test('moves several files by dragging them, and takes it back', async () => {
  await row('compile.js').click();
  await row('compile.cjs').click({ modifiers: ['Control'] });
  await row('compile.js').dragTo(row('locales'));
  await expect(page.getByText('2 files moved to locales')).toBeVisible();
  await expect(row('compile.js')).toHaveCount(0);
  await expect(row('locales/compile.js')).toHaveAttribute('aria-selected', 'true');
  expect(onDisk('compile.js')).toBe(false);
  expect(onDisk('locales/compile.cjs')).toBe(true);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row('compile.cjs')).toBeVisible();
  expect(onDisk('compile.js')).toBe(true);
});

test('opens a closed folder under what is dragged, and shows where it would go', async () => {
  const from = await row('compile.js').boundingBox();
  const over = await row('src').boundingBox();
  if (!from || !over) throw new Error('the rows are not in view');
  await page.mouse.move(from.x + 80, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(over.x + 80, over.y + 8, { steps: 4 });
  await page.mouse.move(over.x + 80, over.y + 12, { steps: 4 });
  await expect(row('src')).toHaveClass(/explorer-row-drop/);
  await expect(row('src')).toHaveAttribute('aria-expanded', 'true');
  await expect(row('src/index.ts')).toHaveClass(/explorer-row-drop/);
  await page.screenshot({ path: test.info().outputPath('dragged.png') });
  await page.mouse.up();
  await expect(row('src/compile.js')).toBeVisible();
});

test('asks before a moved file replaces another', async () => {
  await mkdir(join(project.path, 'target'));
  await writeFile(join(project.path, 'target', 'README.md'), 'the old one\n');
  await row('target').waitFor();
  await openFolders('target');
  await row('target/README.md').waitFor();
  await row('README.md').dragTo(row('target'));
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(dialog).toContainText('"README.md" already exists in target');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(row('README.md')).toHaveCount(0);
  expect(await readFile(join(project.path, 'target', 'README.md'), 'utf8')).not.toBe('the old one\n');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row('README.md')).toBeVisible();
  await expect.poll(() => readFile(join(project.path, 'target', 'README.md'), 'utf8')).toBe('the old one\n');
});

test('moves a selection to the trash and brings it back', async () => {
  await openFolders('locales');
  const before = (await readdir(join(project.path, 'locales'))).sort();
  await row('v4').click();
  await row('v4').click();
  await row('compile.cjs').click();
  await row('compile.js').click({ modifiers: ['Shift'] });
  await row('v4').click({ modifiers: ['Control'] });
  await page.keyboard.press('Delete');
  await expect(page.getByText('5 items moved to the trash')).toBeVisible();
  for (const path of ['v4', 'compile.cjs', 'compile.d.cts', 'compile.d.ts', 'compile.js']) {
    await expect(row(path)).toHaveCount(0);
    expect(onDisk(path)).toBe(false);
  }
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row('v4')).toBeVisible();
  expect(onDisk('v4/core/schemas.js')).toBe(true);
  expect((await readdir(join(project.path, 'locales'))).sort()).toEqual(before);
});

test('copies, cuts and pastes from the menu and the keys', async () => {
  await row('README.md').click();
  await row('README.md').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Copy\b(?! path| relative)/ }).click();
  await row('mini').click();
  await row('mini').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Paste' }).click();
  await expect(row('mini/README.md')).toHaveAttribute('aria-selected', 'true');
  expect(onDisk('README.md')).toBe(true);
  await expect(page.getByRole('tree', { name: 'Files' })).toBeFocused();

  await page.keyboard.press('Control+X');
  await row('v3').click();
  await page.keyboard.press('Control+V');
  await expect(row('v3/README.md')).toHaveAttribute('aria-selected', 'true');
  expect(onDisk('mini/README.md')).toBe(false);
});

test('takes in files dropped from the desktop', async () => {
  const desktop = await mkdtemp(join(tmpdir(), 'flashfusion-desktop-'));
  await writeFile(join(desktop, 'photo.txt'), 'from the desktop\n');
  try {
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'from-desktop';
      document.body.append(input);
    });
    await page.locator('#from-desktop').setInputFiles(join(desktop, 'photo.txt'));
    await row('mini').evaluate((element) => {
      const file = (document.querySelector('#from-desktop') as HTMLInputElement).files?.[0];
      const dataTransfer = new DataTransfer();
      if (file) dataTransfer.items.add(file);
      for (const type of ['dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      }
    });
    await expect(row('mini/photo.txt')).toBeVisible();
    expect(await readFile(join(project.path, 'mini', 'photo.txt'), 'utf8')).toBe('from the desktop\n');
  } finally {
    await rm(desktop, { recursive: true, force: true });
  }
});

test('shows what other programs change, in bursts too', async () => {
  await mkdir(join(project.path, 'aaa'));
  await row('aaa').waitFor();
  await openFolders('aaa');
  const names = Array.from({ length: 3000 }, (_, index) => `file-${index}.txt`);
  await Promise.all(names.map((name) => writeFile(join(project.path, 'aaa', name), name)));
  await expect(row('aaa/file-0.txt')).toHaveAttribute('aria-setsize', '3000');
  await Promise.all(names.slice(12).map((name) => rm(join(project.path, 'aaa', name))));
  await expect(row('aaa/file-0.txt')).toHaveAttribute('aria-setsize', '12');
  expect(await rowsIn('aaa')).toEqual((await readdir(join(project.path, 'aaa'))).sort());
  await rm(join(project.path, 'aaa'), { recursive: true });
  await expect(row('aaa')).toHaveCount(0);
});

test('dims what is ignored and follows changed ignore rules', async () => {
  await expect(row('v4')).not.toHaveAccessibleName(/ignored/);
  await writeFile(join(project.path, '.gitignore'), 'v4/\n');
  await expect(row('v4')).toHaveAccessibleName('v4, ignored');
});

test('shows a folder with many files whole, soon after its first rows', async () => {
  const count = 2500;
  await mkdir(join(project.path, 'many'));
  const names = Array.from({ length: count }, (_, index) => `file-${index}.txt`);
  await Promise.all(names.map((name) => writeFile(join(project.path, 'many', name), '')));
  await openFolders('many');
  await expect(row('many/file-0.txt')).toHaveAttribute('aria-setsize', String(count));
  await expect(row('many/file-10.txt')).toHaveAttribute('aria-posinset', '11');
});

test('reveals the open file, and keeps folders open from one start to the next', async () => {
  await openFolders('src', 'src/v4', 'src/v4/core');
  await row('src/v4/core/schemas.ts').dblclick();
  await page.getByRole('tab', { name: /schemas\.ts/ }).waitFor();
  await page.getByRole('button', { name: 'Collapse all folders' }).click();
  await expect(row('src/v4')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Reveal the open file');
  await page.getByRole('option', { name: /Reveal the open file/ }).waitFor();
  await page.keyboard.press('Enter');
  await expect(row('src/v4/core/schemas.ts')).toHaveAttribute('aria-selected', 'true');
  await expect(row('src/v4/core/schemas.ts')).toBeInViewport();

  const userData = await mkdtemp(join(tmpdir(), 'flashfusion-explorer-'));
  try {
    await ide.close();
    ide = await launchIde({ folder: project.path, userData });
    page = ide.window;
    await row('v4').click();
    await expect(row('v4/core')).toBeVisible();
    await ide.close();
    ide = await launchIde({ userData });
    page = ide.window;
    await expect(row('v4/core')).toBeVisible();
  } finally {
    await rm(userData, { recursive: true, force: true });
  }
});

test('has nothing serious for axe, also while a name is typed', async () => {
  await openFolders('src');
  const problems = async () => {
    const { violations } = await axe(page).include('.explorer').analyze();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  };
  expect(await problems()).toEqual([]);
  await page.getByRole('button', { name: 'New file' }).click();
  await page.keyboard.type('index.ts');
  await page.getByText('"index.ts" already exists here').waitFor();
  expect(await problems()).toEqual([]);
});

test('does everything with the keyboard alone', async () => {
  const { keyboard } = page;
  await keyboard.press('Control+Shift+E');
  await expect(page.getByRole('tree', { name: 'Files' })).toBeFocused();
  await keyboard.press('Home');
  await keyboard.type('src');
  await expect(row('src')).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('ArrowRight');
  await expect(row('src')).toHaveAttribute('aria-expanded', 'true');
  await expect(row('src/index.ts')).toBeVisible();
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tree')).toHaveAttribute('aria-activedescendant', /explorer-row-src\//);
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  await expect(row('src')).toHaveAttribute('aria-expanded', 'false');

  await keyboard.type('index.cjs');
  await keyboard.press('Space');
  await expect(page.getByRole('tab', { name: /index\.cjs/ })).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Files' })).toBeFocused();
  await keyboard.press('Shift+ArrowDown');
  await expect(page.locator('[role="treeitem"][aria-selected="true"]')).toHaveCount(2);
  await keyboard.press('Delete');
  await expect(row('index.cjs')).toHaveCount(0);
  await keyboard.press('Control+Z');
  await expect(row('index.cjs')).toBeVisible();

  await keyboard.press('Home');
  await keyboard.type('README');
  await keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: /Rename/ })).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('tree', { name: 'Files' })).toBeFocused();
  await keyboard.press('Shift+Alt+C');
  await expect.poll(() => ide.readClipboard()).toBe(join(project.path, 'README.md'));
  await keyboard.press('End');
  await keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)).toBe(true);
});
