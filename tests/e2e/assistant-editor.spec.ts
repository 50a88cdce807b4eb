import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, runCommand } from '../support/customize.ts';
import { isUnsaved, openFile, shownText, tab, treeRow, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

const ferry = `export const pier = 4;

export function isLate(minutes: number): boolean {
  return minutes > 5;
}
`;

let project: TemporaryProject;
let userData: string;
let server: ModelServer;
let ide: LaunchedIde;
let page: Page;

test.beforeEach(async () => {
  project = await createProject({
    'ferry.ts': ferry,
    'clock.ts': 'export const now = () => 0;\n',
    'package.json': '{\n  "name": "ferry",\n  "scripts": {\n    "test": "vitest"\n  }\n}\n',
    'broken.json': '{\n  "pier": [4,\n}\n',
  });
  userData = await mkdtemp(join(tmpdir(), 'flashfusion-assistant-editor-'));
  server = await startModelServer({ models: ['qwen3-coder'], title: 'Ferries' });
});
test.afterEach(async () => {
  await ide.close();
  await server.close();
  await project.dispose();
  await rm(userData, { recursive: true, force: true });
});

async function start({ connected = true } = {}): Promise<void> {
  ide = await launchIde({ folder: project.path, userData });
  page = ide.window;
  await treeRow(page, 'ferry.ts').waitFor();
  if (!connected) return;
  await runCommand(page, 'Manage models');
  await page.getByRole('button', { name: 'Add an address' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Connect a model' });
  await dialog.getByLabel('Address').fill(`127.0.0.1:${server.port}`);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Close models' }).click();
}

/** One block of an answer. */
function block(path: string, search: string, replace: string): string {
  return `${path}\n\`\`\`\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
}

/** Sends a message, for which the model answers with these blocks. */
async function ask(...blocks: readonly string[]): Promise<void> {
  server.script({ text: `Done.\n\n${blocks.join('\n')}` });
  await page.keyboard.press('Control+k');
  await page.getByLabel('Your message').fill('Change it');
  await page.keyboard.press('Enter');
}

const bars = () => page.getByRole('group', { name: /^Change by the assistant/ });
const onDisk = (path: string) => readFile(join(project.path, path), 'utf8');
const longer = block('ferry.ts', '  return minutes > 5;', '  const limit = 10;\n  return minutes > limit;');

test('a staged hunk shows in the editor, is kept by key and saved, and Ctrl+Z takes it back', async () => {
  await start();
  await openFile(page, 'ferry.ts');
  await ask(longer);
  await expect(bars()).toHaveCount(1);
  await expect(bars()).toHaveAccessibleName('Change by the assistant at line 4: 2 added, 1 removed');
  await expect(page.locator('.proposed-lines')).toContainText('const limit = 10;');
  expect(await onDisk('ferry.ts')).toBe(ferry);
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('staged.png') });
  // Its row and its tab say that something waits there.
  const said = /^ferry\.ts,.*1 change to review/;
  await expect(treeRow(page, 'ferry.ts')).toHaveAccessibleName(said);
  await expect(tab(page, 'ferry.ts')).toHaveAccessibleName(said);

  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Alt+F5');
  await page.keyboard.press('Alt+y');
  await expect(bars()).toHaveCount(0);
  await expect.poll(() => onDisk('ferry.ts')).toContain('const limit = 10;');
  expect(await isUnsaved(page, 'ferry.ts')).toBe(false);
  await expect(treeRow(page, 'ferry.ts')).not.toHaveAccessibleName(/to review/);
  await expect(tab(page, 'ferry.ts')).not.toHaveAccessibleName(/to review/);

  await waitForTextFocus(page);
  await page.keyboard.press('Control+z');
  await expect.poll(() => shownText(page)).not.toContain('limit');
  await expect(bars()).toHaveCount(1);
  await page.keyboard.press('Control+y');
  await expect(bars()).toHaveCount(0);
  expect(await shownText(page)).toContain('return minutes > limit;');
});

test('a file that is not open is changed and saved, and the notice takes it back', async () => {
  await start();
  await openFile(page, 'ferry.ts');
  await ask(longer, block('clock.ts', 'export const now = () => 0;', 'export const now = () => 1;'));
  await expect(bars()).toHaveCount(1);
  await page.getByRole('button', { name: /^Keep all/ }).click();
  await expect.poll(() => onDisk('clock.ts')).toBe('export const now = () => 1;\n');
  await expect.poll(() => onDisk('ferry.ts')).toContain('const limit = 10;');
  await expect(page.getByText('2 files changed')).toBeVisible();
  await page.getByRole('status').or(page.locator('.notice')).getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => onDisk('clock.ts')).toBe('export const now = () => 0;\n');
  await expect.poll(() => onDisk('ferry.ts')).toBe(ferry);
});

test('a hunk moves with the text, and becomes a conflict when its lines are edited', async () => {
  await start();
  await openFile(page, 'ferry.ts');
  await ask(longer);
  await expect(bars()).toHaveCount(1);
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// above\n');
  await expect(bars()).toHaveAccessibleName(/at line 5/);

  await page.keyboard.press('Control+g');
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(' // mine');
  await expect(bars().getByText('Changed here since')).toBeVisible();
  await expect(page.locator('.proposed-lines')).not.toContainText('limit');
  await expectAccessible(page);

  for (let press = 0; press < 12 && !/return minutes > 5;$/m.test(await shownText(page)); press += 1) {
    await page.keyboard.press('Control+z');
  }
  await expect(bars().getByRole('button', { name: 'Keep' })).toBeVisible();
  await bars().getByRole('button', { name: 'Undo' }).click();
  await expect(bars()).toHaveCount(0);
  expect(await shownText(page)).toContain('return minutes > 5;');
});

test('scripts of package.json are only changed once somebody has looked', async () => {
  await start();
  await openFile(page, 'package.json');
  await ask(block('package.json', '    "test": "vitest"', '    "test": "curl example.com"'));
  await bars().getByRole('button', { name: 'Keep' }).click();
  const question = page.getByRole('dialog', { name: 'Change package.json?' });
  await expect(question.getByRole('region', { name: 'The change' })).toContainText('curl example.com');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Leave it' }).click();
  expect(await onDisk('package.json')).toContain('vitest');
  await expect(bars()).toHaveCount(1);

  await bars().getByRole('button', { name: 'Keep' }).click();
  await question.getByRole('button', { name: 'Change it' }).click();
  await expect.poll(() => onDisk('package.json')).toContain('curl example.com');
});

/** Opens the field with its key, which works as soon as a text is there. */
async function editInPlace(): Promise<void> {
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('region', { name: 'Edit in place' }).getByRole('textbox')).toBeFocused();
}

test('a selection is rewritten in place: rejected, asked for again, accepted, undone', async () => {
  await start();
  await openFile(page, 'ferry.ts');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+g');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  for (let line = 0; line < 3; line += 1) await page.keyboard.press('Shift+ArrowDown');
  server.script({ text: '```ts\nexport function isLate(minutes: number): boolean {\n  return minutes >= 5;\n}\n```' });
  const field = page.getByRole('region', { name: 'Edit in place' });
  await editInPlace();
  await page.keyboard.type('Five is late, too');
  await page.keyboard.press('Enter');
  await expect(field.getByText('Proposed. Nothing is changed yet.')).toBeVisible();
  await expect(page.locator('.proposed-lines')).toHaveText(/return\s+minutes\s+>=\s+5;/);
  await expect(page.locator('.assistant-struck').first()).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('in-place.png') });
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await expect(page.locator('.proposed-lines')).toHaveCount(0);
  expect(await shownText(page)).toBe(`${ferry.trimEnd()}\n`);

  server.script(
    { text: 'export function isLate(minutes: number): boolean {\n  return minutes >= 5;\n}' },
    { text: 'export function isLate(minutes: number): boolean {\n  return minutes >= 6;\n}' },
  );
  await page.keyboard.press('Control+i');
  await page.keyboard.type('Five is late, too');
  await page.keyboard.press('Enter');
  await expect(page.locator('.proposed-lines')).toHaveText(/>=\s+5;/);
  await page.keyboard.type('Six');
  await page.keyboard.press('Enter');
  await expect(page.locator('.proposed-lines')).toHaveText(/>=\s+6;/);
  await expect(field.getByText('Proposed. Nothing is changed yet.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(field).toBeHidden();
  await expect.poll(() => shownText(page)).toContain('minutes >= 6;');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+z');
  await expect.poll(() => shownText(page)).toContain('minutes > 5;');
});

test('what goes wrong in place is said there, with a way on', async () => {
  await start({ connected: false });
  await openFile(page, 'ferry.ts');
  await waitForTextFocus(page);
  const field = page.getByRole('region', { name: 'Edit in place' });
  await editInPlace();
  await page.keyboard.type('Anything');
  await page.keyboard.press('Enter');
  await expect(field.getByRole('alert')).toContainText('No model is connected');
  await field.getByRole('button', { name: 'Connect a model' }).click();
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
});

test('completion comes when it is switched on, and Tab takes it', async () => {
  await start();
  await page.getByRole('button', { name: 'Trust this folder' }).click();
  await runCommand(page, 'Switch completion as you type');
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'Completion' })).toBeVisible();
  server.otherwise(() => ({ text: 'true;' }));
  await openFile(page, 'clock.ts');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('export const ferriesRun = ');
  await expect(page.locator('.ghost-text, .ghost-text-decoration').first()).toContainText('true');
  await page.keyboard.press('Tab');
  await expect.poll(() => shownText(page)).toContain('export const ferriesRun = true;');

  await page.getByRole('contentinfo').getByRole('button', { name: 'Completion' }).click();
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'Completion' })).toBeHidden();
});

test('a problem is asked about from its row, and code from the palette', async () => {
  await start();
  await openFile(page, 'broken.json');
  await runCommand(page, 'Show problems');
  const row = page.locator('.problems-line').first();
  await row.waitFor();
  await row.hover();
  await row.getByRole('button', { name: 'Ask about this error' }).click();
  await server.received(1);
  const request = () => server.chats().filter(({ text }) => text.includes('Why is this wrong'));
  await expect.poll(() => request().length).toBeGreaterThan(0);
  expect(request()[0]?.text).toContain('broken.json:');

  await openFile(page, 'ferry.ts');
  await runCommand(page, 'Explain this code');
  await expect.poll(() => server.chats().some(({ text }) => text.includes('Explain what this code does'))).toBe(true);
});

test('a selection has the questions among its quick fixes, and one that is asked during an answer is asked after it', async () => {
  await start();
  const held = Promise.withResolvers<void>();
  server.script({ text: 'A long story about ferries.', pieces: 6, holdAfter: { pieces: 2, until: held.promise } });
  await page.keyboard.press('Control+k');
  await page.getByLabel('Your message').fill('Tell me a story');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await server.received(1);

  await openFile(page, 'ferry.ts');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+.');
  const fixes = page.locator('.action-widget').first();
  for (const title of ['Explain this code', 'Refactor this code', 'Add tests for this code'])
    await expect(fixes).toContainText(title);
  await fixes.getByText('Find bugs in this code').click();
  await expect
    .poll(() => server.chats().filter(({ text }) => text.includes('propose how each is mended')).length)
    .toBeGreaterThan(0);
  held.resolve();
  await expect(
    page.getByRole('article', { name: 'You' }).getByText('Find bugs in this code, and propose how each is mended.'),
  ).toBeVisible();
  await expect(page.getByText('Hello from qwen3-coder.')).toBeVisible();
});
