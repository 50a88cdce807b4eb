import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { buildReference } from './reference/build.ts';
import { type MeasuredWindow, startFlashFusion, startReference } from './support/measured-window.ts';
import { prepareSession, temporaryFolder } from './support/prepared-session.ts';
import { figureRow, percentile, ratioRow } from './support/statistics.ts';
import { clickIntoEditor, typeText, watchKeys } from './support/typing.ts';

const rounds = 7;
const keysPerRound = 120;

/**
 * From a key to the next painted frame, in the product and in the bare editor, turn by turn: Monaco as it comes, with its own TypeScript
 * service, since ours answers while one types, too. Without one the bare editor is measured for comparison.
 */
export default async function typing(): Promise<BenchRow[]> {
  const reference = await buildReference();
  const session = await prepareSession();
  const data = [await temporaryFolder(), await temporaryFolder()] as const;
  const windows: MeasuredWindow[] = [];
  try {
    windows.push(await startFlashFusion(session.userData));
    windows.push(await startReference(reference, data[0].path, session.file, { typescript: true }));
    windows.push(await startReference(reference, data[1].path, session.file));
    await pause(8000);
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
    const [ours = [], bare = [], plain = []] = samples;
    const bar = { most: 1.15, of: 'bare' };
    return [50, 95].flatMap((percent) => {
      const metric = `key to painted frame, p${percent}`;
      const figure = percentile(ours, percent);
      return [
        ratioRow(metric, 'ms', figure, percentile(bare, percent), bar),
        figureRow(`${metric}, bare without TypeScript`, 'ms', figure, undefined, percentile(plain, percent)),
      ];
    });
  } finally {
    for (const window of windows) await window.close();
    await session.dispose();
    for (const folder of data) await folder.dispose();
  }
}
