import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test, type WebSocketRoute } from '@playwright/test';
import { repositoryRoot } from '../../scripts/repository.ts';
import { axe } from '../support/axe.ts';
import { startTestServer, type TestServer, testBrowser } from '../support/browser.ts';
import { expectAccessible } from '../support/customize.ts';
import { openFile, shownText, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { markedProcesses } from '../support/marked-processes.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { openTerminal, plainShell, runInTerminal } from '../support/terminal.ts';

let project: TemporaryProject;
let dataFolder: string;
let server: TestServer;
let context: BrowserContext;

test.beforeEach(async () => {
  project = await createProject({
    'pier/notes.txt': 'first line\nsecond line\n',
    'pier/boats/ferry.txt': 'ferry\n',
    'lake/lake.txt': 'lake\n',
    '.hidden/secret.txt': 'hidden\n',
  });
  dataFolder = await mkdtemp(join(tmpdir(), 'flashfusion-serve-'));
  server = await startTestServer({ dataFolder, args: [join(project.path, 'pier')], env: plainShell(dataFolder) });
  context = await newContext();
});
test.afterEach(async () => {
  await context.close();
  if (server.process.exitCode === null && server.process.signalCode === null) await server.close();
  await project.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

async function newContext(): Promise<BrowserContext> {
  return (await testBrowser()).newContext({ viewport: { width: 1280, height: 800 } });
}

async function openLink(link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await treeRow(page, 'notes.txt').waitFor();
  return page;
}

test('the link works once; Enter in the terminal gives another; nothing keeps its token', async () => {
  const page = await openLink(server.link);
  expect(page.url()).not.toContain('token');
  await expect(page).toHaveTitle('pier – FlashFusion');
  await page.reload();
  await treeRow(page, 'notes.txt').waitFor();

  const stranger = await newContext();
  const entrance = await stranger.newPage();
  await entrance.goto(server.link);
  await expect(entrance.getByText('This link was used before or is too old.')).toBeVisible();
  const { violations } = await axe(entrance).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await expect(entrance.getByLabel('Link or token')).toBeFocused();
  await entrance.keyboard.type('nonsense!');
  await entrance.keyboard.press('Enter');
  await expect(entrance.getByText('That is no link of FlashFusion.')).toBeVisible();
  const next = await server.nextLink();
  await entrance.keyboard.type(next);
  await entrance.keyboard.press('Enter');
  await treeRow(entrance, 'notes.txt').waitFor();
  await stranger.close();

  const tokens = [server.link, next].map((link) => link.replace(/^.*#token=/, ''));
  await server.close();
  for (const entry of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
    expect(tokens.filter((token) => text.includes(token))).toEqual([]);
  }
});

test('a page shows what a browser has, and leaves out what only a desktop window has', async () => {
  const page = await openLink(server.link);
  for (const name of ['Minimise', 'Maximise', 'Close']) {
    await expect(page.getByRole('banner').getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await page.keyboard.press('Control+Shift+p');
  await page.keyboard.type('quit');
  await expect(page.getByRole('option', { name: /^Quit/ })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await openFile(page, 'notes.txt');
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+=');
  await expect.poll(() => page.evaluate(() => document.documentElement.style.zoom)).toBe('1.44');
  await page.getByText('second line').click({ position: { x: 1, y: 6 } });
  await page.keyboard.type('the ');
  await expect.poll(() => shownText(page)).toBe('first line\nthe second line\n');
  // Nothing is pushed out of the window.
  const status = await page.getByRole('contentinfo').boundingBox();
  expect(Math.round((status?.y ?? 0) + (status?.height ?? 0))).toBe(800);
  await page.keyboard.press('Control+0');
  await page.keyboard.press('Control+s');
  await expect
    .poll(() => readFile(join(project.path, 'pier', 'notes.txt'), 'utf8'))
    .toBe('first line\nthe second line\n');
});

test('a dropped connection: the page connects again by itself, and nothing is lost', async () => {
  const page = await context.newPage();
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/core$/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto(server.link);
  await openFile(page, 'notes.txt');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('typed ');
  await sockets[0]?.close({ code: 1012, reason: 'dropped' });
  await page.keyboard.type('meanwhile ');
  await expect(page.getByText('Connected again. Nothing was lost.')).toBeVisible();
  expect(sockets).toHaveLength(2);
  await page.keyboard.press('Control+s');
  await expect
    .poll(() => readFile(join(project.path, 'pier', 'notes.txt'), 'utf8'))
    .toBe('typed meanwhile first line\nsecond line\n');
  await expect(page.getByText('Reconnecting.')).toHaveCount(0);
});

test('the server killed: the page says so, keeps the text, and goes on with the new link', async () => {
  const port = new URL(server.link).port;
  const page = await openLink(server.link);
  await openFile(page, 'notes.txt');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+Home');
  await server.kill();
  await expect(page.getByText('Reconnecting. Your text is kept here')).toBeVisible();
  await page.keyboard.type('kept ');
  // Closing the tab now would lose it, so the browser asks first.
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await expect(page.getByText('The server does not answer.')).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);

  server = await startTestServer({ dataFolder, args: ['--port', port] });
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('This session has ended.')).toBeVisible();
  // Its link opens what was open last.
  const second = await openLink(server.link);
  await second.close();
  await expect(page.getByText('This session has ended.')).toHaveCount(0, { timeout: 20_000 });
  expect(await shownText(page)).toBe('kept first line\nsecond line\n');
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+s');
  await expect
    .poll(() => readFile(join(project.path, 'pier', 'notes.txt'), 'utf8'))
    .toBe('kept first line\nsecond line\n');
});

test('a part of the page that does not load leaves the rest alone, and comes when it can be had', async () => {
  const page = await context.newPage();
  let refused = 0;
  await page.route(/dialog-layer/, (route) => {
    refused += 1;
    return refused <= 2 ? route.abort('connectionrefused') : route.continue();
  });
  await page.goto(server.link);
  await treeRow(page, 'notes.txt').waitFor();
  await page.keyboard.press('Control+Shift+p');
  await page.keyboard.type('Set your name in sessions');
  await page.getByRole('option', { name: 'Set your name in sessions' }).first().click();
  await expect(page.getByRole('dialog', { name: 'Your name in sessions' })).toBeVisible();
  await expect(treeRow(page, 'notes.txt')).toBeAttached();
  expect(refused).toBeGreaterThan(1);
});

test('folders are chosen with the keyboard alone, in a dialog of the page', async () => {
  const page = await openLink(server.link);
  await page.keyboard.press('Control+o');
  const dialog = page.getByRole('dialog', { name: 'Open folder' });
  const list = dialog.getByRole('listbox', { name: 'Folders' });
  await expect(list).toBeFocused();
  const option = (name: string) => dialog.getByRole('option', { name, exact: true });
  await expect(option('pier')).toHaveAttribute('aria-selected', 'true');
  await expect(option('.hidden')).toHaveCount(0);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Show hidden folders' }).click();
  await expect(option('.hidden')).toBeVisible();
  await list.focus();

  await page.keyboard.press('Enter');
  await expect(option('boats')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('button', { name: 'Choose boats' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('No folders in here')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(option('boats')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Backspace');
  await expect(option('pier')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('l');
  await expect(option('lake')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+Enter');
  await treeRow(page, 'lake.txt').waitFor();
  await expect(page).toHaveTitle('lake – FlashFusion');

  await page.keyboard.press('Control+o');
  const path = dialog.getByRole('textbox', { name: 'Folder' });
  await expect(path).toHaveValue(project.path);
  await path.fill('/no/such/folder');
  await path.press('Enter');
  await expect(dialog.getByText('The folder is not there.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a new project goes where the folder dialog says', async () => {
  const page = await openLink(server.link);
  await page.keyboard.press('Control+Shift+p');
  await page.keyboard.type('new project');
  await page.getByRole('option', { name: 'New project…' }).waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('button', { name: 'Choose…' }).click();
  const folders = page.getByRole('dialog', { name: 'Folder for the new project' });
  await folders.getByRole('option', { name: 'lake', exact: true }).click();
  await folders.getByRole('button', { name: 'Choose lake' }).click();
  await expect(dialog.getByRole('textbox', { name: 'In folder' })).toHaveValue(join(project.path, 'lake'));
  await dialog.getByRole('radio', { name: /^Empty/ }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('dinghy');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page).toHaveTitle('dinghy – FlashFusion');
  expect(await readdir(join(project.path, 'lake', 'dinghy'))).toContain('README.md');
});

test('every tab of the browser is a window with its own project', async () => {
  const page = await openLink(server.link);
  const [other] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Control+Shift+n')]);
  await other.getByRole('heading', { name: 'FlashFusion' }).waitFor();
  expect(await other.evaluate(() => window.opener)).toBeNull();
  await other.goto(`${new URL(server.link).origin}/?project=${encodeURIComponent(join(project.path, 'lake'))}`);
  await treeRow(other, 'lake.txt').waitFor();
  await expect(treeRow(page, 'notes.txt')).toBeVisible();

  const twin = await context.newPage();
  await twin.goto(page.url());
  await openFile(twin, 'notes.txt');
  await waitForTextFocus(twin);
  await twin.keyboard.press('Control+Home');
  await twin.keyboard.type('twin ');
  await twin.keyboard.press('Control+s');
  await expect.poll(() => readFile(join(project.path, 'pier', 'notes.txt'), 'utf8')).toContain('twin ');
  await openFile(page, 'notes.txt');
  await expect.poll(() => shownText(page)).toBe('twin first line\nsecond line\n');
  await expect(tab(page, 'notes.txt')).toBeVisible();
});

test('shells and what they started end with the server, whether it is killed or asked to end', async () => {
  const pier = join(project.path, 'pier');
  // Only rows that are elements can be read.
  await mkdir(join(pier, '.flashfusion'));
  await writeFile(join(pier, '.flashfusion', 'settings.json'), '{ "terminal.gpu": false }');
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const page = await openLink(server.link);
    if (signal === 'SIGKILL') await page.getByRole('button', { name: 'Trust this folder' }).first().click();
    await expect(page.getByLabel('Restricted mode')).toHaveCount(0);
    await openTerminal(page);
    await runInTerminal(page, 'nohup sleep 73001 & sleep 73002');
    const started = () => markedProcesses('none', [pier]).map(({ command }) => command);
    await expect.poll(() => started().filter((command) => /^sleep 7300[12]/.test(command)).length).toBe(2);
    await page.close();
    const ended = once(server.process, 'exit');
    server.process.kill(signal);
    await ended;
    await expect.poll(started).toEqual([]);
    if (signal === 'SIGKILL') server = await startTestServer({ dataFolder, args: [pier], env: plainShell(dataFolder) });
  }
});

test('npm start does the same on a machine without a display', async () => {
  const data = await mkdtemp(join(tmpdir(), 'flashfusion-serve-'));
  const started = await startTestServer({
    program: join(repositoryRoot, 'scripts', 'start.ts'),
    dataFolder: data,
    args: [join(project.path, 'lake')],
    env: { DISPLAY: '', WAYLAND_DISPLAY: '', CI: '' },
  });
  try {
    expect(started.output.join('\n')).toContain('No display here: FlashFusion is served to a browser instead.');
    const page = await context.newPage();
    await page.goto(started.link);
    await treeRow(page, 'lake.txt').waitFor();
    await page.close();
  } finally {
    await started.close();
    await rm(data, { recursive: true, force: true });
  }
});

test('one data folder has one server, and a signal that comes twice at once ends it well', async () => {
  const page = await openLink(server.link);
  await expect(startTestServer({ dataFolder })).rejects.toThrow(/Another FlashFusion server \(process \d+\) uses/);
  const ended = once(server.process, 'exit');
  server.process.kill('SIGINT');
  server.process.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  await expect(page.getByText('Reconnecting. Your text is kept here')).toBeVisible();
  expect(await readdir(dataFolder)).not.toContain('serve.lock');
  expect(server.output.join('\n')).not.toMatch(/error/i);
});
