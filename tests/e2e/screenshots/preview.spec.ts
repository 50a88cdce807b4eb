import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { openFile } from '../../support/editor.ts';
import { launchIde } from '../../support/electron.ts';
import { previewedPage, previewPane, showPreview, staticSite } from '../../support/preview.ts';
import { createProject } from '../../support/projects.ts';
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

test('the preview beside the editor, in three themes', async () => {
  const project = await createProject(staticSite);
  const ide = await launchIde({ folder: project.path });
  const { window: page } = ide;
  try {
    await page.getByRole('button', { name: /^Trust/ }).click();
    await openFile(page, 'app.js');
    await showPreview(page);
    const pane = previewPane(page);
    await previewedPage(page).getByRole('button', { name: 'Fail', exact: true }).click();
    await pane.getByRole('button', { name: /^Console, 2 errors/ }).click();
    await pane.getByRole('button', { name: 'Size of the page' }).click();
    await page.getByRole('menuitem', { name: /^Phone/ }).click();
    await expect(pane.getByLabel('Width in pixels')).toBeVisible();
    for (const theme of themes) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      await picture(page, `preview-${theme}`);
    }
  } finally {
    await ide.close();
    await project.dispose();
  }
});
