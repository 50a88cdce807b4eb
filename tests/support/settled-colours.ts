import type { Page } from '@playwright/test';

/** Waits until code has kept its colours for half a second: those that a language server tells come after those of the grammar. */
export async function settledColours(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const coloured = () =>
      [...document.querySelectorAll('.view-line span span')].map((part) => getComputedStyle(part).color).join();
    let last = coloured();
    let since = performance.now();
    const deadline = since + 10_000;
    while (performance.now() - since < 500) {
      await new Promise(requestAnimationFrame);
      const now = coloured();
      if (now !== last) since = performance.now();
      last = now;
      if (performance.now() > deadline) throw new Error('the colours of the code do not settle');
    }
  });
}
