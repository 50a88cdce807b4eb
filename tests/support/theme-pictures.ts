import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { repositoryRoot } from '../../scripts/repository.ts';
import { settledColours } from './settled-colours.ts';

const themes = ['dark', 'light', 'contrast'] as const;

/** Takes the page in each theme, for the docs: `docs/pictures/<name>-<theme>.png`. */
export async function pictures(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await page.evaluate((shown) => {
      document.documentElement.dataset.theme = shown;
    }, theme);
    await settledColours(page);
    await page.screenshot({
      path: join(repositoryRoot, 'docs', 'pictures', `${name}-${theme}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  }
}
