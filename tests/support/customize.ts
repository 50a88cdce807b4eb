import { expect, type Page } from '@playwright/test';
import { axe } from './axe.ts';

/** Serious and critical findings of axe in the page as it is, in words. */
async function findings(page: Page): Promise<string[]> {
  await settled(page);
  const { violations } = await axe(page).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, target }) => `${id}: ${help}: ${target.join(' ')} ${html.slice(0, 200)}`),
    );
}

/** Expects axe to find nothing serious in any bundled theme, and in the one that is shown if it is an imported one. */
export async function expectAccessible(page: Page): Promise<void> {
  if (await page.evaluate(() => document.documentElement.dataset.colorTheme !== undefined)) {
    expect(await findings(page), 'imported').toEqual([]);
    return;
  }
  const before = await page.evaluate(() => document.documentElement.dataset.theme);
  for (const theme of ['dark', 'light', 'contrast']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    expect(await findings(page), theme).toEqual([]);
  }
  await page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, before);
}

/** Runs a command by its title, as somebody would who doesn't know its keys. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+Shift+p');
  await page.getByRole('combobox', { name: 'Search commands' }).fill(title);
  await page
    .getByRole('option', { name: new RegExp(title, 'i') })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Waits until nothing moves or fades any more: half faded text has less contrast. What never ends is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
  });
}
