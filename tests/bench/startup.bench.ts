import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { buildReference } from './reference/build.ts';
import type { DevtoolsPage } from './support/devtools.ts';
import {
  type MeasuredWindow,
  memoryOf,
  sharersOf,
  startFlashFusion,
  startReference,
} from './support/measured-window.ts';
import { prepareSession, temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const rounds = 7;
/** Starts that only fill caches: of files, of compiled code. */
const warmUps = 1;
/** Milliseconds from the start: on a slow machine, too, nothing has been done for some seconds by then. */
const idle = 14_000;

interface Start {
  /** Milliseconds from the start of the process to the first painted frame of the editor. */
  readonly editor: number;
  /** The same for the rows of the explorer; null where there is none. */
  readonly explorer: number | null;
  /** MB of all processes once they idle. */
  readonly memory: number;
  /** Processes of other windows of the same Electron at that moment. */
  readonly sharers: number;
}

/**
 * From the start of the process to a frame with code in it, against a bare window; and what all processes hold in memory then,
 * against the window with Monaco's own TypeScript service: ours is there too, as a process.
 */
export default async function startup(): Promise<BenchRow[]> {
  const reference = await buildReference();
  const session = await prepareSession();
  const referenceData = await temporaryFolder();
  const starts = { ours: [] as Start[], bare: [] as Start[], typescript: [] as Start[] };
  const bare = (typescript: boolean) => startReference(reference, referenceData.path, session.file, { typescript });
  const kinds = {
    ours: async () => measure(await startFlashFusion(session.userData), true),
    bare: async () => measure(await bare(false), false),
    typescript: async () => measure(await bare(true), false),
  };
  try {
    for (let round = -warmUps; round < rounds; round += 1) {
      const names = Object.keys(kinds) as (keyof typeof kinds)[];
      for (const name of round % 2 === 0 ? names : names.reverse()) {
        const start = await kinds[name]();
        if (round >= 0) starts[name].push(start);
      }
    }
  } finally {
    await session.dispose();
    await referenceData.dispose();
  }
  const ready = (kind: readonly Start[]) => median(kind.map(({ editor, explorer }) => Math.max(editor, explorer ?? 0)));
  const memory = (kind: readonly Start[]) => median(kind.map((start) => start.memory));
  const { ours, typescript } = starts;
  const all = Object.values(starts).flat();
  return [
    ratioRow('ready: editor and explorer painted', 'ms', ready(ours), ready(starts.bare), { most: 2, of: 'bare' }),
    figureRow('editor painted', 'ms', median(ours.map(({ editor }) => editor)), undefined, ready(starts.bare)),
    figureRow('explorer painted', 'ms', median(ours.map(({ explorer }) => explorer ?? Number.NaN))),
    ratioRow('memory of all processes (PSS)', 'MB', memory(ours), memory(typescript), { most: 1.35, of: 'bare' }),
    figureRow('the same, bare without TypeScript', 'MB', memory(ours), undefined, memory(starts.bare)),
    figureRow('other processes of this Electron at the time, at most', '', Math.max(...all.map((one) => one.sharers))),
  ];
}

async function measure(window: MeasuredWindow, hasExplorer: boolean): Promise<Start> {
  try {
    // Nobody looks at the page while it starts: a debugger costs time.
    await pause(idle);
    const memory = memoryOf(window.pid);
    const sharers = sharersOf(window.pid);
    const page = await window.connect();
    const editor = (await markedAt(page, 'editor-painted')) - window.startedAt;
    const explorer = hasExplorer ? (await markedAt(page, 'explorer-painted')) - window.startedAt : null;
    return { editor, explorer, memory, sharers };
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
