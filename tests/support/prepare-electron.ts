import { buildBundles } from '../../scripts/build/build-bundles.ts';
import { ensureChromium } from '../../scripts/chromium.ts';
import { prepareDisplay } from '../../scripts/prepare-display.ts';

/** Playwright's global setup: what every window needs, once for a run. Returns what undoes it. */
export default async function prepareElectron(): Promise<() => Promise<void>> {
  await buildBundles({ mode: 'release' });
  if (testsInBrowser()) await ensureChromium();
  const display = await prepareDisplay();
  return display.dispose;
}

/** Whether this run is of the project `browser`, alone or with others: then there must be one. */
function testsInBrowser(): boolean {
  const named = process.argv.some((argument) => argument.startsWith('--project'));
  return !named || process.argv.some((argument) => /^(--project=)?browser$/.test(argument));
}
