import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, percentile } from './support/statistics.ts';

const starts = 10;

/** From starting the desktop's own server, as it is built, to the first answer of its signaling. */
export default async function embeddedCloud(): Promise<BenchRow[]> {
  const data = await temporaryFolder();
  const times: number[] = [];
  try {
    for (let turn = 0; turn < starts; turn += 1) times.push(await startOnce(join(data.path, `${turn}`)));
  } finally {
    await data.dispose();
  }
  const most = Math.max(...times);
  return [
    figureRow('start to signaling, p50', 'ms', percentile(times, 50)),
    { ...figureRow('start to signaling, slowest', 'ms', most), pass: most < 500 },
  ];
}

/** Each in a new folder: nothing compiled is kept. */
async function startOnce(folder: string): Promise<number> {
  const started = performance.now();
  const child = fork(join(repositoryRoot, 'dist', 'cloud', 'embedded.mjs'), [], {
    env: { PORT: '0', DATA_FOLDER: folder, EMAIL_CONFIRMATION: 'off', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  try {
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const socket = new WebSocket(`${url.replace('http', 'ws')}/signaling`);
    await once(socket, 'open');
    socket.send('{"type":"ping"}');
    await once(socket, 'message');
    const time = performance.now() - started;
    socket.terminate();
    return time;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
