import type { DevtoolsPage } from './devtools.ts';

/** Waits in the page, frame by frame, until an expression holds; rejects after `patience` ms. Answers `performance.now()`. */
export function untilPage(page: DevtoolsPage, expression: string, patience = 60_000): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const limit = performance.now() + ${patience};
    const look = () => {
      if (${expression}) resolve(performance.now());
      else if (performance.now() > limit) reject(new Error(${JSON.stringify(`never: ${expression}`)}));
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

/** Clicks the row of the explorer that shows a path; `clicks` 2 opens a file for good. */
export async function clickRow(page: DevtoolsPage, path: string, clicks = 1): Promise<void> {
  const selector = JSON.stringify(`[role="treeitem"][data-path="${path}"]`);
  await untilPage(page, `document.querySelector(${selector})`);
  const place = await page.evaluate<{ x: number; y: number }>(`(() => {
    const { left, top } = document.querySelector(${selector}).getBoundingClientRect();
    return { x: left + 60, y: top + 12 };
  })()`);
  for (let clickCount = 1; clickCount <= clicks; clickCount += 1) {
    for (const type of ['mousePressed', 'mouseReleased']) {
      await page.send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount });
    }
  }
}
