import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { descendantsOf } from '../../scripts/process-tree.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { axe } from '../support/axe.ts';
import { openFile, shownText, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

const run = promisify(execFile);

const tinyServer = join(import.meta.dirname, '../integration/core/languages/programs/tiny-server.mjs');

const files = {
  'notes.txt': 'one\n',
  'package.json': '{ "name": "words", "private": true, "type": "module" }\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2022', noEmit: true },
    include: ['src'],
  }),
  'src/greet.ts': 'export function greetPeople(name: string): string {\n  return name.trim();\n}\n',
  'src/main.ts': 'import { greetPeople } from "./greet";\n\nconsole.log(greetPeople("Mira"));\n',
  'src/other.ts': 'import { greetPeople } from "./greet";\n\nexport const greeting = greetPeople("Jonas");\n',
  'src/fresh.ts': 'export const person = "Ada";\n\n',
  'src/broken.ts': 'export const count: number = "three";\n',
  'src/tidy.ts':
    'import { greeting } from "./other";\nimport { greetPeople } from "./greet";\n\nconsole.log(greetPeople("x"));\n',
};

let project: TemporaryProject;
let ide: LaunchedIde;
let page: Page;

test.beforeEach(async () => {
  project = await createProject(files);
  ide = await launchIde({ folder: project.path });
  page = ide.window;
});

test.afterEach(async () => {
  await ide.close();
  await project.dispose();
});

/** The server of the file in front is there. */
async function serverReady(): Promise<void> {
  await expect(page.getByRole('button', { name: /^TypeScript [\d.]+ is ready$/ })).toBeVisible();
}

async function openReady(path: string): Promise<void> {
  await openFile(page, path);
  await waitForTextFocus(page);
  await serverReady();
}

/** The entry of the completion list that Enter takes. */
function chosenEntry(): Locator {
  return page.locator('.suggest-widget.visible .monaco-list-row.focused');
}

async function typeCheck(): Promise<string> {
  const tsc = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', project.path, '--pretty', 'false']).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

test('completion adds the import of what was chosen', async () => {
  await openReady('src/fresh.ts');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('console.log(greetPeo');
  await expect(chosenEntry()).toContainText('greetPeople');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownText(page)).toContain('import { greetPeople } from "./greet";');
  expect(await shownText(page)).toContain('console.log(greetPeople');
});

test('an entry that is chosen before the server has told of its import gets it all the same', async () => {
  await writeFile(
    join(ide.userData, 'user', 'settings.json'),
    JSON.stringify({
      'languages.servers': [{ name: 'tiny', command: process.execPath, args: [tinyServer], languages: ['plaintext'] }],
    }),
  );
  await page.getByRole('button', { name: 'Trust this folder' }).first().click();
  await openFile(page, 'notes.txt');
  await waitForTextFocus(page);
  await expect(page.getByRole('button', { name: /^tiny [\d.]+ is ready$/ })).toBeVisible();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('tin');
  await page.keyboard.press('Control+Space');
  await expect(chosenEntry()).toContainText('tinyWord');
  await page.keyboard.press('Enter');
  // The server answers only when it has seen the entry in the text.
  await expect.poll(() => shownText(page)).toBe('use tinyWord\none\ntinyWord');
});

test('renaming shows what changes in every file, and the project still checks', async () => {
  await openReady('src/greet.ts');
  await renameGreet('welcomePeople');
  const dialog = page.getByRole('dialog', { name: 'Rename greetPeople to welcomePeople' });
  await expect(dialog.getByRole('group', { name: 'src/main.ts' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => readFile(join(project.path, 'src/main.ts'), 'utf8')).toContain('welcomePeople("Mira")');
  await expect.poll(() => shownText(page)).toContain('welcomePeople');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFile(join(project.path, 'src/greet.ts'), 'utf8')).toContain('welcomePeople');
  const output = await typeCheck();
  expect(output).toContain('broken.ts');
  expect(output.trim().split('\n')).toHaveLength(1);
});

test('a quick fix imports a name', async () => {
  await openReady('src/fresh.ts');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('greetPeople(person);');
  await page.keyboard.press('Escape');
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+.');
  await expect(page.locator('.action-widget').first()).toContainText('import from "./greet"');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownText(page)).toContain('import { greetPeople } from "./greet";');
});

