import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { buildReference } from './reference/build.ts';
import type { DevtoolsPage } from './support/devtools.ts';
import { type MeasuredWindow, memoryOf, startFlashFusion, startReference } from './support/measured-window.ts';
import { prepareSession, temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const pairs = 9;
/** Starts that only fill caches: of files, of compiled code. */
const warmUps = 1;
const idle = 5000;

interface Start {
  /** Milliseconds from the start of the process to the first painted frame of the editor. */
  readonly editor: number;
  /** The same for the rows of the explorer; null where there is none. */
  readonly explorer: number | null;
  /** MB of all processes after 5 s of idling. */
  readonly memory: number;
}

/** From the start of the process to a frame with code in it, and what all processes hold in memory then. */
export default async function startup(): Promise<BenchRow[]> {
  const reference = await buildReference();
  const session = await prepareSession();
  const referenceData = await temporaryFolder();
  const ours: Start[] = [];
  const bare: Start[] = [];
  try {
    const measureOurs = async () => measure(await startFlashFusion(session.userData), true);
    const measureBare = async () => measure(await startReference(reference, referenceData.path, session.file), false);
    for (let pair = -warmUps; pair < pairs; pair += 1) {
      const inTurn = pair % 2 === 0 ? ([measureOurs, measureBare] as const) : ([measureBare, measureOurs] as const);
      for (const take of inTurn) {
        const start = await take();
        if (pair >= 0) (take === measureOurs ? ours : bare).push(start);
      }
    }
  } finally {
    await session.dispose();
    await referenceData.dispose();
  }
  const ready = (starts: readonly Start[]) =>
    median(starts.map(({ editor, explorer }) => Math.max(editor, explorer ?? 0)));
  const memory = (starts: readonly Start[]) => median(starts.map((start) => start.memory));
  return [
    ratioRow('ready: editor and explorer painted', 'ms', ready(ours), ready(bare), { most: 2, of: 'bare' }),
    figureRow('editor painted', 'ms', median(ours.map(({ editor }) => editor)), undefined, ready(bare)),
    figureRow('explorer painted', 'ms', median(ours.map(({ explorer }) => explorer ?? Number.NaN))),
    ratioRow('memory of all processes (PSS)', 'MB', memory(ours), memory(bare), { most: 1.35, of: 'bare' }),
  ];
}

async function measure(window: MeasuredWindow, hasExplorer: boolean): Promise<Start> {
  try {
    // Nobody looks at the page while it starts: a debugger costs time.
    await pause(idle);
    const memory = memoryOf(window.pid);
    const page = await window.connect();
    const editor = (await markedAt(page, 'editor-painted')) - window.startedAt;
    const explorer = hasExplorer ? (await markedAt(page, 'explorer-painted')) - window.startedAt : null;
    return { editor, explorer, memory };
  } finally {
    await window.close();
  }
}

/** When a mark was set, in ms since 1970; waits up to 30 s for it. */
function markedAt(page: DevtoolsPage, name: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('${name} was not marked')), 30000);
    new PerformanceObserver((list) => {
      for (const mark of list.getEntriesByName('${name}')) resolve(performance.timeOrigin + mark.startTime);
    }).observe({ type: 'mark', buffered: true });
  })`);
}
