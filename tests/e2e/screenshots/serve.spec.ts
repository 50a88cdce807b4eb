import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { ensureChromium } from '../../../scripts/chromium.ts';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { startTestServer, testBrowser } from '../../support/browser.ts';
import { openFile } from '../../support/editor.ts';
import { createFerryProject } from '../../support/ferry-project.ts';

const pictures = join(repositoryRoot, 'docs', 'pictures');

test('in a browser: the workbench, the folder dialog, a lost server, the entrance', async () => {
  await ensureChromium();
  const project = await createFerryProject();
  const dataFolder = await mkdtemp(join(tmpdir(), 'flashfusion-pictures-'));
  const server = await startTestServer({ dataFolder, args: [project.path] });
  const context = await (await testBrowser()).newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
  });
  try {
    const page = await context.newPage();
    await page.goto(server.link);
    await openFile(page, 'src/departures.ts');
    await page.locator('.monaco-editor .view-line').first().waitFor();
    const take = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
    await page.keyboard.press('Control+o');
    await page.getByRole('option').first().waitFor();
    for (const theme of ['dark', 'light', 'contrast']) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      await take(`browser-folders-${theme}`);
    }
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    await page.keyboard.press('Escape');
    await server.kill();
    await page.getByText('The server does not answer.').waitFor({ timeout: 20_000 });
    await take('browser-lost');
  } finally {
    await context.close();
    await project.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  }
});

test('in a browser: the entrance', async () => {
  await ensureChromium();
  const dataFolder = await mkdtemp(join(tmpdir(), 'flashfusion-pictures-'));
  const server = await startTestServer({ dataFolder });
  const context = await (await testBrowser()).newContext({
    viewport: { width: 960, height: 540 },
    colorScheme: 'dark',
  });
  try {
    const page = await context.newPage();
    await page.goto(new URL('/', server.link).href);
    await page.getByLabel('Link or token').waitFor();
    await page.screenshot({ path: join(pictures, 'browser-entrance.png') });
  } finally {
    await context.close();
    await server.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
});
