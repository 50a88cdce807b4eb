import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { drag, isUnsaved, openFile, shownText, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let ide: LaunchedIde;

test.beforeEach(async () => {
  project = await createProject({
    'src/pier.ts': 'export const pier = 4;\n',
    'src/ship.ts': 'export const ship = "Freya";\n',
    'lib/pier.ts': 'export const other = 1;\n',
    'notes.md': '# Notes\n',
    'style.css': 'a { color: red }\n',
  });
  ide = await launchIde({ folder: project.path });
  await treeRow(ide.window, 'notes.md').waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
});

test('previews are replaced, what is edited or chosen twice stays', async () => {
  const { window } = ide;
  await treeRow(window, 'notes.md').click();
  await expect(tab(window, 'notes.md')).toBeVisible();
  await treeRow(window, 'style.css').click();
  await expect(tab(window, 'style.css')).toBeVisible();
  await expect(tab(window, 'notes.md')).toHaveCount(0);

  await openFile(window, 'style.css');
  await treeRow(window, 'notes.md').click();
  await expect(tab(window, 'style.css')).toBeVisible();

  await tab(window, 'notes.md').click();
  await waitForTextFocus(window);
  await window.keyboard.type('x');
  await openFile(window, 'src/pier.ts');
  await expect(window.getByRole('tab')).toHaveCount(3);
  expect(await isUnsaved(window, 'notes.md')).toBe(true);
});

test('a split shows the same text, and a save clears every mark', async () => {
  const { window } = ide;
  await openFile(window, 'src/pier.ts');
  await window.keyboard.press('Control+\\');
  await expect(tab(window, 'src/pier.ts')).toHaveCount(2);
  await waitForTextFocus(window);
  await window.keyboard.press('Control+End');
  await window.keyboard.type('// shared');
  await expect.poll(() => shownText(window, 0)).toContain('// shared');
  await expect.poll(() => shownText(window, 1)).toContain('// shared');
  await expect(window.getByRole('tab', { name: 'pier.ts, unsaved' })).toHaveCount(2);
  await window.keyboard.press('Control+s');
  await expect(window.getByRole('tab', { name: 'pier.ts, unsaved' })).toHaveCount(0);
  expect(await readFile(join(project.path, 'src/pier.ts'), 'utf8')).toBe('export const pier = 4;\n// shared');

  // Undo goes back past the save, and that is a change again.
  await window.keyboard.press('Control+z');
  await expect(window.getByRole('tab', { name: 'pier.ts, unsaved' })).toHaveCount(2);
  await expect.poll(() => shownText(window, 0)).not.toContain('// shared');
  await window.keyboard.press('Control+y');
  await expect(window.getByRole('tab', { name: 'pier.ts, unsaved' })).toHaveCount(0);

  await window.keyboard.press('Control+1');
  await window.keyboard.press('Control+w');
  await expect(tab(window, 'src/pier.ts')).toHaveCount(1);
});

test('closing what is unsaved asks, and can be taken back', async () => {
  const { window } = ide;
  await openFile(window, 'notes.md');
  await waitForTextFocus(window);
  await window.keyboard.press('Control+End');
  await window.keyboard.type('unsaved words');
  await window.keyboard.press('Control+w');
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText('Save notes.md?');
  await window.keyboard.press('Escape');
  await expect(tab(window, 'notes.md')).toBeVisible();

  await window.keyboard.press('Control+w');
  await dialog.getByRole('button', { name: 'Don’t save' }).click();
  await expect(window.getByRole('tab')).toHaveCount(0);
  expect(await readFile(join(project.path, 'notes.md'), 'utf8')).toBe('# Notes\n');

  await window.keyboard.press('Control+Shift+t');
  await expect(tab(window, 'notes.md')).toBeVisible();
  await expect.poll(() => shownText(window)).toContain('# Notes');
  await window.keyboard.press('Control+End');
  await window.keyboard.type('kept');
  await window.keyboard.press('Control+w');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByRole('tab')).toHaveCount(0);
  expect(await readFile(join(project.path, 'notes.md'), 'utf8')).toBe('# Notes\nkept');
});

