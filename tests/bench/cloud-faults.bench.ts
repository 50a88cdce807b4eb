import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { startPostgres } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';
import { type ServerProcess, startCloudProcess } from '../support/server-process.ts';
import { type LoadCount, type LoadMember, startSignalingLoad } from '../support/signaling-load.ts';
import { figureRow, median, percentile } from './support/statistics.ts';

const rounds = 3;
/** Rooms of three over two processes, one room in five on the second alone, each member with four messages a second. */
const rooms = 100;
const interval = 250;
/** Milliseconds of load before a fault, and of a store's absence. */
const calm = 2000;
const absence = 2000;
/** Requests a second that need the database while it goes and comes back. */
const requestRate = 20;
/** Milliseconds within which rooms have to be whole, and requests answered again. */
const patience = 5000;

interface RoomFault {
  readonly wholeAfter: number;
  readonly count: LoadCount;
  /** Of pairs that the fault does not come between. */
  readonly unharmed: LoadCount;
}

/** What is lost, and for how long, when a process, Redis or PostgreSQL is lost under load. */
export default async function cloudFaults(): Promise<BenchRow[]> {
  const killed: RoomFault[] = [];
  const withoutRedis: RoomFault[] = [];
  for (let round = 0; round < rounds; round += 1) {
    killed.push(await loseProcess());
    withoutRedis.push(await loseRedis());
  }
  const database = await losePostgres();
  return [
    ...roomRows('process killed', killed),
    ...roomRows('Redis away for 2 s', withoutRedis),
    figureRow('PostgreSQL away for 2 s: requests answered again after', 'ms', database.backAfter, patience),
    figureRow('PostgreSQL away for 2 s: requests told so (503)', '', database.refused),
    figureRow('PostgreSQL away for 2 s: requests told anything else, or nothing', '', database.faults, 0),
    figureRow('PostgreSQL away for 2 s: slowest answer', 'ms', database.slowest),
    figureRow('PostgreSQL away for 2 s: servers that died', '', database.died, 0),
  ];
}

function roomRows(name: string, faults: readonly RoomFault[]): BenchRow[] {
  const of = (figure: (fault: RoomFault) => number) => median(faults.map(figure));
  return [
    figureRow(
      `${name}: rooms whole after`,
      'ms',
      of(({ wholeAfter }) => wholeAfter),
      patience,
    ),
    figureRow(
      `${name}: messages lost`,
      '',
      of(({ count }) => count.lost),
    ),
    figureRow(
      `${name}: … of`,
      '',
      of(({ count }) => count.expected),
    ),
    figureRow(
      `${name}: messages lost where the fault is not between`,
      '',
      of(({ unharmed }) => unharmed.lost),
      0,
    ),
    figureRow(
      `${name}: messages that came twice`,
      '',
      of(({ count }) => count.twice),
      0,
    ),
    figureRow(
      `${name}: p99 from sending to arrival`,
      'ms',
      of(({ count }) => percentile(count.delays, 99)),
    ),
  ];
}

const homes = Array.from({ length: rooms }, (_, room) => (room % 5 === 0 ? [1, 1, 1] : [0, 1, room % 2]));

/** Two processes of one Redis, under load, and a fault; `unharmed` picks pairs that it does not come between. */
async function withTwoProcesses(
  fault: (parts: {
    servers: readonly ServerProcess[];
    redis: Awaited<ReturnType<typeof startRedis>>;
  }) => Promise<number>,
  unharmed: (sender: LoadMember, receiver: LoadMember) => boolean,
): Promise<RoomFault> {
  const redis = await startRedis();
  const servers: ServerProcess[] = [];
  try {
    const environment = { REDIS_URL: redis.url, SIGNALING_SOCKETS_PER_ADDRESS: '1000' };
    for (let index = 0; index < 2; index += 1) servers.push(await startCloudProcess(environment));
    const load = await startSignalingLoad({ urls: servers.map(({ url }) => url), homes, interval, padding: 2000 });
    try {
      await pause(calm);
      const over = await fault({ servers, redis });
      const whole = await load.wholeSince(performance.now());
      await load.finish();
      return { wholeAfter: whole - over, count: load.count(), unharmed: load.count(unharmed) };
    } finally {
      load.dispose();
    }
  } finally {
    for (const server of servers) await server.kill();
    await redis.dispose();
  }
}

function loseProcess(): Promise<RoomFault> {
  return withTwoProcesses(
    async ({ servers }) => {
      const at = performance.now();
      await servers[0]?.kill();
      return at;
    },
    (sender, receiver) => sender.home === 1 && receiver.home === 1,
  );
}

/** Counts from when Redis is back: before that rooms over both processes can't be whole. */
function loseRedis(): Promise<RoomFault> {
  return withTwoProcesses(
    async ({ redis }) => {
      await redis.stop();
      await pause(absence);
      const at = performance.now();
      await redis.start();
      return at;
    },
    (sender, receiver) => sender.home === receiver.home,
  );
}

async function losePostgres() {
  const postgres = await startPostgres();
  let server: ServerProcess | undefined;
  try {
    const databaseUrl = await postgres.createDatabase();
    const running = await startCloudProcess({
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: 'x'.repeat(32),
      TRUSTED_PROXIES: '1',
    });
    server = running;
    const times: number[] = [];
    let [refused, faults, asked, lastRefusal] = [0, 0, 0, 0];
    const underWay = new Set<Promise<void>>();
    const ask = async () => {
      asked += 1;
      const at = performance.now();
      const status = await statusOfDeviceCheck(running.url, asked);
      times.push(performance.now() - at);
      if (status === 503) {
        refused += 1;
        lastRefusal = performance.now();
      } else if (status >= 500 || status === 0) faults += 1;
    };
    const asking = setInterval(() => {
      const request = ask().finally(() => underWay.delete(request));
      underWay.add(request);
    }, 1000 / requestRate);
    await pause(calm);
    await postgres.stop();
    await pause(absence);
    const started = performance.now();
    await postgres.start();
    await pause(calm);
    clearInterval(asking);
    await Promise.all(underWay);
    return {
      backAfter: Math.max(0, lastRefusal - started),
      refused,
      faults,
      slowest: Math.max(...times),
      died: running.running() ? 0 : 1,
    };
  } finally {
    await server?.kill();
    await postgres.dispose();
  }
}

/** Asks something that has to read the database; 0 when there is no answer. */
async function statusOfDeviceCheck(url: string, index: number): Promise<number> {
  try {
    const response = await fetch(`${url}/api/auth/device?user_code=ABCDEFGH`, {
      headers: { 'x-forwarded-for': `203.0.113.${index % 250}` },
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
