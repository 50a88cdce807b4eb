import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { type ServerProcess, startCloudProcess } from '../support/server-process.ts';
import { startChromiumBench } from './support/collab/chromium-peers.ts';
import { type BenchGroup, type System, startGroup, typeTogether } from './support/collab/group.ts';
import { measureRawChannel } from './support/collab/raw-channel.ts';
import { figureRow, median, percentile, ratioRow } from './support/statistics.ts';

/** `COLLAB_ROUNDS=1` for a look. */
const rounds = Number(process.env.COLLAB_ROUNDS ?? 3);
const full = { ours: 16, stock: 12 };
const projectMegabytes = 20;
/** Milliseconds in which all links have to be there, and what the stock client gets for a project that it can't send. */
const linkPatience = 10_000;
const stockPatience = 15_000;
const delay = 50;
interface Load {
  /** Milliseconds between the keys of each of the twelve: 80 or 120 words a minute. */
  readonly every: number;
  /** Whether others see the caret move, as in an editor, or only the text change. */
  readonly cursors: boolean;
}

const loads: readonly Load[] = [true, false].flatMap((cursors) => [150, 100].map((every) => ({ every, cursors })));
const pages = 4;

type Figures = Record<string, number[]>;

/** Peers of ours against y-webrtc and simple-peer as they come, each in a process of its own. */
export default async function collab(): Promise<BenchRow[]> {
  const cloud = await startCloudProcess({ SIGNALING_SOCKETS_PER_ADDRESS: '200' });
  const [ours, stock]: Figures[] = [{}, {}];
  const chromium = await startChromiumBench(pages, projectMegabytes, stockPatience);
  try {
    for (let round = 0; round < rounds; round += 1) {
      await measureTogether('ours', cloud, ours ?? {});
      await measureTogether('stock', cloud, stock ?? {});
      await measureSync(cloud, ours ?? {}, stock ?? {});
      for (const [system, figures] of [
        ['ours', ours],
        ['stock', stock],
      ] as const) {
        const { latencies, syncedAfter } = await chromium.measure(system, cloud.url);
        note(figures ?? {}, 'pageP50', percentile(latencies, 50));
        note(figures ?? {}, 'pageP99', percentile(latencies, 99));
        if (syncedAfter !== null) note(figures ?? {}, 'pageSync', syncedAfter / 1000);
      }
    }
  } finally {
    await chromium.close();
    await cloud.kill();
  }
  const of = (figures: Figures | undefined, key: string) => median(figures?.[key] ?? []);
  const directed = full.ours * (full.ours - 1);
  const fewestLinks = Math.min(...(ours?.links ?? [0]));
  return [
    {
      ...figureRow(`links of ${directed} after 10 s, ${full.ours} join within a second`, '', fewestLinks),
      must: `all ${directed}`,
      pass: fewestLinks === directed,
    },
    figureRow('… until all are there', 's', of(ours, 'linkedAfter') / 1000, 10),
    figureRow(`links of ${full.stock * (full.stock - 1)}, ${full.stock} of y-webrtc`, '', of(stock, 'links')),
    syncRow(of(ours, 'syncSpeed'), of(ours, 'rawSpeed')),
    figureRow('… told how far it is', 'times', of(ours, 'progress')),
    figureRow(
      `… of ${rounds} of y-webrtc that completed within ${stockPatience / 1000} s`,
      '',
      (stock?.syncs ?? []).length,
    ),
    figureRow('messages for each edit, 10 peers', '', of(ours, 'messages'), 10, of(stock, 'messages')),
    figureRow('… with carets shown', '', of(ours, 'messagesWithCarets'), undefined, of(stock, 'messagesWithCarets')),
    ...loads.flatMap((load) =>
      [50, 99].map((percent) => {
        const key = `p${percent} of ${nameOf(load)}`;
        const metric = `edit latency, 12 peers, ${nameOf(load)}, p${percent}`;
        return ratioRow(metric, 'ms', of(ours, key), of(stock, key), { most: 0.2, of: 'stock' });
      }),
    ),
    figureRow('edits that were lost, 12 peers', '', Math.max(...(ours?.lost ?? [])), 0, of(stock, 'lost')),
    figureRow(
      `edit latency, ${pages} pages of Chromium, p50`,
      'ms',
      of(ours, 'pageP50'),
      undefined,
      of(stock, 'pageP50'),
    ),
    figureRow(
      `edit latency, ${pages} pages of Chromium, p99`,
      'ms',
      of(ours, 'pageP99'),
      undefined,
      of(stock, 'pageP99'),
    ),
    figureRow(
      `first sync of ${projectMegabytes} MB, pages of Chromium, from joining`,
      's',
      of(ours, 'pageSync'),
      stockPatience / 1000,
    ),
    figureRow(`… of ${rounds} of y-webrtc that completed`, '', (stock?.pageSync ?? []).length),
    figureRow(`edit latency, lines of ${delay} ms, p50`, 'ms', of(ours, 'farP50'), undefined, of(stock, 'farP50')),
    figureRow(`edit latency, lines of ${delay} ms, p99`, 'ms', of(ours, 'farP99'), 100, of(stock, 'farP99')),
  ];
}

