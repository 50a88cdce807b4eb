import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { cpuSeconds, residentBytes, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { startSignalingLoad } from '../support/signaling-load.ts';
import { type Attack, attacks } from './support/signaling-attacks.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const rounds = 3;
const idleSockets = 3000;
const activeSockets = 1000;
const roomSize = 5;
/** Milliseconds of load in each round, and frames a second that each socket sends in it. */
const loadTime = 6000;
const framesPerSecond = 4;
/** Rooms of three that talk, four times a second, while others attack the server, and for how long. */
const bystanderRooms = 20;
const attackTime = 2000;
/** What a peer's offer weighs, encrypted and in base64. */
const payload = 'x'.repeat(2000);
const dataFolder = join(tmpdir(), 'flashfusion-signaling-bench');

interface Figures {
  readonly bytesPerSocket: number;
  readonly deliveriesPerCpuSecond: number;
  readonly deliveriesPerSecond: number;
  readonly lost: number;
}

/** Signaling against the server that y-webrtc brings along: memory of idle sockets, and deliveries for a second of CPU. */
export default async function signaling(): Promise<BenchRow[]> {
  const ours: Figures[] = [];
  const stock: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measure(startOurs));
    stock.push(await measure(startStock));
  }
  const attacked = await attackRows();
  await rm(dataFolder, { recursive: true, force: true });
  const of = (figures: readonly Figures[], key: keyof Figures) => median(figures.map((each) => each[key]));
  const deliveries = ratioRow(
    'deliveries for a second of CPU',
    '1/s',
    of(ours, 'deliveriesPerCpuSecond'),
    of(stock, 'deliveriesPerCpuSecond'),
  );
  return [
    ratioRow('memory of an idle socket', 'B', of(ours, 'bytesPerSocket'), of(stock, 'bytesPerSocket'), {
      most: 1,
      of: 'stock',
    }),
    { ...deliveries, must: '≥ 1 × stock', pass: (deliveries.ratio ?? 0) >= 1 },
    ratioRow('deliveries in a second', '1/s', of(ours, 'deliveriesPerSecond'), of(stock, 'deliveriesPerSecond')),
    figureRow('frames lost', '', of(ours, 'lost'), 0),
    ...attacked,
  ];
}

interface Harm {
  /** Messages of rooms that have nothing to do with the attack, and those that could not even be sent. */
  readonly lost: number;
  readonly died: boolean;
  /** Memory that the server had more than before, at the end of the attack. */
  readonly bytes: number;
}

/** What hostile clients do to others, on both servers. */
async function attackRows(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, attack] of Object.entries(attacks)) {
    const ours = await underAttack(startOurs, attack);
    const stock = await underAttack(startStock, attack);
    const fate = stock.died ? ' (stock dies)' : '';
    rows.push(figureRow(`${name}: messages that other rooms lose${fate}`, '', ours.lost, 0, stock.lost));
    if (!stock.died) {
      rows.push(figureRow(`${name}: memory it costs`, 'MB', ours.bytes / 2 ** 20, undefined, stock.bytes / 2 ** 20));
    }
  }
  return rows;
}

async function underAttack(start: () => Promise<ServerProcess>, attack: Attack): Promise<Harm> {
  const server = await start();
  const homes = Array.from({ length: bystanderRooms }, () => [0, 0, 0]);
  const load = await startSignalingLoad({ urls: [server.url], homes, interval: 250 });
  try {
    const before = residentBytes(server.pid);
    const stop = await attack(server.url);
    await pause(attackTime);
    const died = !server.running();
    const bytes = died ? 0 : residentBytes(server.pid) - before;
    await load.finish();
    const { lost, unsent } = load.count();
    stop();
    return { lost: lost + unsent, died, bytes };
  } finally {
    load.dispose();
    await server.kill();
  }
}

