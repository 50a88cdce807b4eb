import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { launchIde } from '../support/electron.ts';
import { createProject } from '../support/projects.ts';
import { openTerminal, plainShell } from '../support/terminal.ts';
import { buildTerminalReference } from './reference/build.ts';
import type { DevtoolsPage } from './support/devtools.ts';
import { type MeasuredWindow, startFlashFusion, startReference } from './support/measured-window.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';
import { untilPage } from './support/tree-rows.ts';

const rounds = 5;
const megabytes = 50;

/** How long `cat` of a large file takes in the terminal, beside a bare xterm that is given the same bytes, turn by turn. */
export default async function terminal(): Promise<BenchRow[]> {
  const reference = await buildTerminalReference();
  const project = await createProject({ 'big.log': bigLog() });
  const data = await temporaryFolder();
  const referenceData = await temporaryFolder();
  const home = join(data.path, 'home');
  await mkdir(home);
  await writeFile(join(home, '.bashrc'), "PS1='$ '\n");
  for (const [name, value] of Object.entries(plainShell(home))) process.env[name] = value;
  const windows: MeasuredWindow[] = [];
  try {
    await prepare(project.path, data.path);
    windows.push(await startFlashFusion(data.path));
    windows.push(await startReference(reference, referenceData.path, join(project.path, 'big.log')));
    const [ours, bare] = await Promise.all(windows.map((window) => window.connect()));
    if (!ours || !bare) throw new Error('no windows');
    await focusTerminal(ours);
    await untilPage(bare, 'window.bench');
    const size = await readSize(ours, project.path);
    await pause(3000);

    const taken: { ours: number[]; bare: number[]; longest: number[] } = { ours: [], bare: [], longest: [] };
    for (let round = 0; round <= rounds; round += 1) {
      const own = await catIn(ours, round);
      const reached = await bare.evaluate<number>(`window.bench.write(${size.columns}, ${size.rows})`);
      // The first round warms the compilers of both.
      if (round === 0) continue;
      taken.ours.push(own.milliseconds);
      taken.longest.push(own.longestTask);
      taken.bare.push(reached);
    }
    return [
      ratioRow(`cat of ${megabytes} MB`, 'ms', median(taken.ours), median(taken.bare), { most: 2, of: 'bare xterm' }),
      figureRow('longest task of the page meanwhile, of all rounds', 'ms', Math.max(...taken.longest), 50),
    ];
  } finally {
    for (const window of windows) await window.close();
    await project.dispose();
    await data.dispose();
    await referenceData.dispose();
    await rm(home, { recursive: true, force: true });
  }
}

function bigLog(): string {
  const lines: string[] = [];
  let length = 0;
  for (let line = 0; length < megabytes * 1024 * 1024; line += 1) {
    const text = `${String(line).padStart(8, '0')} GET /piers/${line % 97}/departures ${200 + (line % 5)} ${(line * 7919) % 1000} ms`;
    lines.push(text);
    length += text.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

/** Trusts the folder and leaves it with its terminal open, so that the next start shows one. */
async function prepare(folder: string, userData: string): Promise<void> {
  const ide = await launchIde({ folder, userData });
  await ide.window.getByRole('button', { name: 'Trust this folder' }).first().click();
  await openTerminal(ide.window);
  await ide.window.waitForTimeout(1000);
  await ide.close();
}

async function focusTerminal(page: DevtoolsPage): Promise<void> {
  await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await untilPage(page, `document.querySelector('.xterm-rows')?.textContent.includes('$ ')`);
  await page.evaluate(`document.querySelector('.xterm-helper-textarea').focus()`);
}

async function type(page: DevtoolsPage, line: string): Promise<void> {
  await page.send('Input.insertText', { text: line });
}

async function enter(page: DevtoolsPage): Promise<void> {
  await page.press({ key: 'Enter', keyCode: 13 });
}

/** The size that the program in the terminal sees. */
async function readSize(page: DevtoolsPage, folder: string): Promise<{ columns: number; rows: number }> {
  await type(page, 'stty size > size.txt; echo written-$((1+1))');
  await enter(page);
  await untilPage(page, `document.querySelector('.xterm-rows').textContent.includes('written-2')`);
  const [rows = 24, columns = 80] = (await readFile(join(folder, 'size.txt'), 'utf8')).trim().split(' ').map(Number);
  return { columns, rows };
}

async function catIn(page: DevtoolsPage, round: number): Promise<{ milliseconds: number; longestTask: number }> {
  await type(page, `clear; cat big.log; echo end-$((${round}+1000))`);
  await pause(300);
  await page.evaluate(`(() => {
    window.benchTasks = 0;
    window.benchObserver?.disconnect();
    window.benchObserver = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.benchTasks = Math.max(window.benchTasks, duration);
    });
    window.benchObserver.observe({ type: 'longtask' });
    window.benchStart = performance.now();
  })()`);
  await enter(page);
  const end = await untilPage(
    page,
    `document.querySelector('.xterm-rows').textContent.includes('end-${round + 1000}')`,
  );
  const [start, longestTask] = await page.evaluate<[number, number]>('[window.benchStart, window.benchTasks]');
  await pause(500);
  return { milliseconds: end - start, longestTask };
}
