import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { axe } from '../support/axe.ts';
import { shownText, tab, waitForTextFocus } from '../support/editor.ts';
import { type LaunchedIde, launchIde } from '../support/electron.ts';
import { markedProcesses } from '../support/marked-processes.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';

const results = (page: Page) => page.getByRole('tree', { name: 'Results' });
const dialog = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'));
const status = (page: Page) => page.locator('.search-status [role="status"]');

async function withProject(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (page: Page, project: TemporaryProject, ide: LaunchedIde) => Promise<void>,
): Promise<void> {
  const project = await createProject(files);
  const ide = await launchIde({ folder: project.path });
  try {
    await ide.window.getByRole('tree', { name: 'Files' }).getByRole('treeitem').first().waitFor();
    await work(ide.window, project, ide);
  } finally {
    await ide.close();
    await project.dispose();
  }
}

async function searchFor(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+Shift+f');
  await page.getByRole('textbox', { name: 'Search', exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

test('finds, opens and goes through results with the keyboard alone', async () => {
  const files = {
    'src/pier.ts': 'export const pier = 4;\nconst ferry = "Freya";\n',
    'src/board.ts': 'import { pier } from "./pier";\nboard(pier);\n',
    'README.md': '# Ferries\n',
  };
  await withProject(files, async (page, project) => {
    const { keyboard } = page;
    await keyboard.press('Control+Shift+f');
    await expect(page.getByRole('textbox', { name: 'Search', exact: true })).toBeFocused();
    await keyboard.type('pier');
    await keyboard.press('Enter');
    await expect(status(page)).toHaveText('4 results in 2 files');
    await keyboard.press('ArrowDown');
    await expect(results(page)).toBeFocused();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(tab(page, 'src/board.ts')).toBeVisible();
    await waitForTextFocus(page);
    // The match is selected: typing takes its place.
    await keyboard.type('quay');
    await expect.poll(() => shownText(page)).toContain('import { quay }');
    await keyboard.press('F4');
    await keyboard.press('F4');
    await expect(tab(page, 'src/board.ts')).toBeVisible();
    await expect(status(page)).toHaveText('3 results in 2 files');
    await keyboard.press('Control+Shift+f');
    await keyboard.press('ArrowDown');
    await expect(results(page)).toBeFocused();
    await keyboard.press('Home');
    await keyboard.press('ArrowLeft');
    await expect(results(page).getByRole('treeitem', { expanded: false })).toHaveCount(1);
    await keyboard.press('Delete');
    await expect(status(page)).toHaveText('1 result in 1 file');
    // Replacing and taking it back, by keys too.
    await keyboard.press('Control+Shift+h');
    await expect(page.getByRole('textbox', { name: 'Replace', exact: true })).toBeFocused();
    await keyboard.type('jetty');
    await keyboard.press('Control+Alt+Enter');
    await expect(dialog(page).getByRole('button', { name: 'Replace all', exact: true })).toBeFocused();
    await keyboard.press('Enter');
    await expect.poll(() => readFile(join(project.path, 'src/pier.ts'), 'utf8')).toContain('const jetty = 4');
    await keyboard.press('Control+Shift+h');
    const undo = page.getByRole('button', { name: 'Undo replace' });
    await undo.waitFor();
    for (let step = 0; step < 15 && !(await undo.evaluate((button) => button === document.activeElement)); step += 1)
      await keyboard.press('Tab');
    await keyboard.press('Enter');
    await expect.poll(() => readFile(join(project.path, 'src/pier.ts'), 'utf8')).toBe(files['src/pier.ts']);
  });
});

test('a search that takes long is stopped by Escape, and its ripgrep with it', async () => {
  // An expression that must be tried from every place of every line takes minutes here.
  const files = { 'slow.txt': `${'x'.repeat(120)}\n`.repeat(20_000), 'quick.txt': 'pier\n' };
  await withProject(files, async (page, project) => {
    await page.keyboard.press('Control+Shift+f');
    await expect(page.getByRole('textbox', { name: 'Search', exact: true })).toBeFocused();
    await page.keyboard.press('Alt+r');
    await page.keyboard.type('(?=x)x*x*x*x*[yz]');
    await page.keyboard.press('Enter');
    const searches = () =>
      markedProcesses('none', [project.path]).filter(({ command }) => /--engine=auto/.test(command));
    await expect.poll(() => searches().length).toBeGreaterThan(0);
    await expect(status(page)).toHaveText('Searching');
    await page.keyboard.press('Escape');
    await expect(status(page)).toHaveText(/^Stopped\./);
    await expect.poll(() => searches()).toEqual([]);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('pi.r');
    await page.keyboard.press('Enter');
    await expect(status(page)).toHaveText('1 result in 1 file');
  });
});

test('a bad expression is explained at its field', async () => {
  await withProject({ 'a.txt': 'one\n' }, async (page) => {
    await searchFor(page, 'one(');
    await expect(status(page).or(page.getByText('No results'))).toBeVisible();
    await page.keyboard.press('Alt+r');
    await expect(page.locator('.field-problem')).toHaveText('Unclosed group.');
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('on.');
    await expect(status(page)).toHaveText('1 result in 1 file');
  });
});

test('unsaved text is what is searched and replaced, and stays unsaved', async () => {
  await withProject({ 'a.txt': 'old words\n' }, async (page, project) => {
    await page.getByRole('treeitem', { name: 'a.txt' }).dblclick();
    await waitForTextFocus(page);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('newer words');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+Shift+f');
    await expect(page.getByRole('textbox', { name: 'Search', exact: true })).toHaveValue('newer words');
    await searchFor(page, 'newer');
    await expect(status(page)).toHaveText('1 result in 1 file');
    await page.keyboard.press('Control+Shift+h');
    await page.getByRole('textbox', { name: 'Replace', exact: true }).fill('latest');
    await expect(results(page).locator('del')).toHaveText(['newer']);
    await page.keyboard.press('Control+Alt+Enter');
    await dialog(page).getByRole('button', { name: 'Replace all', exact: true }).click();
    await expect.poll(() => shownText(page)).toBe('latest words');
    await page.getByRole('button', { name: 'Undo replace' }).click();
    await expect.poll(() => shownText(page)).toBe('newer words');
    expect(await readFile(join(project.path, 'a.txt'), 'utf8')).toBe('old words\n');
  });
});

test('a thousand matches across files are replaced, and taken back byte for byte', async () => {
  const lines = (file: number, end: string) =>
    Array.from({ length: 25 }, (_, line) => `const departure_${file}_${line} = "Überfahrt"; // departure`).join(end);
  const files: Record<string, string | Uint8Array> = { '.gitattributes': '* -text\n' };
  for (let file = 0; file < 20; file++) {
    const text = lines(file, file % 3 === 0 ? '\r\n' : '\n');
    files[`src/f${file}.ts`] =
      file % 4 === 1
        ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
        : file % 4 === 2
          ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])
          : Buffer.from(text);
  }
  await withProject(files, async (page, project) => {
    const read = (name: string) => readFile(join(project.path, name));
    const open = page.getByRole('treeitem', { name: 'src' });
    await open.click();
    await page.getByRole('treeitem', { name: 'f0.ts' }).dblclick();
    await expect.poll(() => shownText(page)).toContain('departure_0_0');
    await searchFor(page, 'departure');
    await expect(status(page)).toHaveText('1,000 results in 20 files');
    await page.keyboard.press('Control+Shift+h');
    await page.getByRole('textbox', { name: 'Replace', exact: true }).fill('arrival');
    await page.keyboard.press('Control+Alt+Enter');
    await expect(dialog(page)).toContainText('1,000 matches in 20 files');
    await dialog(page).getByRole('button', { name: 'Replace all', exact: true }).click();
    await expect(page.getByText('1,000 matches in 20 files replaced')).toBeVisible();
    for (const [name, before] of Object.entries(files)) {
      if (!name.startsWith('src/')) continue;
      const encoding = name.endsWith('f1.ts') ? 'utf16le' : 'utf8';
      if (!/f(0|1|2|3)\.ts$/.test(name)) continue;
      const expected = Buffer.from(before).toString(encoding).replaceAll('departure', 'arrival');
      expect((await read(name)).toString(encoding), name).toBe(expected);
    }
    await expect.poll(() => shownText(page)).toContain('arrival_0_0');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(page.getByText('20 files are as before the replace')).toBeVisible();
    for (const [name, before] of Object.entries(files)) {
      expect((await read(name)).equals(Buffer.from(before)), name).toBe(true);
    }
    await expect.poll(() => shownText(page)).toContain('departure_0_0');
  });
});

test('says what was left out when nothing is found, and looks there when asked', async () => {
  const files = { '.gitignore': 'dist\n', 'dist/out.js': 'pier\n', 'src/a.ts': 'quay\n', 'docs/b.md': 'quay\n' };
  await withProject(files, async (page) => {
    await searchFor(page, 'pier');
    await expect(page.getByText('3 files were searched. Left out: ignored files, binary files.')).toBeVisible();
    await page.getByRole('button', { name: 'Search ignored files' }).click();
    await expect(status(page)).toHaveText('1 result in 1 file');
    // Only below one folder, from the explorer.
    await page.keyboard.press('Control+Shift+e');
    await page.getByRole('treeitem', { name: 'docs' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Find in folder' }).click();
    await expect(page.getByRole('textbox', { name: 'Files to include' })).toHaveValue('./docs');
    await expect(page.getByText('1 file was searched, only in ./docs. Binary files are left out.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('quay');
    await page.keyboard.press('Enter');
    await expect(status(page)).toHaveText('1 result in 1 file');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('textbox', { name: 'Search', exact: true })).toHaveValue('pier');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('textbox', { name: 'Search', exact: true })).toHaveValue('quay');
  });
});

test('replaces one match, shows what it does to a file, and follows changes on disk', async () => {
  const files = { 'a.ts': 'let pierHead = 1;\nlet pierTail = 2;\n', 'b.ts': 'PIER\n' };
  await withProject(files, async (page, project) => {
    const read = (name: string) => readFile(join(project.path, name), 'utf8');
    await searchFor(page, '(p)ier');
    await page.keyboard.press('Alt+r');
    await expect(status(page)).toHaveText('3 results in 2 files');
    await page.keyboard.press('Control+Shift+h');
    await page.keyboard.type('$1ontoon');
    await page.keyboard.press('Alt+p');
    await expect(results(page).locator('ins')).toHaveText(['pontoon', 'pontoon', 'PONTOON']);
    await page.keyboard.press('ArrowDown');
    await expect(results(page)).toBeFocused();
    await page.keyboard.press('Control+Alt+d');
    const preview = page.getByRole('region', { name: 'Preview of the replace' });
    await expect(preview.locator('.editor.modified')).toContainText('pontoonHead');
    await page.keyboard.press('Escape');
    await expect(preview).toHaveCount(0);
    await page.keyboard.press('Control+Shift+f');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Shift+1');
    await expect.poll(() => read('a.ts')).toBe('let pontoonHead = 1;\nlet pierTail = 2;\n');
    await page.keyboard.press('Control+Shift+1');
    await expect.poll(() => read('a.ts')).toBe('let pontoonHead = 1;\nlet pontoonTail = 2;\n');
    await expect(status(page)).toHaveText('1 result in 1 file');
    await page.keyboard.press('Control+z');
    await expect.poll(() => read('a.ts')).toBe('let pontoonHead = 1;\nlet pierTail = 2;\n');
    await writeFile(join(project.path, 'c.ts'), 'pier\n');
    await expect(status(page)).toHaveText('3 results in 3 files');
  });
});

test('axe finds nothing serious in any theme', async () => {
  const files = { 'src/a.ts': 'let pier = 1;\n', 'src/b.ts': 'pier();\n' };
  await withProject(files, async (page) => {
    await searchFor(page, 'pier');
    await page.keyboard.press('Control+Shift+h');
    await page.keyboard.type('quay');
    await page.keyboard.press('Control+Shift+j');
    await expect(status(page)).toHaveText('2 results in 2 files');
    await page.getByRole('textbox', { name: 'Search', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    for (const theme of ['dark', 'light', 'contrast']) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      const { violations } = await axe(page).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)),
        theme,
      ).toEqual([]);
    }
  });
});
