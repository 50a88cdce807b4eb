import { setTimeout as pause } from 'node:timers/promises';
import { type BenchPeer, type PeerReport, startBenchPeer } from './peer-process.ts';

export type System = 'ours' | 'stock';

/** Peers of one session, each a process. */
export interface BenchGroup {
  readonly peers: readonly BenchPeer[];
  /** Milliseconds until all links were there; null when they were not in time. */
  readonly linkedAfter: number | null;
  /** Directed links there are. */
  links(): number;
  /** Lets the last ones go. */
  shrinkTo(count: number): Promise<void>;
  end(): Promise<void>;
}

/** Starts peers and lets them join within a second, or one by one, and waits until all are linked or `patience` is over. */
export async function startGroup(
  system: System,
  count: number,
  url: string,
  options: {
    readonly patience: number;
    readonly delay?: number;
    readonly megabytes?: number;
    readonly apart?: number;
    /** Links that each is to have; all others where there is none. */
    readonly wanted?: number;
  },
): Promise<BenchGroup> {
  const { patience, delay = 0, megabytes = 0, apart } = options;
  const peers: BenchPeer[] = [];
  for (let first = 0; first < count; first += 4) {
    const some = Array.from({ length: Math.min(4, count - first) }, (_, at) => startBenchPeer(first + at, delay));
    peers.push(...(await Promise.all(some)));
  }
  const room = `ff-bench-${Math.random().toString(36).slice(2).padEnd(12, 'x')}`;
  const [host, ...others] = peers;
  let code = '';
  if (system === 'ours') {
    host?.tell({ order: 'host', url, megabytes });
    code = (await host?.next('code'))?.code ?? '';
  } else {
    host?.tell({ order: 'join-stock', url, room, megabytes });
  }
  const started = performance.now();
  for (const peer of others) {
    if (system === 'ours') peer.tell({ order: 'join', url, code });
    else peer.tell({ order: 'join-stock', url, room, megabytes: 0 });
    await pause(apart ?? 1000 / count);
  }
  const links = () => peers.reduce((sum, peer) => sum + peer.links(), 0);
  const wanted = options.wanted ?? count * (count - 1);
  const begun = apart === undefined ? started : performance.now();
  while (links() < wanted && performance.now() - begun < patience) await pause(10);
  const linkedAfter = links() >= wanted ? performance.now() - started : null;
  return {
    peers,
    linkedAfter,
    links,
    async shrinkTo(left) {
      await Promise.all(peers.splice(left).map((peer) => peer.end()));
      const expected = left * (left - 1);
      const patient = performance.now() + 10_000;
      while (links() > expected && performance.now() < patient) await pause(20);
      // What those who stay tell each other about it is not what is measured next.
      await pause(1000);
    },
    async end() {
      await Promise.all(peers.splice(0).map((peer) => peer.end()));
    },
  };
}

/** Lets everybody type at once, with a caret that the others see where `cursors` says so, and answers what each had of it afterwards: how late, and by how many messages for each edit. */
export async function typeTogether(
  group: BenchGroup,
  { edits, every, cursors = false }: { readonly edits: number; readonly every: number; readonly cursors?: boolean },
): Promise<{ readonly latencies: readonly number[]; readonly messagesPerEdit: number; readonly lost: number }> {
  const { peers } = group;
  await reportsUntilQuiet(peers);
  for (const peer of peers) peer.tell({ order: 'type', edits, every, cursors });
  await Promise.all(peers.map((peer) => peer.next('typed')));
  const reports = await reportsUntilQuiet(peers);
  const latencies = reports.flatMap((report) => report.latencies);
  const messages = reports.reduce((sum, report) => sum + report.messages, 0);
  const made = edits * peers.length;
  return { latencies, messagesPerEdit: messages / made, lost: made * (peers.length - 1) - latencies.length };
}

/** What peers report until all that is on its way has come: nearly nobody sends anything any more, or it has taken half a minute. */
async function reportsUntilQuiet(peers: readonly BenchPeer[]): Promise<readonly PeerReport[]> {
  const all: PeerReport[] = [];
  for (let turn = 0; turn < 30; turn += 1) {
    await pause(1000);
    const reports = await Promise.all(peers.map((peer) => peer.report()));
    all.push(...reports);
    if (reports.reduce((sum, { messages }) => sum + messages, 0) <= peers.length) break;
  }
  return all;
}
