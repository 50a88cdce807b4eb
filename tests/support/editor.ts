import { expect, type Locator, type Page } from '@playwright/test';

/** The row of a file or folder in the explorer, by its path. */
export function treeRow(page: Page, path: string): Locator {
  return page.locator(`[role="treeitem"][data-path="${path}"]`);
}

/** Opens the folders above a file, then the file itself in a tab that stays, and waits for its text. */
export async function openFile(page: Page, path: string): Promise<void> {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const folder = treeRow(page, path.slice(0, slash));
    if ((await folder.getAttribute('aria-expanded')) !== 'true') await folder.click();
  }
  await treeRow(page, path).dblclick();
  await expect(tab(page, path).and(page.locator('[aria-selected="true"]')).first()).toBeVisible();
}

/** The tab of a file. Its name begins with the file's own and goes on with its state. */
export function tab(page: Page, path: string): Locator {
  const name = path.slice(path.lastIndexOf('/') + 1).replaceAll(/[.()]/g, '\\$&');
  return page.getByRole('tab', { name: new RegExp(`^${name}(,|$)`) });
}

/** The lines that are in view in the editor of a group, from 0; Monaco writes spaces as no-break spaces. */
export async function shownText(page: Page, group = 0): Promise<string> {
  const lines = await page
    .locator('.dv-groupview')
    .nth(group)
    .locator('.view-lines .view-line')
    .evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** Waits until keys go into the text. */
export async function waitForTextFocus(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => document.activeElement?.closest('.monaco-editor .view-lines, .monaco-editor') !== null),
    )
    .toBe(true);
}

/** Whether a tab says that its document is not saved. */
export function isUnsaved(page: Page, path: string): Promise<boolean> {
  return tab(page, path)
    .first()
    .getAttribute('aria-label')
    .then((label) => label?.includes('unsaved') ?? false);
}

/** Drags one element onto a part of another, from 0 to 1 of its width and height, as slowly as a hand would. */
export async function drag(page: Page, from: Locator, to: Locator, part: { x: number; y: number }): Promise<void> {
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  if (!start || !end) throw new Error('what is dragged or where to is not on the screen');
  const target = { x: end.x + end.width * part.x, y: end.y + end.height * part.y };
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 8, start.y + start.height / 2 + 8, { steps: 2 });
  await page.mouse.move(target.x, target.y, { steps: 8 });
  await page.mouse.move(target.x + 2, target.y, { steps: 2 });
  await page.mouse.up();
}