function nameOf({ every, cursors }: Load): string {
  return `each a key in ${every} ms, ${cursors ? 'carets shown' : 'no carets'}`;
}

function syncRow(speed: number, raw: number): BenchRow {
  const row = ratioRow(`first sync of ${projectMegabytes} MB, against the bare channel`, 'MB/s', speed, raw);
  return { ...row, must: '≥ 0.5 × bare', pass: speed >= raw * 0.5 };
}

function note(figures: Figures, key: string, value: number): void {
  figures[key] = [...(figures[key] ?? []), value];
}

async function using(group: BenchGroup, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await group.end();
  }
}

/** Joining at once; then typing, for which y-webrtc's peers join one by one, since otherwise they don't all find each other. */
async function measureTogether(system: System, { url }: ServerProcess, figures: Figures): Promise<void> {
  const joined = await startGroup(system, full[system], url, { patience: linkPatience });
  await using(joined, async () => {
    note(figures, 'links', joined.links());
    note(figures, 'linkedAfter', joined.linkedAfter ?? Number.POSITIVE_INFINITY);
    if (system === 'ours') await measureTyping(joined, figures);
  });
  if (system === 'stock') {
    const apart = await startGroup('stock', 12, url, { patience: linkPatience, apart: 400 });
    await using(apart, () => measureTyping(apart, figures));
  }
  const far = await startGroup(system, 12, url, { patience: linkPatience, delay, apart: 400 });
  await using(far, async () => {
    const { latencies } = await typeTogether(far, { edits: 20, every: 300 });
    note(figures, 'farP50', percentile(latencies, 50));
    note(figures, 'farP99', percentile(latencies, 99));
  });
}

async function measureTyping(group: BenchGroup, figures: Figures): Promise<void> {
  await group.shrinkTo(12);
  // Until what is run again and again is compiled.
  await typeTogether(group, { edits: 150, every: 100 });
  for (const load of loads) {
    const { latencies, lost } = await typeTogether(group, { edits: 60, ...load });
    note(figures, `p50 of ${nameOf(load)}`, percentile(latencies, 50));
    note(figures, `p99 of ${nameOf(load)}`, percentile(latencies, 99));
    note(figures, 'lost', lost);
  }
  await group.shrinkTo(10);
  for (const cursors of [false, true]) {
    const { messagesPerEdit } = await typeTogether(group, { edits: 25, every: 200, cursors });
    note(figures, cursors ? 'messagesWithCarets' : 'messages', messagesPerEdit);
  }
}

async function measureSync({ url }: ServerProcess, ours: Figures, stock: Figures): Promise<void> {
  note(ours, 'rawSpeed', await measureRawChannel(projectMegabytes));
  const group = await startGroup('ours', 2, url, { patience: linkPatience, megabytes: projectMegabytes });
  await using(group, async () => {
    const synced = await group.peers[1]?.next('synced', 60_000);
    note(ours, 'syncSpeed', synced ? projectMegabytes / (synced.milliseconds / 1000) : 0);
    note(ours, 'progress', synced?.progress ?? 0);
  });
  const theirs = await startGroup('stock', 2, url, { patience: linkPatience, megabytes: projectMegabytes });
  await using(theirs, async () => {
    const synced = await theirs.peers[1]?.next('synced', stockPatience);
    if (synced) note(stock, 'syncs', synced.milliseconds);
  });
}