async function measure(start: () => Promise<ServerProcess>): Promise<Figures> {
  const server = await start();
  try {
    const address = `${server.url.replace('http', 'ws')}/signaling`;
    // As many before them: the first live in memory that a server has left over from its start.
    const first = await connectAll(address, idleSockets);
    const before = await bytesInUse(server);
    const idle = await connectAll(address, idleSockets);
    const bytesPerSocket = ((await bytesInUse(server)) - before) / idleSockets;
    await closeAll(first);
    await closeAll(idle.slice(activeSockets));
    const active = idle.slice(0, activeSockets);
    const load = await runLoad(server, active);
    await closeAll(active);
    return { bytesPerSocket, ...load };
  } finally {
    await server.kill();
  }
}

/** Memory of a server without its garbage, which is more at one time than at another; in bytes. */
async function bytesInUse({ pid }: ServerProcess): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  // What a first collection frees is given back by a later one.
  for (let collection = 0; collection < 4; collection += 1) {
    process.kill(pid, 'SIGUSR2');
    await pause(250);
    least = Math.min(least, residentBytes(pid));
  }
  return least;
}

/** Every socket sends at a steady rate to the room it is in, and counts what it gets. */
async function runLoad(server: ServerProcess, sockets: readonly WebSocket[]): Promise<Omit<Figures, 'bytesPerSocket'>> {
  const rooms = sockets.map((_, index) => `room-of-the-bench-${String(Math.floor(index / roomSize)).padStart(6, '0')}`);
  let delivered = 0;
  for (const socket of sockets) {
    socket.on('message', () => {
      delivered += 1;
    });
  }
  sockets.forEach((socket, index) => {
    socket.send(JSON.stringify({ type: 'subscribe', topics: [rooms[index]] }));
  });
  await pause(500);
  const frames = rooms.map((topic) => JSON.stringify({ type: 'publish', topic, data: payload }));
  const cpuBefore = cpuSeconds(server.pid);
  const started = performance.now();
  let sent = 0;
  // In ten steps a second, each a tenth of the sockets' frames, so that nothing arrives in one heap.
  const steps = Math.round((loadTime / 1000) * framesPerSecond * 10);
  for (let step = 0; step < steps; step += 1) {
    for (let index = step % 10; index < sockets.length; index += 10) {
      sockets[index]?.send(frames[index] ?? '');
      sent += 1;
    }
    const due = started + ((step + 1) * 1000) / (framesPerSecond * 10);
    await pause(Math.max(0, due - performance.now()));
  }
  const expected = sent * roomSize;
  const deadline = performance.now() + 10_000;
  while (delivered < expected && performance.now() < deadline) await pause(20);
  const seconds = (performance.now() - started) / 1000;
  return {
    deliveriesPerCpuSecond: delivered / (cpuSeconds(server.pid) - cpuBefore),
    deliveriesPerSecond: delivered / seconds,
    lost: expected - delivered,
  };
}

async function connectAll(url: string, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let index = 0; index < count; index += 100) {
    const group = Array.from({ length: Math.min(100, count - index) }, () => {
      const socket = new WebSocket(url, { perMessageDeflate: false });
      return once(socket, 'open').then(() => socket);
    });
    sockets.push(...(await Promise.all(group)));
  }
  return sockets;
}

async function closeAll(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map((socket) => {
      const closed = once(socket, 'close');
      socket.close();
      return closed;
    }),
  );
}

/** Has a server collect its garbage when it is told to. */
const collecting = ['--expose-gc', '--import', "data:text/javascript,process.on('SIGUSR2', () => gc())"];

/**
 * With every limit on; only those that one address of a load generator would meet are raised. From its bundle: a server that Node
 * strips of its types as it starts has so much memory left over from that that sockets would seem to need none.
 */
function startOurs(): Promise<ServerProcess> {
  return startServerProcess([...collecting, join(repositoryRoot, 'dist', 'cloud', 'embedded.mjs')], {
    SIGNALING_SOCKETS_PER_ADDRESS: '10000',
    LOG_LEVEL: 'info',
    DATA_FOLDER: dataFolder,
  });
}

function startStock(): Promise<ServerProcess> {
  return startServerProcess([...collecting, join(repositoryRoot, 'node_modules', 'y-webrtc', 'bin', 'server.js')]);
}
