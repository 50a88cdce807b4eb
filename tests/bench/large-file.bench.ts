import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { createProject } from '../support/projects.ts';
import { buildReference } from './reference/build.ts';
import type { DevtoolsPage } from './support/devtools.ts';
import { takeFrames, watchFrames } from './support/frames.ts';
import { startFlashFusion, startReference } from './support/measured-window.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, percentile, ratioRow } from './support/statistics.ts';
import { clickRow, untilPage } from './support/tree-rows.ts';
import { clickIntoEditor, typeText, watchKeys } from './support/typing.ts';

const rounds = 3;
const keys = 60;
const longestFreeze = 1000;

interface Opening {
  /** Milliseconds from the click to the first painted line. */
  readonly shown: number;
  readonly freeze: number;
  readonly typed: readonly number[];
  /** Milliseconds that making the model took; known for the bare editor only. */
  readonly model: number | null;
}

/** Opening files of 50 MB and of one line of 1 MB, and typing in them. */
export default async function largeFile(): Promise<BenchRow[]> {
  const reference = await buildReference();
  const project = await createProject({
    'large.txt': largeText(50 * 1024 * 1024),
    'line.json': `{"line":"${'0123456789abcdef'.repeat((1024 * 1024) / 16)}"}`,
    'readme.md': '# Large files\n',
  });
  const rows: BenchRow[] = [];
  try {
    for (const [name, title] of [
      ['large.txt', '50 MB'],
      ['line.json', 'line of 1 MB'],
    ] as const) {
      const ours: Opening[] = [];
      const bare: Opening[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await openOurs(project.path, name));
        bare.push(await openBare(reference, join(project.path, name)));
      }
      const of = (openings: readonly Opening[], pick: (opening: Opening) => number) => median(openings.map(pick));
      const typed = (openings: readonly Opening[], percent: number) =>
        percentile(
          openings.flatMap((opening) => opening.typed),
          percent,
        );
      rows.push(
        figureRow(
          `${title}: longest freeze while opening`,
          'ms',
          of(ours, (o) => o.freeze),
          longestFreeze,
          of(bare, (o) => o.freeze),
        ),
        ratioRow(
          `${title}: click to first line`,
          'ms',
          of(ours, (o) => o.shown),
          of(bare, (o) => o.shown),
        ),
        figureRow(
          `${title}: createModel of the bare editor`,
          'ms',
          of(bare, (o) => o.model ?? 0),
        ),
        ratioRow(`${title}: key to painted frame, p50`, 'ms', typed(ours, 50), typed(bare, 50)),
        ratioRow(`${title}: key to painted frame, p95`, 'ms', typed(ours, 95), typed(bare, 95)),
      );
    }
  } finally {
    await project.dispose();
  }
  return rows;
}

async function openOurs(folder: string, name: string): Promise<Opening> {
  const userData = await temporaryFolder();
  const window = await startFlashFusion(userData.path, folder);
  try {
    const page = await window.connect();
    await clickRow(page, 'readme.md', 2);
    // Monaco is loaded and has shown something: what follows is the file's own cost.
    await untilPage(page, `document.querySelector('.monaco-editor .view-line')?.textContent.includes('Large')`);
    await pause(2000);
    await watchFrames(page);
    const started = await page.evaluate<number>('performance.now()');
    await clickRow(page, name, 2);
    const shown = await untilPage(page, firstLineOf(name));
    return await finish(page, shown - started, null);
  } finally {
    await window.close();
    await userData.dispose();
  }
}

async function openBare(app: string, file: string): Promise<Opening> {
  const userData = await temporaryFolder();
  const window = await startReference(app, userData.path, file, { large: true, wait: true });
  try {
    const page = await window.connect();
    await untilPage(page, 'window.bench');
    await pause(2000);
    await watchFrames(page);
    const started = await page.evaluate<number>('performance.now()');
    const model = await page.evaluate<number>('window.bench.show()');
    const shown = await untilPage(page, firstLineOf(file));
    return await finish(page, shown - started, model);
  } finally {
    await window.close();
    await userData.dispose();
  }
}

function firstLineOf(name: string): string {
  const beginning = name.endsWith('.json') ? '{"line"' : 'Line 1 ';
  return `document.querySelector('.monaco-editor .view-line')?.textContent.replaceAll('\\u00a0', ' ').startsWith(${JSON.stringify(beginning)})`;
}

async function finish(page: DevtoolsPage, shown: number, model: number | null): Promise<Opening> {
  await pause(2000);
  const { longestFreeze: freeze } = await takeFrames(page);
  await clickIntoEditor(page);
  await watchKeys(page);
  await pause(500);
  return { shown, freeze, model, typed: await typeText(page, keys) };
}

function largeText(bytes: number): string {
  const lines: string[] = [];
  for (let size = 0, number = 1; size < bytes; number += 1) {
    const line = `Line ${number} of the log: departure ${(number * 7919) % 100_000} left pier ${number % 12} on time.`;
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join('\n');
}
