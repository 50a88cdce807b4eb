import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { launchIde } from '../support/electron.ts';
import { copyRealPackage, type RealPackage } from '../support/projects.ts';

const run = promisify(execFile);

async function openByQuickOpen(page: Page, query: string, name: string): Promise<void> {
  await page.keyboard.press('Control+p');
  await page.keyboard.type(query);
  await page
    .getByRole('option', { name: new RegExp(name.replaceAll('.', '\\.')) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: new RegExp(name.replaceAll('.', '\\.')) }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)).toBe(true);
}

const packages: readonly { name: RealPackage; files: readonly { query: string; path: string }[] }[] = [
  {
    name: 'zod',
    files: [
      { query: 'src/v4/core/schemas.ts', path: 'src/v4/core/schemas.ts' },
      { query: 'locales/de.ts', path: 'src/v4/locales/de.ts' },
      { query: 'package.json', path: 'package.json' },
    ],
  },
  {
    name: 'drizzle-orm',
    files: [
      { query: 'sqlite-core/db.d.ts', path: 'sqlite-core/db.d.ts' },
      { query: 'better-sqlite3/driver.js', path: 'better-sqlite3/driver.js' },
      { query: 'README.md', path: 'README.md' },
    ],
  },
];

for (const { name, files } of packages) {
  test(`the sources of ${name}: browsed, edited, saved, and found as they were`, async () => {
    const project = await copyRealPackage(name);
    const userData = await mkdtemp(join(tmpdir(), 'flashfusion-real-'));
    let ide = await launchIde({ folder: project.path, userData });
    try {
      await ide.window.getByRole('treeitem').first().waitFor();
      const before = new Map<string, string>();
      for (const { query, path } of files) {
        before.set(path, await readFile(join(project.path, path), 'utf8'));
        await openByQuickOpen(ide.window, query, path.split('/').at(-1) as string);
        await ide.window.keyboard.press('Control+Home');
        await ide.window.keyboard.type(`// edited ${path}`);
        await ide.window.keyboard.press('Enter');
      }
      await ide.window.keyboard.press('Control+k');
      await ide.window.keyboard.press('s');
      for (const { path } of files) {
        await expect
          .poll(() => readFile(join(project.path, path), 'utf8'), { message: path })
          .toBe(`// edited ${path}\n${before.get(path)}`);
      }
      const { stdout } = await run('git', ['status', '--porcelain'], { cwd: project.path });
      const changed = stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(3));
      expect(changed.sort()).toEqual(files.map(({ path }) => path).sort());

      await ide.close();
      ide = await launchIde({ userData });
      for (const { path } of files) {
        await expect(ide.window.getByRole('tab', { name: new RegExp(`${path.split('/').at(-1)}`) })).toBeVisible();
      }
      await expect(ide.window.locator('.view-lines').first()).toContainText('edited');
    } finally {
      await ide.close();
      await project.dispose();
      await rm(userData, { recursive: true, force: true });
    }
  });
}