test('imports are organised', async () => {
  await openReady('src/tidy.ts');
  await page.keyboard.press('Shift+Alt+O');
  await expect.poll(() => shownText(page)).not.toContain('greeting');
});

test('problems of files that are not open are listed', async () => {
  await openReady('src/main.ts');
  await page.keyboard.press('Control+Shift+M');
  const problems = page.getByRole('region', { name: 'src/broken.ts' });
  await expect(problems).toContainText("Type 'string' is not assignable to type 'number'.");
  await problems.getByRole('button', { name: /^Error/ }).click();
  await expect.poll(() => shownText(page)).toContain('count: number');
});

test('after the background process has ended, its servers come back by themselves', { tag: '@electron' }, async () => {
  await openReady('src/fresh.ts');
  const core = descendantsOf(ide.app.process().pid ?? 0).find(({ command }) => command.includes('core/main.mjs'));
  if (!core) throw new Error('there is no Core');
  process.kill(core.pid, 'SIGKILL');
  await expect(page.getByText('The background process restarted. Nothing was lost.').first()).toBeVisible();
  await serverReady();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('console.log(greetPeo');
  await expect(chosenEntry()).toContainText('greetPeople');
});

test('a rename that crosses files is taken back in one step', async () => {
  await openReady('src/greet.ts');
  await renameGreet('welcomePeople');
  const dialog = page.getByRole('dialog', { name: 'Rename greetPeople to welcomePeople' });
  // What is not ticked stays.
  await dialog.getByRole('group', { name: 'src/tidy.ts' }).getByRole('checkbox').first().uncheck();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => readFile(join(project.path, 'src/other.ts'), 'utf8')).toContain('welcomePeople');
  expect(await readFile(join(project.path, 'src/tidy.ts'), 'utf8')).toContain('greetPeople');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readFile(join(project.path, 'src/other.ts'), 'utf8')).not.toContain('welcomePeople');
  await expect.poll(() => shownText(page)).toContain('greetPeople');
});

test('moving a file asks, and updates the imports that lead to it', async () => {
  await openReady('src/main.ts');
  await page.locator('[role="treeitem"][data-path="src/greet.ts"]').click();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('hello.ts');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Update imports' });
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => readFile(join(project.path, 'src/other.ts'), 'utf8')).toContain('"./hello"');
});

