import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { createProject } from '../support/projects.ts';
import type { DevtoolsPage } from './support/devtools.ts';
import { takeFrames, watchFrames } from './support/frames.ts';
import { startFlashFusion } from './support/measured-window.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, percentile } from './support/statistics.ts';
import { clickRow, untilPage } from './support/tree-rows.ts';

const folders = 100;
const filesPerFolder = 1000;
const openings = 15;
/** Folders that hold 100,000 files each, side by side: each is opened once, so that none of its rows are known. */
const flatFolders = 3;
const flatFiles = 100_000;
/** A display makes 60 frames a second, and a timer is late by a little. */
const frame = 16.7 * 1.2;

/** The explorer over 100,000 files: how soon the rows of a folder show, and how smoothly all of them scroll. */
export default async function tree(): Promise<BenchRow[]> {
  return [...(await manyFolders()), ...(await flatFolder())];
}

async function manyFolders(): Promise<BenchRow[]> {
  const project = await createProject({ 'readme.md': '# Many files\n' });
  const userData = await temporaryFolder();
  for (let folder = 0; folder < folders; folder += 1) {
    const path = join(project.path, folderName(folder));
    await mkdir(path);
    const names = Array.from({ length: filesPerFolder }, (_, file) => `file-${file}.ts`);
    await Promise.all(names.map((name) => writeFile(join(path, name), '')));
  }
  const window = await startFlashFusion(userData.path, project.path);
  try {
    const page = await window.connect();
    await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await clickRow(page, folderName(0));
    await untilPage(page, rowIn(folderName(0)));
    await pause(2000);
    const opened = await openFolders(page);
    const { rows, freeze } = await openAll(page);
    const scrolled = await scrollThrough(page);
    return [
      figureRow('first rows of a folder of 1,000, median', 'ms', median(opened), 100),
      figureRow('first rows of a folder of 1,000, slowest', 'ms', Math.max(...opened)),
      figureRow('expand all: 100,100 rows shown', 'ms', rows),
      figureRow('expand all: longest freeze', 'ms', freeze, 1000),
      figureRow('frames while scrolling 100,100 rows, p50', 'ms', percentile(scrolled.intervals, 50)),
      figureRow('frames while scrolling 100,100 rows, p95', 'ms', percentile(scrolled.intervals, 95), frame),
      figureRow(
        'frames over 33 ms',
        '%',
        share(scrolled.intervals, (interval) => interval > 33),
      ),
      figureRow('frames with rows missing', '%', scrolled.missing),
    ];
  } finally {
    await window.close();
    await project.dispose();
    await userData.dispose();
  }
}

/** The hardest folder there is: everything in one. */
async function flatFolder(): Promise<BenchRow[]> {
  const project = await createProject({ 'readme.md': '# Many files\n' });
  const userData = await temporaryFolder();
  for (let folder = 0; folder <= flatFolders; folder += 1) {
    const path = join(project.path, folderName(folder));
    mkdirSync(path);
    const files = folder === 0 ? 1 : flatFiles;
    for (let file = 0; file < files; file += 1) writeFileSync(join(path, `file-${file}.ts`), '');
  }
  const window = await startFlashFusion(userData.path, project.path);
  try {
    const page = await window.connect();
    await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await clickRow(page, folderName(0));
    await untilPage(page, rowIn(folderName(0)));
    await pause(2000);
    const first: number[] = [];
    const all: number[] = [];
    await page.press({ key: 'ArrowLeft', keyCode: 37 });
    await noteKeys(page);
    for (let folder = 1; folder <= flatFolders; folder += 1) {
      const opened = await openFolder(page, folder);
      first.push(opened.painted - opened.pressed);
      const whole = `document.querySelector('.explorer-rows').offsetHeight > ${flatFiles * 24}`;
      all.push((await untilPage(page, whole)) - opened.pressed);
      await page.press({ key: 'ArrowLeft', keyCode: 37 });
      await pause(1000);
    }
    return [
      figureRow('first rows of one folder of 100,000, median', 'ms', median(first), 100),
      figureRow('all rows of one folder of 100,000, median', 'ms', median(all)),
    ];
  } finally {
    await window.close();
    await project.dispose();
    await userData.dispose();
  }
}

