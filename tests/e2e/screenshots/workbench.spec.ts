import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { launchIde } from '../../support/electron.ts';
import { createFerryProject } from '../../support/ferry-project.ts';
import { settledColours } from '../../support/settled-colours.ts';

const themes = ['dark', 'light', 'contrast'] as const;

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await settledColours(page);
  await page.screenshot({
    path: join(repositoryRoot, 'docs', 'pictures', `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

async function chooseTheme(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page
    .getByRole('option', { name: { dark: /^Dark/, light: /^Light/, contrast: /^High contrast/ }[theme] })
    .click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

test('the workbench and its overlays, in three themes', async () => {
  const project = await createFerryProject();
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await page.getByRole('treeitem', { name: 'src' }).click();
    await page.getByRole('treeitem', { name: 'board', exact: true }).click();
    await page.getByRole('treeitem', { name: 'board.tsx' }).dblclick();
    await page.getByRole('treeitem', { name: 'departures.ts', exact: true }).dblclick();
    await page.locator('.monaco-editor .view-line').first().waitFor();
    // Colours come line by line; the last line has several once they are all there.
    const lastLine = page.locator('.monaco-editor .view-line', { hasText: 'isLate' });
    await expect.poll(() => lastLine.locator('span > span').count()).toBeGreaterThan(3);
    await page.keyboard.press('Control+g');
    await page.keyboard.type('27');
    await page.keyboard.press('Enter');
    await expect(page.locator('.monaco-editor .mtk1').first()).toBeVisible();
    for (const theme of themes) {
      await chooseTheme(page, theme);
      await picture(page, `workbench-${theme}`);
      await page.keyboard.press('Control+Shift+p');
      await page.keyboard.type('save');
      await page.getByRole('option').first().waitFor();
      await picture(page, `palette-${theme}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+p');
      await page.keyboard.type('dep');
      await page.getByRole('option').first().waitFor();
      await picture(page, `quick-open-${theme}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+,');
      await page.getByLabel('Search settings').waitFor();
      await picture(page, `settings-${theme}`);
      await page.keyboard.press('Escape');
    }
  } finally {
    await ide.close();
    await project.dispose();
  }
});

test('the welcome view, in three themes', async () => {
  const project = await createFerryProject();
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('treeitem', { name: 'src' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('f');
    await page.getByRole('heading', { name: 'FlashFusion' }).waitFor();
    for (const theme of themes) {
      await chooseTheme(page, theme);
      await picture(page, `welcome-${theme}`);
    }
  } finally {
    await ide.close();
    await project.dispose();
  }
});
