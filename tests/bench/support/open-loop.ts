import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './statistics.ts';

/** Connections that are kept open to a server; what does not fit on them waits, and its wait counts. */
const connections = 256;
/** Milliseconds that answers may take after the last request was due. */
const patience = 10_000;

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of a rate of requests. */
export interface LoadStep {
  /** Requests a second. */
  readonly rate: number;
  readonly offered: number;
  readonly answered: number;
  /** Answers that were refusals or faults, and requests without one. */
  readonly failed: number;
  /** Answers a second, from the first request to the last answer. */
  readonly perSecond: number;
  /** Milliseconds from when a request was due to the end of its answer. */
  readonly p50: number;
  readonly p99: number;
}

export interface Loader {
  offer(rate: number, seconds: number): Promise<LoadStep>;
  dispose(): void;
}

/**
 * Sends requests at a fixed rate, whether or not earlier ones were answered, as people do who do not know of each other. Times are
 * counted from when a request was due, so that a server that stalls is charged for all that wait. `next` makes the n-th request.
 */
export function createLoader(url: string, next: (index: number) => LoadRequest): Loader {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  let count = 0;

  const send = ({ method, path, headers, body }: LoadRequest) =>
    new Promise<boolean>((resolve) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = { agent, hostname, port, method, path, headers: { ...headers, ...length } };
      const sent = request(options, (response) => {
        response.resume();
        response.on('end', () => resolve((response.statusCode ?? 500) < 400));
        response.on('error', () => resolve(false));
      });
      sent.on('error', () => resolve(false));
      sent.end(body);
    });

  return {
    async offer(rate, seconds) {
      const total = Math.round(rate * seconds);
      const times: number[] = [];
      let failed = 0;
      let lastAnswer = 0;
      const started = performance.now();
      const fire = async (index: number) => {
        count += 1;
        const due = started + (index * 1000) / rate;
        const good = await send(next(count));
        lastAnswer = performance.now();
        times.push(lastAnswer - due);
        if (!good) failed += 1;
      };
      let sent = 0;
      while (sent < total) {
        const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * rate) + 1);
        for (; sent < due; sent += 1) void fire(sent);
        await pause(1);
      }
      const deadline = performance.now() + patience;
      while (times.length < total && performance.now() < deadline) await pause(5);
      const answered = times.length;
      return {
        rate,
        offered: total,
        answered,
        failed: failed + total - answered,
        perSecond: answered / ((lastAnswer - started) / 1000),
        p50: percentile(times, 50),
        p99: percentile(times, 99),
      };
    },
    dispose: () => agent.destroy(),
  };
}
