import type { FullConfig } from '@playwright/test';
import { buildBundles } from '../../scripts/build/build-bundles.ts';
import { ensureChromium } from '../../scripts/chromium.ts';
import { prepareDisplay } from '../../scripts/prepare-display.ts';
import { ensureSystemLibraries } from '../../scripts/system-libraries.ts';
import { startVirtualDisplay } from '../../scripts/virtual-display.ts';
import { shareDisplays } from './worker-display.ts';

/** Playwright's global setup: what every window needs, once for a run. Returns what undoes it. */
export default async function prepareElectron({ workers }: FullConfig): Promise<() => Promise<void>> {
  await buildBundles({ mode: 'release' });
  if (testsInBrowser()) await ensureChromium();
  const first = await prepareDisplay();
  const displays: { dispose(): Promise<void> }[] = [first];
  if (workers > 1) {
    await ensureSystemLibraries({ executablePath: first.runtime.executablePath, needsVirtualDisplay: true });
    const others = await Promise.all(Array.from({ length: workers - 1 }, startVirtualDisplay));
    displays.push(...others);
    shareDisplays([process.env.DISPLAY ?? '', ...others.map(({ name }) => name)]);
  }
  return async () => void (await Promise.all(displays.map((display) => display.dispose())));
}

/** Whether this run is of the project `browser`, alone or with others: then there must be one. */
function testsInBrowser(): boolean {
  const named = process.argv.some((argument) => argument.startsWith('--project'));
  return !named || process.argv.some((argument) => /^(--project=)?browser$/.test(argument));
}
