import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { settledColours } from '../../support/settled-colours.ts';

test('search and replace, in three themes', async () => {
  const project = await createFerryProject();
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await page.getByRole('treeitem', { name: 'src' }).waitFor();
    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('departure');
    await page.keyboard.press('Enter');
    const results = page.getByRole('tree', { name: 'Results' });
    await results.getByRole('treeitem').nth(3).waitFor();
    await results.getByRole('treeitem').nth(2).click();
    await page.locator('.monaco-editor .view-line').first().waitFor();
    for (const theme of ['dark', 'light', 'contrast']) {
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+t');
      await page
        .getByRole('option', { name: { dark: /^Dark/, light: /^Light/, contrast: /^High contrast/ }[theme] })
        .click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.evaluate(() => document.fonts.ready);
      const picture = async (name: string) => {
        await settledColours(page);
        await page.screenshot({
          path: join(repositoryRoot, 'docs', 'pictures', `${name}-${theme}.png`),
          animations: 'disabled',
          caret: 'hide',
        });
      };
      await page.keyboard.press('Control+Shift+f');
      await picture('search');
      await page.keyboard.press('Control+Shift+h');
      await page.getByRole('textbox', { name: 'Replace', exact: true }).fill('sailing');
      await page.keyboard.press('Alt+p');
      await picture('replace');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Control+Alt+d');
      await page.locator('.editor.modified .view-line').first().waitFor();
      await picture('replace-preview');
      await page.keyboard.press('Escape');
      await page.getByRole('textbox', { name: 'Replace', exact: true }).focus();
      await page.keyboard.press('Alt+p');
      await page.getByRole('button', { name: 'Replace', exact: true }).click();
    }
  } finally {
    await ide.close();
    await project.dispose();
  }
});
