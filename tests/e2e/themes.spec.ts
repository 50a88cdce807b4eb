import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

const harbour = join(import.meta.dirname, '../support/themes/harbour-color-theme.jsonc');
let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde;
let page: Page;

async function start(): Promise<void> {
  ide = await launchIde({ folder: project.path, userData });
  page = ide.window;
  await page.getByRole('treeitem', { name: 'ferry.ts' }).dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

test.beforeEach(async () => {
  project = await createProject({ 'ferry.ts': '// the ferry\nexport const pier = 4;\n' });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-themes-'));
  await start();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

async function importTheme(path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await runCommand(page, 'Import a VS Code theme');
  await (await chooser).setFiles(path);
}

const root = () => page.locator('html');
const editorBackground = () =>
  page
    .locator('.monaco-editor')
    .first()
    .evaluate((editor) => getComputedStyle(editor).backgroundColor);

test('a VS Code theme is imported with its corrections told, used everywhere, kept, and removed with undo', async () => {
  await importTheme(harbour);
  const dialog = page.getByRole('dialog', { name: 'Import Harbour Night?' });
  await expect(dialog.getByRole('list', { name: 'Corrected colours' })).toContainText('Comments');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import and use' }).click();
  await expect(root()).toHaveAttribute('data-color-theme', 'harbour-night');
  await expect(root()).toHaveAttribute('data-theme', 'dark');
  await expect.poll(editorBackground).toBe('rgb(31, 36, 48)');
  const keyword = page.locator('.view-line span span', { hasText: /^export$/ });
  await expect.poll(() => keyword.evaluate((word) => getComputedStyle(word).color)).toBe('rgb(255, 167, 89)');
  expect(await readFile(join(userData, 'user/themes/harbour-night.json'), 'utf8')).toBe(
    await readFile(harbour, 'utf8'),
  );
  expect(await readFile(join(userData, 'user/settings.json'), 'utf8')).toContain(
    '"workbench.theme": "user:harbour-night"',
  );
  await expectAccessible(page);

  // The next start shows it from the first moment on.
  await ide.close();
  await start();
  await expect(root()).toHaveAttribute('data-color-theme', 'harbour-night');
  await expect.poll(editorBackground).toBe('rgb(31, 36, 48)');

  await page.keyboard.press('Control+,');
  await expect(page.getByRole('radio', { name: 'Harbour Night' })).toBeChecked();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+s');
  await page.getByLabel('Search shortcuts').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await runCommand(page, 'Remove an imported theme');
  await page.getByRole('option', { name: /Harbour Night/ }).click();
  await expect(root()).not.toHaveAttribute('data-color-theme', /./);
  await expect.poll(() => readdir(join(userData, 'user/themes'))).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(root()).toHaveAttribute('data-color-theme', 'harbour-night');
});

test('the arrow keys show themes, Escape goes back, Enter chooses', async () => {
  await importTheme(harbour);
  await page.getByRole('button', { name: 'Import only' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expect.poll(() => readdir(join(userData, 'user/themes')).catch(() => [])).toEqual(['harbour-night.json']);
  const before = await root().getAttribute('data-theme');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page.getByRole('option', { name: /^Harbour Night/ }).waitFor();
  await page.keyboard.press('ArrowUp');
  await expect(root()).toHaveAttribute('data-color-theme', 'harbour-night');
  await page.keyboard.press('ArrowUp');
  await expect(root()).toHaveAttribute('data-theme', 'contrast');
  await expect(root()).not.toHaveAttribute('data-color-theme', /./);
  await page.keyboard.press('Escape');
  await expect(root()).toHaveAttribute('data-theme', before ?? '');

  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page.getByRole('option', { name: /^Harbour Night/ }).waitFor();
  await page.keyboard.type('light');
  await expect(root()).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => readFile(join(userData, 'user/settings.json'), 'utf8').catch(() => ''))
    .toContain('"workbench.theme": "light"');
});

test('a theme that builds on another file is refused with the reason, and nothing is kept', async () => {
  const path = join(userData, 'partial.json');
  await writeFile(path, '{ "name": "Partial", "include": "./dark_plus.json", "colors": {} }');
  await importTheme(path);
  await expect(page.getByText(/builds on another file \("\.\/dark_plus\.json"\)/)).toBeVisible();
  await expect(readdir(join(userData, 'user/themes'))).rejects.toThrow();
});

test('while none is chosen the window follows the system as it changes', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(root()).toHaveAttribute('data-theme', 'light');
  const light = await editorBackground();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(root()).toHaveAttribute('data-theme', 'dark');
  await expect.poll(editorBackground).not.toBe(light);
  await page.emulateMedia({ contrast: 'more' });
  await expect(root()).toHaveAttribute('data-theme', 'contrast');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect(root()).toHaveAttribute('data-theme', 'dark');
});

test('a theme that has gone gives way to the system, and says so', async () => {
  await writeFile(join(userData, 'user/settings.json'), '{ "workbench.theme": "user:nowhere" }\n');
  await expect(page.getByText('The theme "nowhere" is not shown')).toBeVisible();
  await expect(root()).not.toHaveAttribute('data-color-theme', /./);
});
