import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../../scripts/benchmarks/rows.ts';
import { openDatabase } from '../../../src-main/core/database/index.ts';
import { connectModel } from '../../support/assistant-panel.ts';
import { launchIde } from '../../support/electron.ts';
import { type ModelServer, startModelServer } from '../../support/model-server.ts';
import { createProject } from '../../support/projects.ts';
import { longConversation, longTitle, seedLongConversation } from './chat-core.ts';
import type { DevtoolsPage } from './devtools.ts';
import { takeFrames, watchFrames } from './frames.ts';
import { startFlashFusion } from './measured-window.ts';
import { temporaryFolder } from './prepared-session.ts';
import { figureRow, median, percentile } from './statistics.ts';
import { untilPage } from './tree-rows.ts';

const questions = 20;
/** The first ones load the SDK and fill caches. */
const warmUps = 3;
const openings = 7;

/** The window's part of a chat: until a first token is painted, and how a long conversation opens and scrolls. */
export async function measureChatWindow(): Promise<BenchRow[]> {
  const project = await createProject({ 'a.ts': 'export const a = 1;\n' });
  const data = await temporaryFolder();
  const server = await startModelServer({ title: 'A name' });
  try {
    await prepare(project.path, data.path, server);
    const window = await startFlashFusion(data.path);
    try {
      const page = await window.connect();
      await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
      await untilPage(page, `document.querySelector('[data-assistant-composer]')`);
      await pause(5000);
      const first = await measureFirstTokens(page, server);
      const long = await measureLongConversation(page);
      return [
        figureRow(`first token on the socket to its painted frame, p50 of ${questions}`, 'ms', median(first)),
        figureRow(
          `first token on the socket to its painted frame, p95 of ${questions}`,
          'ms',
          percentile(first, 95),
          32,
        ),
        figureRow(
          `${longConversation} messages: from the click to the first paint, p50 of ${openings}`,
          'ms',
          median(long.paints),
          200,
        ),
        figureRow(
          `${longConversation} messages: from the click to the first paint, worst`,
          'ms',
          Math.max(...long.paints),
        ),
        figureRow(
          `${longConversation} messages opened: longest task, p50 of ${openings}`,
          'ms',
          median(long.openTasks),
          50,
        ),
        figureRow(`${longConversation} messages scrolled from end to start: longest task`, 'ms', long.scrollTask, 50),
        figureRow(`${longConversation} messages scrolled: time between frames, p95`, 'ms', long.frames95),
      ];
    } finally {
      await window.close();
    }
  } finally {
    await server.close();
    await project.dispose();
    await data.dispose();
  }
}

/** Connects the model, leaves the panel open, and puts the long conversation into the database while nothing runs. */
async function prepare(folder: string, userData: string, server: ModelServer): Promise<void> {
  const limits = { 'assistant.messagesPerMinute': 1000, 'assistant.messagesPerDay': 1000 };
  await mkdir(join(userData, 'user'), { recursive: true });
  await writeFile(join(userData, 'user', 'settings.json'), JSON.stringify(limits));
  const ide = await launchIde({ folder, userData });
  await ide.window.getByRole('treeitem').first().waitFor();
  await connectModel(ide.window, server.baseUrl);
  await ide.window.waitForTimeout(1500);
  await ide.close();
  const database = openDatabase({ folder: userData });
  try {
    seedLongConversation(database, userData, folder);
  } finally {
    await database.dispose();
  }
}

/** Each question is answered by stamps of the moment at which the server handed them to its socket; the machine has one clock. */
async function measureFirstTokens(page: DevtoolsPage, server: ModelServer): Promise<number[]> {
  const delays: number[] = [];
  for (let question = 0; question < warmUps + questions; question += 1) {
    server.script({
      text: 'word '.repeat(20),
      pieces: 5,
      pause: 10,
      firstAfter: 100 + ((question * 7) % 17),
      stamped: true,
    });
    const painted = page.evaluate<{ stamp: number; at: number }>(`new Promise((resolve, reject) => {
      const list = document.querySelector('.assistant');
      const timer = setTimeout(() => reject(new Error('no token was painted')), 20000);
      const observer = new MutationObserver(() => {
        const stamp = /<(\\d+\\.\\d+)>/.exec(document.querySelector('.assistant-streaming')?.textContent ?? '')?.[1];
        if (!stamp) return;
        observer.disconnect();
        clearTimeout(timer);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => { port1.close(); resolve({ stamp: Number(stamp), at: performance.timeOrigin + performance.now() }); };
          port2.postMessage(null);
        });
      });
      observer.observe(list, { subtree: true, childList: true, characterData: true });
    })`);
    await page.evaluate(`document.querySelector('[data-assistant-composer]').focus()`);
    await page.send('Input.insertText', { text: `Question ${question}` });
    await page.press({ key: 'Enter', keyCode: 13 });
    const { stamp, at } = await painted;
    if (question >= warmUps) delays.push(at - (performance.timeOrigin + stamp));
    await untilPage(page, `!document.querySelector('.assistant-streaming')`);
    // A new one each time, so that no answer is slower for those before it.
    await page.evaluate(`document.querySelector('[aria-label="New conversation"]').click()`);
    await untilPage(page, `!document.querySelector('.assistant-turn')`);
  }
  return delays;
}

async function measureLongConversation(page: DevtoolsPage) {
  const paints: number[] = [];
  const openTasks: number[] = [];
  for (let opening = 0; opening <= openings; opening += 1) {
    await page.evaluate(`document.querySelector('[aria-label="New conversation"]').click()`);
    await page.evaluate(`document.querySelector('.assistant [aria-label="Conversations"]').click()`);
    const row = `[...document.querySelectorAll('.conversations-open')].find((each) => each.textContent.includes('${longTitle}'))`;
    await untilPage(page, row);
    await pause(300);
    await watchFrames(page);
    const taken = await page.evaluate<number>(`new Promise((resolve, reject) => {
      const started = performance.now();
      const look = () => {
        if (document.querySelector('.assistant-turn')) {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => { port1.close(); resolve(performance.now() - started); };
          port2.postMessage(null);
        } else if (performance.now() > started + 20000) reject(new Error('never opened'));
        else requestAnimationFrame(look);
      };
      ${row}.click();
      requestAnimationFrame(look);
    })`);
    await pause(700);
    const { longestTask } = await takeFrames(page);
    if (opening === 0) continue;
    paints.push(taken);
    openTasks.push(longestTask);
  }
  await watchFrames(page);
  await page.evaluate(`new Promise((resolve) => {
    const scroller = document.querySelector('.assistant-scroller');
    let step = 0;
    const next = () => {
      scroller.scrollTop -= step < 240 ? 180 : scroller.scrollHeight / 60;
      step += 1;
      if (step < 300) requestAnimationFrame(next);
      else resolve();
    };
    next();
  })`);
  const { intervals, longestTask } = await takeFrames(page);
  return { paints, openTasks, scrollTask: longestTask, frames95: percentile(intervals, 95) };
}
