import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { descendantsOf } from '../../scripts/process-tree.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { readUnsavedText } from '../support/unsaved-text.ts';

const text = Array.from({ length: 40 }, (_, line) => `line ${line + 1}`).join('\n');
let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde | undefined;

test.beforeEach(async () => {
  project = await createProject({ 'notes.txt': `${text}\n`, 'other.txt': 'other\n' });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-resilience-'));
  ide = await launchIde({ folder: project.path, userData });
  await ide.window.getByRole('treeitem', { name: 'notes.txt' }).dblclick();
  await ide.window.locator('.monaco-editor .view-line').first().waitFor();
});
test.afterEach(async () => {
  await ide?.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

async function type(page: Page, words: string): Promise<void> {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(words);
}

function coreOf(running: LaunchedIde): number {
  const core = descendantsOf(running.app.process().pid ?? -1).find(({ command }) =>
    /dist\/core\/main\.mjs/.test(command),
  );
  if (!core) throw new Error('Core is not running');
  return core.pid;
}

test('Core killed: the window goes on, saves, and says so once', async () => {
  if (!ide) throw new Error('not started');
  await type(ide.window, 'before ');
  const core = coreOf(ide);
  process.kill(core, 'SIGKILL');
  await ide.window.keyboard.type('after ');
  await expect(ide.window.getByText(/Nothing was lost/)).toHaveCount(1);
  expect(coreOf(ide)).not.toBe(core);
  await ide.window.keyboard.press('Control+s');
  await expect.poll(() => readFile(join(project.path, 'notes.txt'), 'utf8')).toBe(`before after ${text}\n`);
  await ide.window.getByRole('treeitem', { name: 'other.txt' }).dblclick();
  await expect(ide.window.getByRole('tab', { name: /other\.txt/ })).toBeVisible();
});

test('Core killed over and over: the window says what to do instead of restarting forever', async () => {
  if (!ide) throw new Error('not started');
  const running = ide;
  for (let times = 0; times < 6; times += 1) {
    await expect.poll(() => currentCore(running)).toBeGreaterThan(0);
    const core = currentCore(running);
    process.kill(core, 'SIGKILL');
    if (times < 5) await expect.poll(() => currentCore(running)).not.toBe(core);
  }
  await expect(running.window.getByText(/Restart FlashFusion; unsaved text is kept/)).toBeVisible();
});

function currentCore(running: LaunchedIde): number {
  try {
    return coreOf(running);
  } catch {
    return 0;
  }
}

test('the page killed: it is back with its tabs and unsaved text', async () => {
  if (!ide) throw new Error('not started');
  const running = ide;
  await type(running.window, 'unsaved ');
  await expect.poll(() => readUnsavedText(userData)['notes.txt']).toContain('unsaved');
  await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect
    .poll(
      () =>
        running.app.evaluate(async ({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          if (!contents || contents.isCrashed()) return '';
          const shown = contents
            .executeJavaScript("document.querySelector('.view-lines')?.textContent ?? ''")
            .catch(() => '');
          // A page that is being replaced never answers.
          return Promise.race([shown, new Promise<string>((resolve) => setTimeout(() => resolve(''), 1000))]);
        }),
      { timeout: 20_000 },
    )
    .toContain('unsaved');
  expect(await readFile(join(project.path, 'notes.txt'), 'utf8')).toBe(`${text}\n`);
});

test('everything killed: unsaved text, tabs and the file on disk are as they were', async () => {
  for (let round = 1; round <= 3; round += 1) {
    if (!ide) throw new Error('not started');
    await type(ide.window, `round${round} `);
    await expect.poll(() => readUnsavedText(userData)['notes.txt']).toContain(`round${round}`);
    await ide.kill();
    ide = undefined;
    const survivor = await launchIde({ userData });
    ide = survivor;
    await expect(survivor.window.getByRole('tab', { name: /notes\.txt/ })).toBeVisible();
    await expect(survivor.window.locator('.view-lines').first()).toContainText(`round${round}`);
    expect(await readFile(join(project.path, 'notes.txt'), 'utf8')).toBe(`${text}\n`);
  }
});
