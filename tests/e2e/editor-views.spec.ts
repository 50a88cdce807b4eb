import { expect, test } from '@playwright/test';
import { openFile, shownText, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

/** 3 × 2 pixels. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEklEQVR4nGP8z4AATAxIAJmDAAApBwEDsS3kfQAAAABJRU5ErkJggg==',
  'base64',
);
const logLine = 'INFO 2026-11-22T10:00:00.000Z request handled in 12 ms by worker 3 for /api/piers/north/departures\n';
const megabytes = 50;
const longest = 1024 * 1024;

let project: TemporaryProject;
let ide: LaunchedIde;

test.beforeEach(async () => {
  project = await createProject({
    'logo.png': picture,
    'program.bin': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0, 255, 0, 3]),
    'config.json': '{\n  "a": [1, 2,\n}\n',
    'main.ts': 'export class Ferry {\n  leave(): void {}\n}\n\nexport function board() {\n  return new Ferry();\n}\n',
    'large.log': logLine.repeat(Math.ceil((megabytes * 1024 * 1024) / logLine.length)),
    'line.json': `{"a":"${'x'.repeat(longest)}"}`,
  });
  ide = await launchIde({ folder: project.path });
  await treeRow(ide.window, 'logo.png').waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
});

/** Milliseconds of the longest piece of work that kept the window from answering, while something is done. */
async function longestTask(work: () => Promise<void>): Promise<number> {
  const { window } = ide;
  await window.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  await work();
  return window.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks));
}

test('pictures and programs are shown as what they are', async () => {
  const { window } = ide;
  await openFile(window, 'logo.png');
  await expect(window.getByRole('img', { name: 'logo.png' })).toBeVisible();
  await expect(window.getByText('3 × 2')).toBeVisible();
  await window.getByRole('button', { name: 'Larger' }).click();
  await expect(window.getByText('200 %')).toBeVisible();

  await openFile(window, 'program.bin');
  await expect(window.getByText('program.bin is not text')).toBeVisible();
  await expect(window.getByText(/12 bytes/)).toBeVisible();
  await expect(window.getByText('7f 45 4c 46')).toBeVisible();
  await window.getByRole('button', { name: 'Open as text anyway' }).click();
  await expect.poll(() => shownText(window)).toContain('ELF');
});

test('a file of 50 MB opens and is edited without a freeze', async () => {
  const { window } = ide;
  const longestOpening = await longestTask(async () => {
    await openFile(window, 'large.log');
    await expect.poll(() => shownText(window), { timeout: 30_000 }).toContain('request handled');
    await expect(window.getByText(/^Large file/)).toBeVisible();
  });
  expect(longestOpening).toBeLessThan(1_000);
  const longestEditing = await longestTask(async () => {
    await waitForTextFocus(window);
    await window.keyboard.press('Control+End');
    await window.keyboard.type('the end');
    await expect.poll(() => shownText(window)).toContain('the end');
  });
  expect(longestEditing).toBeLessThan(1_000);
  await expect(tab(window, 'large.log')).toHaveAccessibleName('large.log, unsaved');
});

test('a line of a megabyte opens and is edited without a freeze', async () => {
  const { window } = ide;
  const longestWork = await longestTask(async () => {
    await openFile(window, 'line.json');
    await expect.poll(() => shownText(window)).toContain('{"a":"xxx');
    await waitForTextFocus(window);
    await window.keyboard.type('y');
    await window.keyboard.press('End');
    await window.keyboard.type('z');
    await expect(tab(window, 'line.json')).toHaveAccessibleName('line.json, unsaved');
  });
  expect(longestWork).toBeLessThan(1_000);
});

test('breadcrumbs lead to the symbols around the cursor, and to the files beside', async () => {
  const { window } = ide;
  await openFile(window, 'main.ts');
  await waitForTextFocus(window);
  const path = window.getByRole('navigation', { name: 'Path and symbols' });
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('End');
  await expect(path.getByRole('button', { name: 'leave' })).toBeVisible({ timeout: 20_000 });
  await path.getByRole('button', { name: 'Ferry' }).click();
  await window.getByRole('menuitem', { name: /board/ }).click();
  await expect(window.getByText('Ln 5, Col')).toBeVisible();
  await path.getByRole('button', { name: 'main.ts' }).click();
  await window.getByRole('menuitem', { name: 'config.json' }).click();
  await expect(tab(window, 'config.json')).toHaveAttribute('aria-selected', 'true');
});

test('what is wrong in a file is underlined and counted', async () => {
  const { window } = ide;
  await openFile(window, 'config.json');
  await expect(window.locator('.squiggly-error').first()).toBeVisible({ timeout: 20_000 });
  await expect(window.getByRole('button', { name: /[1-9] errors?/ })).toBeVisible();
});

test('find, replace, several cursors, folding and wrapping', async () => {
  const { window } = ide;
  await openFile(window, 'main.ts');
  await waitForTextFocus(window);
  await window.keyboard.press('Control+f');
  await window.keyboard.type('Ferry');
  await expect(window.locator('.find-widget .matchesCount')).toContainText('of 2');
  await window.keyboard.press('Escape');

  await window.keyboard.press('Control+h');
  await window.locator('.find-widget').getByRole('textbox', { name: 'Replace' }).fill('Boat');
  await window.keyboard.press('Control+Alt+Enter');
  await expect.poll(() => shownText(window)).toContain('export class Boat');
  await expect.poll(() => shownText(window)).toContain('new Boat()');
  await window.keyboard.press('Escape');

  await window.keyboard.press('Control+Home');
  await window.keyboard.press('Control+Alt+ArrowDown');
  await window.keyboard.type('//');
  await expect.poll(() => shownText(window)).toMatch(/^\/\/export class Boat.*\n\/\//);
  await window.keyboard.press('Escape');

  await window.keyboard.press('Control+k');
  await window.keyboard.press('Control+0');
  await expect.poll(() => shownText(window)).not.toContain('return new');
  await window.keyboard.press('Control+k');
  await window.keyboard.press('Control+j');
  await expect.poll(() => shownText(window)).toContain('return new');
});

test('the text has a menu, for the pointer and for the keyboard', async () => {
  const { window } = ide;
  await openFile(window, 'main.ts');
  await waitForTextFocus(window);
  await window.keyboard.press('Shift+F10');
  await expect(window.getByRole('menuitem', { name: /^Paste/ })).toBeVisible();
  await window.keyboard.press('Escape');
  await waitForTextFocus(window);

  await window.locator('.view-line').nth(5).click({ button: 'right' });
  await window.getByRole('menuitem', { name: /^Change all occurrences/ }).waitFor();
  await window.keyboard.press('Escape');
  await waitForTextFocus(window);

  await window.keyboard.press('Control+Home');
  await window.keyboard.press('Control+Shift+ArrowRight');
  await window.keyboard.press('Shift+F10');
  await window.getByRole('menuitem', { name: /^Copy/ }).click();
  await expect(window.getByRole('menu')).toHaveCount(0);
  await waitForTextFocus(window);
  await window.keyboard.press('Control+End');
  await window.keyboard.press('Shift+F10');
  await window.getByRole('menuitem', { name: /^Paste/ }).click();
  await expect.poll(() => shownText(window)).toMatch(/}\nexport ?$/);
});
