import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { buildReference } from './reference/build.ts';
import { type MeasuredWindow, startFlashFusion, startReference } from './support/measured-window.ts';
import { prepareSession, temporaryFolder } from './support/prepared-session.ts';
import { percentile, ratioRow } from './support/statistics.ts';
import { clickIntoEditor, typeText, watchKeys } from './support/typing.ts';

const rounds = 7;
const keysPerRound = 120;

/** From a key to the next painted frame, in the product and in the bare editor, turn by turn. */
export default async function typing(): Promise<BenchRow[]> {
  const reference = await buildReference();
  const session = await prepareSession();
  const referenceData = await temporaryFolder();
  const windows: MeasuredWindow[] = [];
  try {
    windows.push(await startFlashFusion(session.userData));
    windows.push(await startReference(reference, referenceData.path, session.file));
    await pause(6000);
    const pages = await Promise.all(windows.map((window) => window.connect()));
    for (const page of pages) {
      await clickIntoEditor(page);
      await watchKeys(page);
    }
    const samples = pages.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, page] of pages.entries()) {
        const taken = await typeText(page, keysPerRound);
        // The first round fills caches, of the suggestions above all.
        if (round > 0) samples[index]?.push(...taken);
      }
    }
    const [ours = [], bare = []] = samples;
    return [50, 95].map((percent) =>
      ratioRow(`key to painted frame, p${percent}`, 'ms', percentile(ours, percent), percentile(bare, percent), {
        most: 1.15,
        of: 'bare',
      }),
    );
  } finally {
    for (const window of windows) await window.close();
    await session.dispose();
    await referenceData.dispose();
  }
}
