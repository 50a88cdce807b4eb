import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** A site without packages: two pages, a style sheet, and a script that logs and fails on demand. */
export const staticSite: Readonly<Record<string, string>> = {
  'index.html': `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Harbour</title>
    <link rel="stylesheet" href="styles.css" />
    <script src="app.js" defer></script>
  </head>
  <body>
    <h1>Harbour</h1>
    <p><a href="timetable.html">Timetable</a> <a href="https://example.com/ferries" id="away">Ferries</a></p>
    <button type="button" id="fail">Fail</button>
    <button type="button" id="window">Open a window</button>
  </body>
</html>
`,
  'timetable.html': '<!doctype html><title>Timetable</title><h1>Timetable</h1><a href="index.html">Back home</a>\n',
  'styles.css': 'h1 { color: rgb(0, 128, 0); }\n',
  'app.js': `console.log('ready', { boats: 3 });
console.warn('low tide');

function depart(boat) {
  throw new Error('No such boat: ' + boat);
}

document.querySelector('#fail').addEventListener('click', () => {
  fetch('/missing.json');
  depart('Aurora');
});
document.querySelector('#window').addEventListener('click', () => {
  window.open('https://example.com/map');
});
`,
};

/** The pane beside the editor. */
export function previewPane(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Preview' });
}

/** The page in the preview. */
export function previewedPage(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Previewed page"]');
}

/** Presses the preview's keys and waits until its pane is there. */
export async function showPreview(page: Page): Promise<void> {
  await page.keyboard.press('Control+Alt+p');
  await expect(previewPane(page)).toBeVisible();
}

/** The port that the status bar shows for the preview. */
export async function previewPort(page: Page): Promise<number> {
  const item = page.locator('.status-bar').getByRole('button', { name: /^Preview on port/ });
  const text = await item.textContent({ timeout: 60_000 });
  return Number(/\d+/.exec(text ?? '')?.[0]);
}
