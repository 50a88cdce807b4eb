import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { type LaunchedIde, launchIde, runsInBrowser } from '../support/electron.ts';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../support/model-server.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

const key = 'sk-test-3f9d';
const passphrase = { FLASHFUSION_PASSPHRASE: 'tests only' };

let project: TemporaryProject;
let userData: string;
let ide: LaunchedIde;
let page: Page;
const servers: ModelServer[] = [];

test.beforeEach(async () => {
  project = await createProject({ 'ferry.ts': 'export const pier = 4;\n' });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-models-'));
});
test.afterEach(async () => {
  await ide.close();
  for (const server of servers.splice(0)) await server.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  ide = await launchIde({ folder: project.path, userData, env: { ...passphrase, ...noLocalServers, ...env } });
  page = ide.window;
  if (!runsInBrowser()) {
    // The machine of a test has no key store: one that only turns texts around stands in for it.
    await ide.app.evaluate(({ safeStorage }) => {
      Object.assign(safeStorage, {
        isEncryptionAvailable: () => true,
        getSelectedStorageBackend: () => 'gnome_libsecret',
        encryptString: (text: string) => Buffer.from(text).reverse(),
        decryptString: (bytes: Buffer) => Buffer.from(bytes).reverse().toString(),
      });
    });
  }
  await page.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
}

/** Ports that nothing listens on. */
const noLocalServers = { FLASHFUSION_MODEL_PORTS: 'ollama=1,lmstudio=1,llamacpp=1' };

async function serveModels(options?: ModelServerOptions): Promise<ModelServer> {
  const server = await startModelServer(options);
  servers.push(server);
  return server;
}

const dialog = () => page.getByRole('dialog', { name: 'Connect a model' });
const composerModel = () =>
  page.getByRole('complementary', { name: 'Assistant' }).getByRole('button', { name: /^Model: / });

async function openModels(): Promise<void> {
  await runCommand(page, 'Manage models');
  await page.getByRole('heading', { name: 'Connections' }).waitFor();
}

/** Fills in the form of a server by the keyboard, from the page of the models. */
async function connectByAddress(address: string, withKey: string | null): Promise<void> {
  await openModels();
  await page.getByRole('button', { name: 'Add an address' }).press('Enter');
  await expect(dialog().getByLabel('Address')).toBeFocused();
  await page.keyboard.type(address);
  if (withKey !== null) {
    await dialog().getByLabel('Key, if it asks for one').focus();
    await page.keyboard.type(withKey);
  }
  await page.keyboard.press('Enter');
}

async function say(text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

test('from the first card to a model: by address with a key, by keyboard only, and still there after a restart', async () => {
  test.setTimeout(120_000);
  const server = await serveModels({ key, models: ['qwen3-coder', 'llama-4', 'text-embedding-3'] });
  await start();
  await page.keyboard.press('Control+k');
  const card = page.getByRole('region', { name: 'No model is connected' });
  await expect(card).toContainText('search and starters work');
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Add a key' }).press('Enter');
  await expect(dialog().getByLabel('Key')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(dialog().getByLabel('Key, if it asks for one')).toHaveAttribute('type', 'password');
  await dialog().getByLabel('Address').focus();
  await page.keyboard.type(`127.0.0.1:${server.port}`);
  await expect(dialog()).toContainText(`Asks ${server.baseUrl}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type(key);
  await page.keyboard.press('Enter');

  // The first one answers; another is chosen at once.
  await page.getByRole('option', { name: /qwen3-coder/ }).waitFor();
  await expectAccessible(page);
  await page.keyboard.type('llama');
  await page.getByRole('option', { name: /qwen3-coder/ }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await expect(composerModel()).toHaveAccessibleName('Model: llama-4 local');
  expect(await page.content()).not.toContain(key);
  expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);

  // For this project only, from the composer.
  await composerModel().press('Enter');
  await page.getByRole('combobox', { name: 'Search models' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Choose for this project only').check();
  await page.getByRole('combobox', { name: 'Search models' }).fill('qwen');
  await page.keyboard.press('Enter');
  await expect(composerModel()).toHaveAccessibleName('Model: qwen3-coder local');

  await ide.close();
  await start();
  await expect(composerModel()).toHaveAccessibleName('Model: qwen3-coder local');
  await openModels();
  const models = page.getByRole('region', { name: 'Models' });
  await expect(models.getByRole('button', { name: 'Model: llama-4' })).toBeVisible();
  await expect(models.getByRole('button', { name: 'Model: qwen3-coder' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Connections' })).toContainText('key kept');
  await expectAccessible(page);
});

test('what is wrong is said at its field: an address that nobody answers at, and a key that the server refuses', async () => {
  const server = await serveModels({ key });
  await start();
  await connectByAddress('http://models.example', null);
  await expect(dialog().getByRole('alert')).toContainText('https');
  await dialog().getByLabel('Address').fill('127.0.0.1:1');
  await page.keyboard.press('Enter');
  await expect(dialog().getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog().getByLabel('Address')).toBeFocused();
  await expectAccessible(page);

  await dialog().getByLabel('Address').fill(`127.0.0.1:${server.port}`);
  await dialog().getByLabel('Key, if it asks for one').fill('sk-mistyped');
  await page.keyboard.press('Enter');
  const keyField = dialog().getByLabel('Key, if it asks for one');
  await expect(keyField).toHaveAttribute('aria-invalid', 'true');
  await expect(keyField).toBeFocused();
  await expect(dialog().getByRole('alert')).toContainText('key');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await expect(page.getByText('No model is connected.')).toBeVisible();
});

test('a server that is silent can be stopped waiting for', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  await start();
  await connectByAddress(`127.0.0.1:${port}`, null);
  await expect(dialog().getByText(/^Asking 127/)).toBeVisible();
  await dialog().getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(dialog().getByText(/^Asking 127/)).toBeHidden();
  await expect(dialog().getByLabel('Address')).toHaveValue(`127.0.0.1:${port}`);
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

test('without a key store the key is not kept, and the field says so @electron', async () => {
  const server = await serveModels({ key });
  ide = await launchIde({ folder: project.path, userData, env: noLocalServers });
  page = ide.window;
  await page.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
  await connectByAddress(`127.0.0.1:${server.port}`, key);
  await expect(dialog().getByRole('alert')).toContainText('no safe place for keys');
  await page.keyboard.press('Escape');
  await expect(page.getByText('No model is connected.')).toBeVisible();
});

test('a server found on this machine is connected with one press, renamed, and disconnected after a question', async () => {
  const server = await serveModels({ models: ['qwen3-coder'] });
  await start({ FLASHFUSION_MODEL_PORTS: `ollama=${server.port},lmstudio=1,llamacpp=1` });
  await openModels();
  const local = page.getByRole('list', { name: 'On this machine' });
  await expect(local).toContainText(`Runs at 127.0.0.1:${server.port}, 1 model`);
  await expect(local).toContainText('llama-server');
  await local.getByRole('button', { name: 'Connect Ollama' }).press('Enter');
  await expect(page.getByText('qwen3-coder answers from now on')).toBeVisible();
  await expect(local).toContainText('Connected');
  await expect(page.getByRole('button', { name: 'Model: qwen3-coder' }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Edit Ollama' }).press('Enter');
  const edit = page.getByRole('dialog', { name: 'Change Ollama' });
  await edit.getByLabel('Name').fill('The big machine');
  await page.keyboard.press('Enter');
  await expect(edit).toBeHidden();
  await expect(page.getByRole('list', { name: 'Connections' })).toContainText('The big machine');

  await page.getByRole('button', { name: 'Disconnect The big machine' }).press('Enter');
  const question = page.getByRole('dialog', { name: 'Disconnect The big machine?' });
  await expect(question).toContainText('Conversations stay.');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Disconnect' }).press('Enter');
  await expect(page.getByText('No model is connected.')).toBeVisible();
});

test('usage is what the server said: today, by model and conversation, in the status bar, as a table, and exported', async () => {
  test.setTimeout(120_000);
  const server = await serveModels({ models: ['qwen3-coder'], title: 'Ferries' });
  server.script(
    { text: 'One.', usage: { prompt: 1000, completion: 200 } },
    { text: 'Two.', usage: { prompt: 3000, completion: 500, cached: 900 } },
  );
  await start();
  await connectByAddress(`127.0.0.1:${server.port}`, null);
  await expect(dialog()).toBeHidden();
  await runCommand(page, 'Show usage');
  await expect(page.getByText('Nothing was used in these days')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await say('What is this?');
  await expect(page.getByText('One.')).toBeVisible();
  await say('And this?');
  await expect(page.getByText('Two.')).toBeVisible();
  const titles = server.chats().length - 2;
  // Of a title: what the server says where nothing else is scripted.
  const input = 4000 + titles * 120;
  const output = 700 + titles * 30;

  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /Assistant today/ })
    .press('Enter');
  const models = page.getByRole('table', { name: 'By model' });
  const figures = [2, input, output].map((value) => value.toLocaleString('en-GB'));
  await expect(models.getByRole('row', { name: /qwen3-coder/ }).getByRole('cell')).toHaveText([...figures, '$0.00']);
  await expect(page.getByRole('table', { name: 'By conversation' }).getByRole('row')).not.toHaveCount(1);
  await expect(page.getByText('2 of 100')).toBeVisible();
  const bar = page.getByRole('figure', { name: /by day/ }).locator('[tabindex="0"]');
  await expect(bar).toHaveAccessibleName(
    new RegExp(`${(input + output).toLocaleString('en-GB')} tokens, \\$0.00, 2 messages`),
  );
  await bar.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.usage-bar:focus')).toHaveAccessibleName(/: 0 tokens/);
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Table' }).press(' ');
  await expect(page.getByRole('region', { name: 'Use by day' }).getByRole('row').nth(1).getByRole('cell')).toHaveText([
    ...figures,
    '$0.00',
  ]);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Export' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Every request as CSV' }).press('Enter');
  const text = page.locator('.monaco-editor .view-lines').first();
  await expect(text).toContainText('inputTokens');
  await expect(text).toContainText('qwen3-coder');
  await expect(text).toContainText('1000,0,200');
  await expect(text).toContainText('3000,900,500');
});

test('limits are changed in the settings, and the sum leaves the status bar when it is not wanted', async () => {
  const server = await serveModels({ models: ['qwen3-coder'] });
  await start();
  await connectByAddress(`127.0.0.1:${server.port}`, null);
  await expect(dialog()).toBeHidden();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await say('What is this?');
  await expect(page.getByText('Hello from qwen3-coder.')).toBeVisible();
  const status = page.getByRole('contentinfo').getByRole('button', { name: /Assistant today/ });
  await status.press('Enter');
  await page.getByRole('button', { name: 'Change limits' }).press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search settings' })).toHaveValue('assistant.');
  await page.getByRole('textbox', { name: 'Messages a day' }).fill('7');
  await page.keyboard.press('Enter');
  await page.getByRole('switch', { name: 'Usage in the status bar' }).press(' ');
  await expect(status).toBeHidden();
  await runCommand(page, 'Show usage');
  await expect(page.getByText('1 of 7')).toBeVisible();
});

test('a template with variables is written, checked, used, removed, and comes back', async () => {
  test.setTimeout(120_000);
  await start();
  await runCommand(page, 'Edit prompt templates');
  const builtIn = page.getByRole('list', { name: 'Built in' });
  await expect(builtIn.getByRole('button')).toHaveCount(7);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New template' }).first().press('Enter');
  await expect(page.getByLabel('Title')).toBeFocused();
  await page.keyboard.type('Explain to somebody');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Explain {{selection}} in {{file}} to {{audience}} {{}}.');
  await expect(page.getByText('Line 1: a variable needs a name.')).toBeVisible();
  await expect(page.getByText('Asked for when it is used: audience')).toBeVisible();
  await expectAccessible(page);
  for (let count = 0; count < 6; count += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('.');
  await expect(page.getByText('Line 1: a variable needs a name.')).toBeHidden();
  await page.keyboard.press('Control+s');
  const own = page.getByRole('list', { name: 'Your own' });
  await expect(own.getByRole('button', { name: 'Explain to somebody', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await expect(page.getByRole('button', { name: 'Save template' })).toBeDisabled();
  await page.keyboard.press('Escape');

  await page.getByRole('treeitem', { name: 'ferry.ts' }).dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+k');
  await page.getByLabel('Your message').waitFor();
  await page.getByRole('button', { name: 'Prompt templates', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Explain to somebody' }).press('Enter');
  const question = page.getByRole('dialog', { name: 'Explain to somebody' });
  await question.getByLabel('audience').fill('a {{file}} lover');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your message')).toHaveValue(
    'Explain (the attached selection) in ferry.ts to a {{file}} lover.',
  );
  await page.getByRole('button', { name: /^Leave ferry\.ts, lines 1 to 2 out$/ }).press('Enter');
  await expect(page.getByRole('list', { name: 'Attached' })).toHaveCount(0);

  await runCommand(page, 'Edit prompt templates');
  await own.getByRole('button', { name: 'Explain to somebody', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(page.getByText('None yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(own.getByRole('button', { name: 'Explain to somebody', exact: true })).toBeVisible();
});
