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

test.beforeEach(async () => {
  project = await createProject({ 'notes.txt': 'one\n' });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-language-'));
  ide = await launchIde({ folder: project.path, userData });
  page = ide.window;
  // Keys that come before the page is there go nowhere.
  await page.getByRole('treeitem', { name: 'notes.txt' }).waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

async function choose(names: { search: string; setting: string; language: string; reload: string; lang: string }) {
  await page.keyboard.press('Control+,');
  await page.getByLabel(names.search).waitFor();
  await page.getByRole('combobox', { name: names.setting, exact: true }).click();
  await page.getByRole('option', { name: names.language, exact: true }).click();
  await page.getByRole('button', { name: names.reload, exact: true }).click();
  await expect(page.locator(`html[lang="${names.lang}"]`)).toBeAttached();
}

test('German is chosen in the settings, shown after loading the window again, and left the same way', async () => {
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const english = { search: 'Search settings', setting: 'Language', language: 'Deutsch', reload: 'Reload window' };
  await choose({ ...english, lang: 'de' });
  const userFile = join(userData, 'user', 'settings.json');
  expect(await readFile(userFile, 'utf8')).toContain('"workbench.language": "de"');

  // Title bar, activity bar, side bar, editor and Monaco's own widgets.
  await expect(page.getByRole('button', { name: 'Anwendungsmenü' })).toBeVisible();
  const views = page.getByRole('navigation', { name: 'Ansichten' });
  await expect(views.getByRole('button', { name: /^Quellcodeverwaltung/ })).toBeVisible();
  await page.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+f');
  await expect(page.locator('.find-widget').getByRole('textbox', { name: 'Suchen' })).toBeVisible();
  await page.keyboard.press('Escape');

  // Commands are shown in German and found by their English as well.
  await page.keyboard.press('Control+Shift+P');
  const palette = page.locator('[data-palette]');
  await palette.getByRole('combobox').fill('Zeilenkommentar');
  await expect(palette.getByRole('option', { name: /Zeilenkommentar umschalten/ }).first()).toBeVisible();
  await palette.getByRole('combobox').fill('show or hide the panel');
  await expect(palette.getByRole('option', { name: /Panel ein- oder ausblenden/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');

  // The form, and what Core says about the file.
  await page.keyboard.press('Control+,');
  await page.getByLabel('Einstellungen durchsuchen').fill('Schriftgrad');
  await expect(page.getByRole('group', { name: 'Schriftgrad', exact: true }).first()).toBeVisible();
  await page.getByLabel('Einstellungen durchsuchen').fill('');
  await writeFile(userFile, '{\n  "workbench.language": "de",\n  "editor.tabSize": "wide"\n}\n');
  await expect(page.getByRole('group', { name: 'Tabulatorgröße', exact: true })).toContainText('Zeile 3:');
  await expectAccessible(page);
  await writeFile(userFile, '{ "workbench.language": "de" }\n');
  await page.keyboard.press('Escape');

  const german = { search: 'Einstellungen durchsuchen', setting: 'Sprache', language: 'English' };
  await choose({ ...german, reload: 'Fenster neu laden', lang: 'en' });
  await expect(page.getByRole('button', { name: 'Application menu' })).toBeVisible();
});