/** Milliseconds from the key that opens a folder, which makes the listing call, to the first painted rows. */
async function openFolders(page: DevtoolsPage): Promise<number[]> {
  const times: number[] = [];
  await noteKeys(page);
  await page.press({ key: 'ArrowLeft', keyCode: 37 });
  for (let folder = 1; folder <= openings; folder += 1) {
    const { pressed, painted } = await openFolder(page, folder);
    times.push(painted - pressed);
    await page.press({ key: 'ArrowLeft', keyCode: 37 });
    await pause(100);
  }
  return times;
}

async function noteKeys(page: DevtoolsPage): Promise<void> {
  await page.evaluate(`void window.addEventListener('keydown', (event) => {
    window.benchKey = event.timeStamp;
  }, { capture: true })`);
}

/** Steps down to a folder and opens it: when its key was pressed and when its first rows were painted. */
async function openFolder(page: DevtoolsPage, folder: number): Promise<{ pressed: number; painted: number }> {
  await page.press({ key: 'ArrowDown', keyCode: 40 });
  await untilPage(page, `document.querySelector('.explorer-row-focused')?.dataset.path === '${folderName(folder)}'`);
  await page.press({ key: 'ArrowRight', keyCode: 39 });
  const painted = await untilPage(page, rowIn(folderName(folder)));
  return { pressed: await page.evaluate<number>('window.benchKey'), painted };
}

async function openAll(page: DevtoolsPage): Promise<{ rows: number; freeze: number }> {
  await page.press({ key: 'Escape', keyCode: 27 });
  await page.press({ key: 'Home', keyCode: 36 });
  await page.press({ key: 'P', keyCode: 80, ctrl: true, shift: true });
  await pause(500);
  for (const letter of 'Expand all folders') await page.press({ key: letter });
  await pause(1000);
  await watchFrames(page);
  const started = await page.evaluate<number>('performance.now()');
  await page.press({ key: 'Enter', keyCode: 13 });
  const all = `document.querySelector('.explorer-rows').offsetHeight > ${folders * filesPerFolder * 24}`;
  const shown = await untilPage(page, all);
  await pause(500);
  const { longestFreeze } = await takeFrames(page);
  return { rows: shown - started, freeze: longestFreeze };
}

/** Turns the wheel for ten seconds, at the pace of a hand and faster. */
async function scrollThrough(page: DevtoolsPage): Promise<{ intervals: readonly number[]; missing: number }> {
  const place = await page.evaluate<{ x: number; y: number }>(`(() => {
    const { left, top } = document.querySelector('.explorer-tree').getBoundingClientRect();
    return { x: left + 80, y: top + 200 };
  })()`);
  await page.evaluate(`void (window.benchMissing = { frames: 0, missing: 0, running: true }, (function look() {
    const { left, top, bottom } = document.querySelector('.explorer-tree').getBoundingClientRect();
    const covered = [top + 16, bottom - 16].every((y) => document.elementFromPoint(left + 80, y)?.closest('.explorer-row'));
    window.benchMissing.frames += 1;
    if (!covered) window.benchMissing.missing += 1;
    if (window.benchMissing.running) requestAnimationFrame(() => setTimeout(look));
  })())`);
  await watchFrames(page);
  const ends = performance.now() + 10_000;
  for (let turn = 0; performance.now() < ends; turn += 1) {
    const deltaY = turn % 200 < 100 ? 120 : 600;
    await page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...place, deltaX: 0, deltaY });
    await pause(12);
  }
  const { intervals } = await takeFrames(page);
  const { frames, missing } = await page.evaluate<{ frames: number; missing: number }>(
    '(window.benchMissing.running = false, window.benchMissing)',
  );
  const scrolled = await page.evaluate<number>(`document.querySelector('.explorer-tree').scrollTop`);
  if (scrolled < 10_000) throw new Error(`the tree was scrolled by ${scrolled} px only`);
  return { intervals, missing: (missing / frames) * 100 };
}

function rowIn(folder: string): string {
  return `document.querySelector('[data-path^="${folder}/"]')`;
}

function folderName(index: number): string {
  return `folder-${String(index).padStart(3, '0')}`;
}

function share(values: readonly number[], test: (value: number) => boolean): number {
  return (values.filter(test).length / values.length) * 100;
}
