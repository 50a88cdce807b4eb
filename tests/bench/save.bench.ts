import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { createProject } from '../support/projects.ts';
import { buildReference } from './reference/build.ts';
import { writeDurably } from './reference/write-durably.ts';
import type { DevtoolsPage } from './support/devtools.ts';
import { type MeasuredWindow, startFlashFusion, startReference } from './support/measured-window.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, percentile, ratioRow } from './support/statistics.ts';
import { clickRow, untilPage } from './support/tree-rows.ts';
import { clickIntoEditor } from './support/typing.ts';

const saves = 40;
const sizes = [
  { name: 'small.ts', title: '4 KB', bytes: 4 * 1024 },
  { name: 'medium.ts', title: '100 KB', bytes: 100 * 1024 },
  { name: 'big.ts', title: '2 MB', bytes: 2 * 1024 * 1024 },
] as const;

/** How the two windows say that there is something to save. */
const unsaved = { ours: '.editor-tab-dirty', bare: 'body.unsaved' };

/**
 * From Ctrl+S to the page that says "saved", durable on disk by then: the product, a bare window whose main process does the
 * least that is durable, and that least by itself.
 */
export default async function save(): Promise<BenchRow[]> {
  const reference = await buildReference();
  const contents = new Map(sizes.map(({ name, bytes }) => [name, sourceText(bytes)]));
  const project = await createProject(Object.fromEntries(contents));
  const bareFolder = await createProject(Object.fromEntries(contents));
  const data = await temporaryFolder();
  const rows: BenchRow[] = [];
  let window: MeasuredWindow | null = null;
  try {
    window = await startFlashFusion(join(data.path, 'ours'), project.path);
    const page = await window.connect();
    for (const { name, title } of sizes) {
      const bareWindow = await startReference(reference, join(data.path, 'bare'), join(bareFolder.path, name));
      try {
        const bareSave = await prepareBare(await bareWindow.connect());
        const ourSave = await prepareOurs(page, name);
        const ours: number[] = [];
        const bare: number[] = [];
        const disk: number[] = [];
        for (let turn = 0; turn < saves; turn += 1) {
          ours.push(await ourSave());
          bare.push(await bareSave());
          const started = performance.now();
          await writeDurably(data.path, 'alone', contents.get(name) ?? '');
          disk.push(performance.now() - started);
        }
        const bar = name === 'medium.ts' ? { most: 3, of: 'bare' } : undefined;
        rows.push(
          ratioRow(`${title}: Ctrl+S to saved, p50`, 'ms', percentile(ours, 50), percentile(bare, 50), bar),
          ratioRow(`${title}: Ctrl+S to saved, p95`, 'ms', percentile(ours, 95), percentile(bare, 95)),
          figureRow(`${title}: the disk's part by itself, p50`, 'ms', percentile(disk, 50)),
        );
      } finally {
        await bareWindow.close();
      }
    }
  } finally {
    await window?.close();
    await project.dispose();
    await bareFolder.dispose();
    await data.dispose();
  }
  return rows;
}

async function prepareOurs(page: DevtoolsPage, name: string): Promise<() => Promise<number>> {
  await clickRow(page, name, 2);
  await untilPage(
    page,
    `[...document.querySelectorAll('.editor-tab')].some((tab) => tab.textContent.includes(${JSON.stringify(name)}))`,
  );
  return prepare(page, unsaved.ours);
}

function prepareBare(page: DevtoolsPage): Promise<() => Promise<number>> {
  return prepare(page, unsaved.bare);
}

async function prepare(page: DevtoolsPage, mark: string): Promise<() => Promise<number>> {
  await pause(3000);
  await clickIntoEditor(page);
  await page.press({ key: 's', keyCode: 83, ctrl: true });
  await untilPage(page, `!document.querySelector('${mark}')`);
  return () => saveOnce(page, mark);
}

async function saveOnce(page: DevtoolsPage, mark: string): Promise<number> {
  await page.press({ key: '1' });
  await untilPage(page, `document.querySelector('${mark}')`);
  await pause(60);
  // Told by the change itself, not by the next look at it.
  const done = page.evaluate<number>(`new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('not saved after 10 s')), 10000);
    const observer = new MutationObserver(() => {
      if (document.querySelector('${mark}')) return;
      observer.disconnect();
      resolve(performance.timeOrigin + performance.now());
    });
    observer.observe(document.documentElement, {
      subtree: true, childList: true, attributes: true, attributeFilter: ['class'],
    });
  })`);
  await page.evaluate('null');
  const pressed = performance.timeOrigin + performance.now();
  await page.press({ key: 's', keyCode: 83, ctrl: true });
  return (await done) - pressed;
}

function sourceText(bytes: number): string {
  const line = 'export const departure = { pier: 4, minutes: 12, delayed: false };\n';
  return line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes);
}
