import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { startCloudProcess } from '../support/server-process.ts';
import { type DevtoolsPage, profiled } from './support/devtools.ts';
import { startFlashFusion } from './support/measured-window.ts';
import { prepareSession } from './support/prepared-session.ts';
import { percentile, ratioRow } from './support/statistics.ts';
import { untilPage } from './support/tree-rows.ts';
import { clickIntoEditor, typeText, watchKeys } from './support/typing.ts';

const rounds = Number(process.env.COLLAB_ROUNDS ?? 5);
const keysPerRound = 120;
/** People in the session besides the window's own. */
const company = 11;
/** Milliseconds before keys are pressed, with and without a session. */
const settleTime = 3000;
const path = 'src/v4/core/schemas.ts';

/**
 * From a key to the next painted frame in one window, in a session of twelve whose others move their cursors in the same file and of
 * whom one types, and with no session, turn by turn.
 */
export default async function collabTyping(): Promise<BenchRow[]> {
  const cloud = await startCloudProcess({ SIGNALING_SOCKETS_PER_ADDRESS: '200' });
  const session = await prepareSession();
  await mkdir(join(session.userData, 'user'), { recursive: true });
  await writeFile(join(session.userData, 'user', 'settings.json'), JSON.stringify({ 'cloud.server': cloud.url }));
  const window = await startFlashFusion(session.userData);
  let others: ChildProcess[] = [];
  try {
    await pause(6000);
    const page = await window.connect();
    await clickIntoEditor(page);
    await watchKeys(page);
    await runCommand(page, 'Start a session');
    const code = await untilText(page, '.share-code-text');
    await page.press({ key: 'Escape', keyCode: 27 });
    others = startCompany(cloud.url, code);
    // A session is measured, not how it begins: until all have the project, the window is busy handing it out.
    await Promise.all(others.map(untilReady));
    const samples: { apart: number[]; together: number[] } = { apart: [], together: [] };
    for (let round = 0; round <= rounds; round += 1) {
      await untilPage(page, `document.body.textContent.includes('${company + 1} in session')`, 60_000);
      const together = await profiled(page, `together-${round}`, () => typeInEditor(page));
      await runCommand(page, 'Leave the session');
      await untilPage(page, `!/\\d in session/.test(document.body.textContent)`);
      const apart = await profiled(page, `apart-${round}`, () => typeInEditor(page));
      await runCommand(page, 'Go back into the last session');
      // The first round fills caches.
      if (round === 0) continue;
      samples.together.push(...together);
      samples.apart.push(...apart);
    }
    const bar = { most: 1.2, of: 'no session' };
    return [50, 95].map((percent) => {
      const metric = `key to painted frame, session of ${company + 1}, p${percent}`;
      return ratioRow(metric, 'ms', percentile(samples.together, percent), percentile(samples.apart, percent), bar);
    });
  } finally {
    await window.close();
    for (const program of others) {
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
    }
    await session.dispose();
    await cloud.kill();
  }
}

/** A few in each process: each of their links has files open. */
function startCompany(url: string, code: string): ChildProcess[] {
  const program = join(import.meta.dirname, 'support', 'collab', 'company.ts');
  const sizes = Array.from({ length: Math.ceil(company / 3) }, (_, at) => Math.min(3, company - 3 * at));
  return sizes.map((size) =>
    spawn(process.execPath, [program, url, code, String(size), path], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

async function untilReady(program: ChildProcess): Promise<void> {
  const patience = AbortSignal.timeout(120_000);
  for await (const [chunk] of on(program.stdout as Readable, 'data', { signal: patience })) {
    if (String(chunk).includes('ready')) return;
  }
}

async function typeInEditor(page: DevtoolsPage): Promise<number[]> {
  // Links that have just begun or ended are still being worked on.
  await pause(settleTime);
  await clickIntoEditor(page);
  return typeText(page, keysPerRound);
}

async function untilText(page: DevtoolsPage, selector: string): Promise<string> {
  await untilPage(page, `document.querySelector('${selector}')`, 60_000);
  return page.evaluate<string>(`document.querySelector('${selector}').textContent`);
}

/** Runs a command of the palette by its title. */
async function runCommand(page: DevtoolsPage, title: string): Promise<void> {
  await page.press({ key: 'P', keyCode: 80, ctrl: true, shift: true });
  await untilPage(page, `document.querySelector('.palette-input') === document.activeElement`);
  await page.send('Input.insertText', { text: title });
  await untilPage(page, `document.querySelector('[role="option"]')?.textContent.includes(${JSON.stringify(title)})`);
  await page.press({ key: 'Enter', keyCode: 13 });
}
