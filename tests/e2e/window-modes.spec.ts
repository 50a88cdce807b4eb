import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { tab, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde;
let page: Page;

test.beforeEach(async () => {
  project = await createProject({ 'notes.txt': 'one\n', 'secret-plans.txt': 'two\n' });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-modes-'));
  ide = await launchIde({ folder: project.path, userData });
  page = ide.window;
  await page.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await waitForTextFocus(page);
});
test.afterEach(async () => {
  await ide.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

test('zen mode shows the editor alone; Escape twice leaves it, once does not', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('z');
  for (const part of [
    '.title-bar',
    '.activity-bar',
    '.status-bar',
    '.workbench-side-bar',
    '.dv-tabs-and-actions-container',
  ]) {
    await expect(page.locator(part).first()).toBeHidden();
  }
  await waitForTextFocus(page);
  await page.keyboard.type('zen ');
  await expect(page.locator('.view-line').first()).toContainText('zen');
  await expectAccessible(page);
  // The search of the editor takes its Escape for itself.
  await page.keyboard.press('Control+f');
  await page.locator('.find-widget.visible').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.locator('.find-widget.visible')).toHaveCount(0);
  await expect(page.locator('.title-bar')).toBeHidden();
  await waitForTextFocus(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.locator('.title-bar')).toBeVisible();
  await expect(page.locator('.workbench-side-bar')).toBeVisible();
});

test('zoom is shown in the status bar while it is not 100 %, and goes back from there', {
  tag: '@electron',
}, async () => {
  const factor = () =>
    ide.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor());
  const item = page.getByRole('button', { name: /^\d+ %$/ });
  await expect(item).toHaveCount(0);
  await page.keyboard.press('Control+=');
  await expect(item).toHaveText('120 %');
  await expect.poll(factor).toBeCloseTo(1.2, 2);
  await page.keyboard.press('Control+=');
  await expect(item).toHaveText('144 %');
  await page.keyboard.press('Control+-');
  await expect(item).toHaveText('120 %');
  await page.keyboard.press('Control+0');
  await expect(item).toHaveCount(0);
  await page.keyboard.press('Control+-');
  await expect(item).toHaveText('83 %');
  await item.click();
  await expect(item).toHaveCount(0);
  await expect.poll(factor).toBeCloseTo(1, 2);
});

test('the diagnostics report is read in a tab before it is kept, and holds no secret', async () => {
  const secret = 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
  await mkdir(join(userData, 'logs'), { recursive: true });
  await appendFile(
    join(userData, 'logs', 'shell.log'),
    `[info] call with Authorization: Bearer ${secret}\n[info] opened ${project.path}/secret-plans.txt by mira@example.com\n`,
  );
  await runCommand(page, 'Create diagnostics report');
  await expect(tab(page, 'Untitled-1')).toBeVisible();
  await expect(page.locator('.view-line').first()).toContainText('# FlashFusion diagnostics');
  await expectAccessible(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  const report = await ide.readClipboard();
  expect(report).toContain('## Log of the app, last lines');
  expect(report).toContain('Authorization: [removed]');
  expect(report).toContain('[project]/secret-plans.txt by [e-mail removed]');
  expect(report).toContain('- Check: ok');
  for (const gone of [secret, 'mira@example.com', project.path, userData, hostname()]) {
    if (gone.length > 3) expect(report).not.toContain(gone);
  }
});
