import { createHash } from 'node:crypto';
import type { Bytes } from '../../src-renderer/features/collaboration/protocol/bytes.ts';
import type { Signer } from '../../src-renderer/features/collaboration/protocol/keys.ts';

/** Random numbers from a seed, the same each time (mulberry32); 0 to 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A person whose signatures a virtual network takes for theirs. */
export function virtualSigner(publicKey: Bytes): Signer {
  return {
    publicKey,
    sign: async (bytes) => Uint8Array.from(createHash('sha512').update(publicKey).update(bytes).digest()),
  };
}

/** Time that passes only when it is told to, in milliseconds. */
export interface VirtualClock {
  now(): number;
  setTimer(work: () => unknown, pause?: number): number;
  setRepeated(work: () => unknown, pause: number): number;
  clearTimer(timer: unknown): void;
  run(duration: number): Promise<void>;
  runUntil(holds: () => boolean, within: number): Promise<boolean>;
}

const realImmediate = setImmediate;

export function createClock(): VirtualClock {
  interface Timer {
    readonly number: number;
    readonly at: number;
    readonly work: () => unknown;
    readonly every: number | null;
  }
  const timers = new Map<number, Timer>();
  let heap: Timer[] = [];
  let time = 0;
  let numbers = 0;

  const earlier = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.number < b.number);

  function add(timer: Timer): number {
    timers.set(timer.number, timer);
    let low = 0;
    let high = heap.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // The list is kept with the next timer at its end.
      if (earlier(timer, heap[middle] as Timer)) low = middle + 1;
      else high = middle;
    }
    heap.splice(low, 0, timer);
    return timer.number;
  }

  async function step(until: number): Promise<boolean> {
    const next = heap.at(-1);
    if (!next || next.at > until) return false;
    heap.pop();
    if (timers.get(next.number) !== next) return true;
    timers.delete(next.number);
    time = next.at;
    if (next.every !== null) add({ ...next, at: time + next.every });
    next.work();
    // All that follows from it without time passing.
    await new Promise<void>((resolve) => realImmediate(resolve));
    return true;
  }

  const clock: VirtualClock = {
    now: () => time,
    setTimer(work, pause = 0) {
      numbers += 1;
      return add({ number: numbers, at: time + Math.max(0, pause), work, every: null });
    },
    setRepeated(work, pause) {
      numbers += 1;
      return add({ number: numbers, at: time + pause, work, every: Math.max(1, pause) });
    },
    clearTimer(timer) {
      timers.delete(Number(timer));
      if (heap.length > 64 && heap.length > 4 * timers.size)
        heap = heap.filter((each) => timers.get(each.number) === each);
    },
    async run(duration) {
      const until = time + duration;
      await new Promise<void>((resolve) => realImmediate(resolve));
      while (await step(until)) {
        // Until there is nothing more to do by then.
      }
      time = until;
    },
    async runUntil(holds, within) {
      const until = time + within;
      while (!holds()) {
        if (time >= until) return false;
        await clock.run(Math.min(100, until - time));
      }
      return true;
    },
  };
  return clock;
}

/** Puts the clock, random numbers and signatures that take no time in place of the platform's; answers how to undo it. */
export function takeOver(clock: VirtualClock, random: () => number): () => void {
  const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'crypto', 'performance'] as const;
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  const realRandom = Math.random;
  const fakes: Record<(typeof names)[number], unknown> = {
    setTimeout: clock.setTimer,
    clearTimeout: clock.clearTimer,
    setInterval: clock.setRepeated,
    clearInterval: clock.clearTimer,
    performance: { now: clock.now },
    crypto: {
      subtle: createCryptography(random),
      getRandomValues<Target extends Uint8Array>(bytes: Target): Target {
        for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.floor(random() * 256);
        return bytes;
      },
    },
  };
  for (const name of names)
    Object.defineProperty(globalThis, name, { value: fakes[name], configurable: true, writable: true });
  Math.random = random;
  return () => {
    for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    Math.random = realRandom;
  };
}

/**
 * In place of WebCrypto: signatures that anybody could make, which takes no time and no thread. Whether signatures hold is not what a
 * virtual network is for.
 */
function createCryptography(random: () => number) {
  const sign = (point: Uint8Array, bytes: Uint8Array) => createHash('sha512').update(point).update(bytes).digest();
  return {
    async generateKey() {
      const point = Uint8Array.from({ length: 65 }, () => Math.floor(random() * 256));
      return { publicKey: point, privateKey: point };
    },
    exportKey: async (_format: string, point: Uint8Array) => point,
    importKey: async (_format: string, point: Uint8Array) => point,
    sign: async (_algorithm: unknown, point: Uint8Array, bytes: Uint8Array) => Uint8Array.from(sign(point, bytes)),
    verify: async (_algorithm: unknown, point: Uint8Array, signature: Uint8Array, bytes: Uint8Array) =>
      sign(point, bytes).equals(signature),
  };
}
