import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchIde } from '../support/electron.ts';
import { createProject } from '../support/projects.ts';

test('from start to a saved edit with the keyboard alone', async () => {
  const project = await createProject({ 'src/ferry.ts': 'export const pier = 4;\n', 'README.md': '# Ferry\n' });
  const ide = await launchIde({ folder: project.path });
  const { keyboard } = ide.window;
  const focusedRole = () => ide.window.evaluate(() => document.activeElement?.closest('[role]')?.getAttribute('role'));
  try {
    await ide.window.getByRole('treeitem', { name: 'src' }).waitFor();

    // The tree: open a folder, open a file, come to its editor.
    await keyboard.press('Control+Shift+e');
    await expect.poll(focusedRole).toMatch(/tree/);
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    await ide.window.getByRole('treeitem', { name: 'ferry.ts' }).waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await ide.window.getByRole('tab', { name: /ferry\.ts/ }).waitFor();
    await expect
      .poll(() => ide.window.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null))
      .toBe(true);

    // Edit, save.
    await keyboard.press('Control+End');
    await keyboard.type('export const ship = "Freya";');
    await keyboard.press('Control+s');
    const file = join(project.path, 'src/ferry.ts');
    await expect.poll(() => readFile(file, 'utf8')).toBe('export const pier = 4;\nexport const ship = "Freya";');

    // Quick open another file, go to a line, close it.
    await keyboard.press('Control+p');
    await keyboard.type('readme');
    await ide.window
      .getByRole('option', { name: /README\.md/ })
      .first()
      .waitFor();
    await keyboard.press('Enter');
    await ide.window.getByRole('tab', { name: /README\.md/ }).waitFor();
    await expect
      .poll(() => ide.window.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null))
      .toBe(true);
    await keyboard.press('Control+w');
    await expect(ide.window.getByRole('tab', { name: /README\.md/ })).toHaveCount(0);

    // Any command by name.
    await keyboard.press('Control+Shift+p');
    await keyboard.type('side bar');
    await ide.window.getByRole('option').first().waitFor();
    await keyboard.press('Escape');

    // Regions in order, and back.
    await keyboard.press('F6');
    const first = await ide.window.evaluate(() => document.activeElement?.outerHTML);
    await keyboard.press('F6');
    await keyboard.press('Shift+F6');
    expect(await ide.window.evaluate(() => document.activeElement?.outerHTML)).toBe(first);
  } finally {
    await ide.close();
    await project.dispose();
  }
});