test('tabs are pinned, stepped through and told apart by their folders', async () => {
  const { window } = ide;
  await openFile(window, 'notes.md');
  await openFile(window, 'src/pier.ts');
  await openFile(window, 'lib/pier.ts');
  await expect(tab(window, 'lib/pier.ts').filter({ hasText: 'lib' })).toHaveCount(1);
  await expect(tab(window, 'src/pier.ts').filter({ hasText: 'src' })).toHaveCount(1);

  await window.keyboard.press('Control+k');
  await window.keyboard.press('Shift+Enter');
  await expect(window.getByRole('tab').first()).toHaveAccessibleName('pier.ts, lib, pinned');

  // The tab before this one, and back.
  const active = () => window.locator('.dv-active-tab').textContent();
  expect(await active()).toContain('lib');
  await window.keyboard.press('Control+Tab');
  await expect.poll(active).toContain('src');
  await window.keyboard.press('Control+Tab');
  await expect.poll(active).toContain('lib');
  await window.keyboard.press('Control+PageDown');
  await expect.poll(active).toContain('notes');

  // Closing the others leaves what is pinned.
  await window.keyboard.press('Control+Shift+p');
  await window.keyboard.type('close others');
  await window.getByRole('option').first().waitFor();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('tab')).toHaveCount(2);
});

test('back and forward lead through the places one has been', async () => {
  const { window } = ide;
  await openFile(window, 'notes.md');
  await waitForTextFocus(window);
  await openFile(window, 'style.css');
  await waitForTextFocus(window);
  await expect(window.getByText('Ln 1, Col 1')).toBeVisible();
  await window.keyboard.press('Alt+ArrowLeft');
  await expect(tab(window, 'notes.md')).toHaveAttribute('aria-selected', 'true');
  await window.keyboard.press('Alt+ArrowRight');
  await expect(tab(window, 'style.css')).toHaveAttribute('aria-selected', 'true');
});

test('new text gets its name when it is saved', async () => {
  const { window } = ide;
  await window.keyboard.press('Control+n');
  await expect(window.getByRole('tab', { name: 'Untitled-1' })).toBeVisible();
  await waitForTextFocus(window);
  await window.keyboard.type('a note');
  await window.keyboard.press('Control+s');
  const field = window.getByRole('dialog').getByRole('textbox');
  await field.fill('docs/first.md');
  await window.keyboard.press('Enter');
  await expect(tab(window, 'docs/first.md')).toBeVisible();
  await expect.poll(() => readFile(join(project.path, 'docs/first.md'), 'utf8').catch(() => '')).toBe('a note');
  expect(await isUnsaved(window, 'docs/first.md')).toBe(false);
  await expect(window.getByRole('button', { name: 'Markdown', exact: true })).toBeVisible();
});

test('tabs and files are dragged into splits', async () => {
  const { window } = ide;
  await openFile(window, 'notes.md');
  await openFile(window, 'style.css');
  const group = (index: number) => window.locator('.dv-groupview').nth(index);
  await drag(window, tab(window, 'notes.md'), group(0), { x: 0.9, y: 0.5 });
  await expect(window.locator('.dv-groupview')).toHaveCount(2);
  await expect.poll(() => shownText(window, 1)).toContain('# Notes');
  await expect.poll(() => shownText(window, 0)).toContain('a { color');

  await treeRow(window, 'src').click();
  await drag(window, treeRow(window, 'src/ship.ts'), group(0), { x: 0.5, y: 0.5 });
  await expect(tab(window, 'src/ship.ts')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => shownText(window, 0)).toContain('Freya');
  await expect(window.locator('.dv-groupview')).toHaveCount(2);

  await drag(window, treeRow(window, 'src/pier.ts'), group(0), { x: 0.5, y: 0.95 });
  await expect(window.locator('.dv-groupview')).toHaveCount(3);
  await expect(tab(window, 'src/pier.ts')).toHaveAttribute('aria-selected', 'true');
});
