import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { freePort } from '../support/free-port.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const rounds = 3;
const idleSockets = 3000;
const activeSockets = 1000;
const roomSize = 5;
/** Milliseconds of load in each round, and frames a second that each socket sends in it. */
const loadTime = 6000;
const framesPerSecond = 4;
/** What a peer's offer weighs, encrypted and in base64. */
const payload = 'x'.repeat(2000);

interface Server {
  readonly url: string;
  readonly process: ChildProcess;
}

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
  ];
}

async function measure(start: () => Promise<Server>): Promise<Figures> {
  const server = await start();
  try {
    // What the first connections load is no cost of each.
    const warm = await connectAll(server.url, 100);
    await closeAll(warm);
    const before = residentBytes(server);
    const idle = await connectAll(server.url, idleSockets);
    const bytesPerSocket = (residentBytes(server) - before) / idleSockets;
    await closeAll(idle.slice(activeSockets));
    const active = idle.slice(0, activeSockets);
    const load = await runLoad(server, active);
    await closeAll(active);
    return { bytesPerSocket, ...load };
  } finally {
    const ended = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    await ended;
  }
}

/** Every socket sends at a steady rate to the room it is in, and counts what it gets. */
async function runLoad(server: Server, sockets: readonly WebSocket[]): Promise<Omit<Figures, 'bytesPerSocket'>> {
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
  const cpuBefore = cpuSeconds(server);
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
    deliveriesPerCpuSecond: delivered / (cpuSeconds(server) - cpuBefore),
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

/** With every limit on; only those that one address of a load generator would meet are raised. */
function startOurs(): Promise<Server> {
  return startServer([join(repositoryRoot, 'cloud-api', 'main.ts')], (port) => `ws://127.0.0.1:${port}/signaling`, {
    SIGNALING_SOCKETS_PER_ADDRESS: '10000',
    LOG_LEVEL: 'info',
  });
}

function startStock(): Promise<Server> {
  return startServer(
    [join(repositoryRoot, 'node_modules', 'y-webrtc', 'bin', 'server.js')],
    (port) => `ws://127.0.0.1:${port}`,
    {},
  );
}

async function startServer(
  programArguments: readonly string[],
  address: (port: number) => string,
  environment: Record<string, string>,
): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, programArguments, {
    env: { PATH: process.env.PATH, PORT: String(port), NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = address(port);
  const deadline = performance.now() + 10_000;
  for (;;) {
    const socket = new WebSocket(url);
    const open = await once(socket, 'open').then(
      () => true,
      () => false,
    );
    socket.terminate();
    if (open) return { url, process: child };
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${programArguments.join(' ')} did not start`);
    }
    await pause(50);
  }
}

function residentBytes(server: Server): number {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** Processor time of the server, its kernel part included; the kernel counts in hundredths of a second. */
function cpuSeconds(server: Server): number {
  const fields = readFileSync(`/proc/${server.process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