test('by keyboard: definition in another file, symbols of the project, outline, calls', async () => {
  await openReady('src/main.ts');
  await page.keyboard.press('Control+G');
  await page.keyboard.type('3:15');
  await page.keyboard.press('Enter');
  await waitForTextFocus(page);
  await page.keyboard.press('F12');
  await expect.poll(() => shownText(page)).toContain('export function greetPeople');
  await waitForTextFocus(page);
  await page.keyboard.press('Shift+Alt+H');
  const calls = page.getByRole('tree', { name: 'Calls of greetPeople' });
  const caller = calls.getByRole('treeitem', { name: /^main\.ts.*src\/main\.ts:3/ });
  await expect(caller).toBeVisible();
  await expect(calls.getByRole('treeitem').first()).toBeFocused();
  for (let step = 0; step < 6 && !(await caller.evaluate((row) => row === document.activeElement)); step += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => shownText(page)).toContain('console.log(');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+T');
  await page.keyboard.type('greeting');
  await expect(page.getByRole('option', { name: /greeting/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(() => shownText(page)).toContain('export const greeting');
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Show outline');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree', { name: 'Symbols' }).getByRole('treeitem', { name: /greeting/ })).toBeVisible();
});

test('what a reader is shown: hover, signature, names of parameters, colours by meaning', async () => {
  const userSettings = join(ide.userData, 'user', 'settings.json');
  await openReady('src/main.ts');
  // The name of the parameter stands before the text that is given for it.
  await expect.poll(() => shownText(page)).toContain('greetPeople(name:"Mira")');
  await page.locator('.monaco-editor .view-line', { hasText: 'console' }).getByText('greetPeople').hover();
  await expect(page.locator('.monaco-hover:not(.hidden)').first()).toContainText(
    'function greetPeople(name: string): string',
  );
  await page.keyboard.press('Control+End');
  await page.keyboard.type('greetPeople(');
  const signature = page.locator('.parameter-hints-widget.visible');
  await expect(signature).toContainText('greetPeople(name: string): string');
  await expect(signature.locator('.parameter.active')).toContainText('name: string');
  await page.keyboard.press('Escape');

  // Only the server knows that what is handed on here is a function; the grammar takes it for any other name.
  await writeFile(
    join(project.path, 'src/list.ts'),
    'import { greetPeople } from "./greet";\n\nexport const all = ["Mira"].map(greetPeople);\n',
  );
  await openReady('src/list.ts');
  const line = page.locator('.monaco-editor .view-line', { hasText: 'export' });
  const colourOf = (word: string) =>
    line.getByText(word, { exact: true }).evaluate((element) => getComputedStyle(element).color);
  const hasColourOfFunctions = async () => (await colourOf('greetPeople')) === (await colourOf('map'));
  await expect.poll(hasColourOfFunctions).toBe(true);
  await mkdir(join(ide.userData, 'user'), { recursive: true });
  await writeFile(userSettings, '{ "editor.semanticHighlighting": false, "editor.inlayHints": false }');
  await expect.poll(hasColourOfFunctions).toBe(false);
  await openFile(page, 'src/main.ts');
  await expect.poll(() => shownText(page)).toContain('greetPeople("Mira")');
});

test('the formatter of the project formats, also when a file is saved', async () => {
  await writeFile(
    join(project.path, 'biome.json'),
    '{ "javascript": { "formatter": { "quoteStyle": "single", "semicolons": "asNeeded" } } }',
  );
  const cli = `@biomejs/cli-${process.platform}-${process.arch}`;
  await mkdir(join(project.path, 'node_modules', '@biomejs'), { recursive: true });
  await symlink(join(repositoryRoot, 'node_modules', cli), join(project.path, 'node_modules', cli));
  await page.getByRole('button', { name: 'Trust this folder' }).first().click();
  await openReady('src/other.ts');
  await page.keyboard.press('Shift+Alt+F');
  await expect.poll(() => shownText(page)).toContain("import { greetPeople } from './greet'\n");
  await mkdir(join(ide.userData, 'user'), { recursive: true });
  await writeFile(join(ide.userData, 'user', 'settings.json'), '{ "editor.formatOnSave": true }');
  await openFile(page, 'src/fresh.ts');
  await waitForTextFocus(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('export  const age = 36;');
  await page.keyboard.press('Control+s');
  await expect
    .poll(() => readFile(join(project.path, 'src/fresh.ts'), 'utf8'))
    .toBe("export const person = 'Ada'\n\nexport const age = 36\n");
});

test('what languages show is accessible in every theme', async () => {
  await openReady('src/greet.ts');
  await page.keyboard.press('Control+Shift+M');
  await page.getByRole('region', { name: 'src/broken.ts' }).waitFor();
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Show outline');
  await page.keyboard.press('Enter');
  await page.getByRole('treeitem', { name: /greetPeople/ }).waitFor();
  await page.locator('.monaco-editor .view-line').first().click();
  await renameGreet('welcomePeople');
  await page.getByRole('dialog').waitFor();
  for (const theme of ['dark', 'light', 'contrast']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    const { violations } = await axe(page).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${theme} ${id} ${html.slice(0, 200)}`))).toEqual(
      [],
    );
  }
});

/** Puts the cursor on the name of the function and gives it another, up to the preview. */
async function renameGreet(to: string): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.keyboard.type('1:20');
  await page.keyboard.press('Enter');
  await waitForTextFocus(page);
  await page.keyboard.press('F2');
  const field = page.locator('.rename-box input');
  await expect(field).toBeVisible();
  await field.fill(to);
  await page.keyboard.press('Enter');
}
