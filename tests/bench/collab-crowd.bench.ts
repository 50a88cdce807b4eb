import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { startCloudProcess } from '../support/server-process.ts';
import { type BenchGroup, startGroup } from './support/collab/group.ts';
import type { PeerReport } from './support/collab/peer-process.ts';
import { figureRow, median, percentile } from './support/statistics.ts';

const people = 24;
/** `COLLAB_CROWD_MINUTES=10` for the long run. */
const minutes = Number(process.env.COLLAB_CROWD_MINUTES ?? 1);
/** Milliseconds between the edits of each, and how long the text is that they keep. */
const every = 500;
const keep = 20_000;
const turns = 10;

/** More people than links: two dozen, each a process, who all type into one text; nobody has a link to all others. */
export default async function collabCrowd(): Promise<BenchRow[]> {
  const cloud = await startCloudProcess({ SIGNALING_SOCKETS_PER_ADDRESS: '200' });
  try {
    const group = await startGroup('ours', people, cloud.url, {
      patience: 60_000,
      apart: 250,
      // Enough for everybody to be reached; how many there are in the end is a row.
      wanted: people * 12,
    });
    try {
      return await measure(group);
    } finally {
      await group.end();
    }
  } finally {
    await cloud.kill();
  }
}

async function measure(group: BenchGroup): Promise<BenchRow[]> {
  const { peers } = group;
  const ask = () => Promise.all(peers.map((peer) => peer.report({ collect: true })));
  const reached = async () => (await ask()).every(({ others }) => others === people - 1);
  const patient = performance.now() + 60_000;
  while (!(await reached()) && performance.now() < patient) await pause(500);
  const memory: number[] = [];
  const latencies: number[] = [];
  let messages = 0;
  let edits = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const each = Math.round((minutes * 60_000) / turns / every);
    edits += each * people;
    for (const peer of peers) peer.tell({ order: 'type', edits: each, every, keep });
    await Promise.all(peers.map((peer) => peer.next('typed', minutes * 60_000 + 60_000)));
    const reports = await ask();
    memory.push(median(reports.map(({ resident }) => resident)) / 2 ** 20);
    latencies.push(...reports.flatMap((report) => report.latencies));
    messages += reports.reduce((sum, report) => sum + report.messages, 0);
  }
  const texts = (reports: readonly PeerReport[]) => new Set(reports.map(({ text }) => text)).size;
  const settled = performance.now();
  let last = await ask();
  while (texts(last) > 1 && performance.now() - settled < 30_000) {
    await pause(250);
    last = await ask();
  }
  console.log(`memory of a peer, turn by turn, MB: ${memory.map(Math.round).join(' ')}`);
  const links = peers.map((peer) => peer.links());
  const [early = 0, late = 0] = [median(memory.slice(1, 4)), median(memory.slice(-3))];
  return [
    figureRow(`texts that differ among ${people} after ${minutes} min of typing`, '', texts(last) - 1, 0),
    figureRow('… until the last one had everything', 's', (performance.now() - settled) / 1000, 30),
    figureRow('others that somebody does not reach', '', Math.max(...last.map(({ others }) => people - 1 - others)), 0),
    figureRow('links of whoever has most', '', Math.max(...links), 24),
    figureRow('links of whoever has fewest', '', Math.min(...links)),
    figureRow('edit latency, p50', 'ms', percentile(latencies, 50)),
    figureRow('edit latency, p99', 'ms', percentile(latencies, 99)),
    figureRow(`messages for each edit (${people - 1} are needed)`, '', messages / edits),
    figureRow('memory of a peer, at the end', 'MB', late),
    { ...figureRow('… against that of the first third', '', late / early), must: '≤ 1.1', pass: late <= early * 1.1 },
  ];
}
