import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { boardFiles, filesAnswer, generatingModel, planOf } from '../support/generated-project.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { previewedPage, showPreview } from '../support/preview.ts';

const prompt = 'A departure board for our ferry pier: next six ferries, readable from across the hall';

let ide: LaunchedIde;
let page: Page;
let server: ModelServer;

test.beforeEach(async () => {
  test.setTimeout(180_000);
  server = await startModelServer({ models: ['qwen3-coder'] });
  ide = await launchIde({ env: { FLASHFUSION_MODEL_PORTS: 'ollama=1,lmstudio=1,llamacpp=1' } });
  page = ide.window;
  // The very first start shows the sample.
  await page.getByRole('treeitem', { name: 'package.json' }).waitFor();
  await page.locator('.editor-area .view-lines').first().waitFor();
  await runCommand(page, 'Close folder');
  await page.getByRole('heading', { name: 'FlashFusion' }).waitFor();
});
test.afterEach(async () => {
  await ide.close();
  await server.close();
});

const box = () => page.getByRole('textbox', { name: 'What do you want to build?' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const file = (name: string, state = '') =>
  page
    .getByRole('tree', { name: 'Files of the project' })
    .getByRole('treeitem', { name: new RegExp(`^${name}.*${state}$`) });

/** Connects the server by its address, as a person does. */
async function connectModel(): Promise<void> {
  await runCommand(page, 'Manage models');
  await page.getByRole('button', { name: 'Add an address' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect a model' });
  await dialog.getByLabel('Address').fill(server.baseUrl);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Escape');
}

async function wish(text: string): Promise<void> {
  await page.getByRole('button', { name: /^Describe what you want to build/ }).click();
  await box().fill(text);
}

test('a starter makes a project and its preview without a model, and says that none is connected', async () => {
  await wish(prompt);
  await expect(page.getByText('No model is connected, so nothing can be written from a prompt.')).toBeVisible();
  await expect(button('Make a plan')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('radio', { name: /^Static site/ }).check();
  await button('Use a starter').click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await expect(dialog.getByRole('radio', { name: /^Static site/ })).toBeChecked();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('harbour-board');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('treeitem', { name: 'package.json' })).toBeVisible({ timeout: 20_000 });
  await showPreview(page);
  await expect(previewedPage(page).getByRole('banner').getByRole('link', { name: 'harbour-board' })).toBeVisible();
});

test('a prompt becomes a plan, files, a project, and its preview', async () => {
  server.otherwise(generatingModel(boardFiles));
  await connectModel();
  await wish(prompt);
  await expect(page.getByText('qwen3-coder, on this machine')).toBeVisible();
  await box().press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'What gets built' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Path of file 1' })).toHaveValue('index.html');
  await expectAccessible(page);

  // The plan is a person's: a file goes, comes back, and the name is another one.
  await button('Remove README.md').click();
  await expect(page.getByRole('textbox', { name: /^Path of file/ })).toHaveCount(4);
  await button('Undo').click();
  await expect(page.getByRole('textbox', { name: /^Path of file/ })).toHaveCount(5);
  await page.getByLabel('Name', { exact: true }).fill('pier-board');

  await button('Write the project').click();
  await expect(page.getByText('Every file parses')).toBeVisible();
  await expect(button('Open project')).toBeEnabled({ timeout: 20_000 });
  await expect(file('board.js', 'done')).toBeVisible();
  await file('departures.js').click();
  await expect(page.locator('.generate-code .view-lines')).toContainText('Ljuster');
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Preview' }).click();
  await expect(page.frameLocator('.generate-preview').getByText('14:20 Vaxholm')).toBeVisible();
  await expectAccessible(page);

  await button('Open project').click();
  await expect(page.getByRole('treeitem', { name: 'index.html' })).toBeVisible();
  await expect(previewedPage(page).getByText('14:20 Vaxholm')).toBeVisible();
  expect(readFileSync(join(ide.userData, 'projects', 'pier-board', 'index.html'), 'utf8')).toBe(
    boardFiles['index.html'],
  );
});

test('a run that is stopped keeps what is finished, and goes on from the welcome view', async () => {
  const plan = JSON.stringify(planOf(boardFiles));
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.script({ text: plan }, { text: filesAnswer(boardFiles), pieces: 20, holdAfter: { pieces: 32, until } });
  await connectModel();
  await wish(prompt);
  await button('Make a plan').click();
  await button('Write the project').click();
  await expect(file('index.html', 'done')).toBeVisible();
  await expect(page.getByText('What is finished stays if you stop')).toBeVisible();
  await button('Stop').click();
  await expect(button('Go on')).toBeVisible();
  release();
  const folder = join(ide.userData, 'projects', 'ferry-times');
  expect(existsSync(join(folder, 'index.html'))).toBe(true);
  expect(existsSync(join(folder, 'README.md'))).toBe(false);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Begun, not opened yet' })).toBeVisible();
  server.otherwise(generatingModel(boardFiles));
  await button('Go on with ferry-times').click();
  await button('Go on').click();
  await expect(file('README.md', 'done')).toBeVisible();
  await expect(page.getByText('Every file parses')).toBeVisible();
  expect(server.chats().at(-1)?.text).not.toContain('Write these files now:\\nindex.html');

  // What nobody wants goes to the trash, after a question.
  await page.keyboard.press('Escape');
  await button('Discard ferry-times').click();
  await page
    .getByRole('dialog', { name: 'Discard ferry-times?' })
    .getByRole('button', { name: 'Move to trash' })
    .click();
  await expect(page.getByRole('heading', { name: 'Begun, not opened yet' })).toBeHidden();
  expect(existsSync(folder)).toBe(false);
});

test('a failed build is repaired once, after its commands and its cost were seen', async () => {
  const files = {
    'package.json': `${JSON.stringify({ private: true, type: 'module', scripts: { build: 'node build.js' } }, null, 2)}\n`,
    'build.js':
      "import { value } from './value.js';\nif (value !== 2) throw new Error('the value in value.js is wrong');\n",
    'value.js': 'export const value = 1;\n',
  };
  server.otherwise(generatingModel(files));
  await connectModel();
  await wish(prompt);
  await button('Make a plan').click();
  await button('Write the project').click();
  await expect(page.getByText('npm run --ignore-scripts build: node build.js')).toBeVisible({ timeout: 20_000 });
  await button('Run these').click();
  await expect(page.getByText(/At most [\d,]+ tokens, on this machine\.$/)).toBeVisible({ timeout: 20_000 });
  server.script({
    text: 'value.js\n<<<<<<< SEARCH\nexport const value = 1;\n=======\nexport const value = 2;\n>>>>>>> REPLACE\n',
  });
  await button('Repair').click();
  await expect(page.getByText('Build, passed')).toBeVisible({ timeout: 20_000 });
});
