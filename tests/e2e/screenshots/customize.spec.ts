import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { runCommand } from '../../support/customize.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { settledColours } from '../../support/settled-colours.ts';

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await settledColours(page);
  await page.screenshot({
    path: join(repositoryRoot, 'docs', 'pictures', `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

async function chooseTheme(page: Page, name: 'Dark' | 'Light' | 'High contrast'): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  const theme = { Dark: 'dark', Light: 'light', 'High contrast': 'contrast' }[name];
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

test('keys, the sheet, and a theme that is imported', async () => {
  const project = await createFerryProject();
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await page.getByRole('treeitem', { name: 'src' }).click();
    await page.getByRole('treeitem', { name: 'departures.ts', exact: true }).dblclick();
    const lastLine = page.locator('.monaco-editor .view-line', { hasText: 'isLate' });
    await expect.poll(() => lastLine.locator('span > span').count()).toBeGreaterThan(3);
    for (const theme of ['Light', 'High contrast', 'Dark'] as const) {
      await chooseTheme(page, theme);
      const suffix = { Dark: 'dark', Light: 'light', 'High contrast': 'contrast' }[theme];
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+s');
      await page.getByLabel('Search shortcuts').waitFor();
      await page.keyboard.press('ArrowDown');
      await picture(page, `keybindings-${suffix}`);
      await page.getByRole('button', { name: 'Close keyboard shortcuts' }).click();
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+r');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await picture(page, `shortcut-sheet-${suffix}`);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+s');
    await page.getByLabel('Search shortcuts').fill('go to file');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+k');
    await page.getByRole('region', { name: 'Other commands with these keys' }).waitFor();
    await picture(page, 'record-keys-dark');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close keyboard shortcuts' }).click();
    const chooser = page.waitForEvent('filechooser');
    await runCommand(page, 'Import a VS Code theme');
    await (await chooser).setFiles(join(repositoryRoot, 'tests/support/themes/harbour-color-theme.jsonc'));
    await page.getByRole('button', { name: 'Import and use' }).waitFor();
    await picture(page, 'theme-import-dark');
    await page.getByRole('button', { name: 'Import and use' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-color-theme', 'harbour-night');
    await picture(page, 'theme-imported');
  } finally {
    await ide.close();
    await project.dispose();
  }
});
