import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSocketLines, type ServerState } from '../../../../src-renderer/app/browser/socket-lines.ts';
import type { Disposable } from '../../../../src-renderer/app/disposable.ts';

/** A socket that opens and closes when the test says so. */
class FakeSocket extends EventTarget {
  binaryType = '';
  readyState = 0;
  send(): void {}
  close(): void {
    this.end();
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  end(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

describe('socket lines', () => {
  let sockets: FakeSocket[];
  let answer: 'answers' | 'refuses' | 'silent';
  let heard: string[];
  let states: ServerState[];
  let running: Disposable;
  let lines: ReturnType<typeof createSocketLines>;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    answer = 'silent';
    heard = [];
    states = [];
    lines = createSocketLines({
      address: 'ws://127.0.0.1:1/core',
      open: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      ask: async () => answer,
      random: () => 0.5,
    });
    lines.state.subscribe((state) => states.push(state));
    running = lines.source({
      shell: () => heard.push('shell'),
      core: () => heard.push('core'),
      coreLost: () => heard.push('lost'),
    });
  });
  afterEach(() => {
    running.dispose();
    vi.useRealTimers();
  });

  it('brings a line when the socket opens, and the next one soon after it was lost', async () => {
    expect(heard).toEqual([]);
    sockets[0]?.open();
    expect(heard).toEqual(['core']);
    expect(states).toEqual(['connected']);
    sockets[0]?.end();
    expect(heard).toEqual(['core', 'lost']);
    await vi.advanceTimersByTimeAsync(250);
    expect(sockets).toHaveLength(2);
    sockets[1]?.open();
    expect(heard).toEqual(['core', 'lost', 'core']);
    expect(states).toEqual(['connected', 'reconnecting', 'connected']);
  });

  it('waits longer from attempt to attempt, 5 s at most, and says after a while that nobody answers', async () => {
    sockets[0]?.open();
    sockets[0]?.end();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const started = performance.now();
      while (sockets.length === attempt) await vi.advanceTimersByTimeAsync(50);
      waits.push(performance.now() - started);
      sockets.at(-1)?.end();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    expect(states).toEqual(['connected', 'reconnecting', 'unreachable']);
  });

  it('says that nobody answers at its time, whatever the attempt under way waits for', async () => {
    sockets[0]?.open();
    sockets[0]?.end();
    await vi.advanceTimersByTimeAsync(7999);
    expect(sockets).toHaveLength(2);
    expect(states).toEqual(['connected', 'reconnecting']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states).toEqual(['connected', 'reconnecting', 'unreachable']);
  });

  it('says when the session is over or the server is full, and goes on trying', async () => {
    sockets[0]?.open();
    sockets[0]?.end();
    answer = 'refuses';
    await vi.advanceTimersByTimeAsync(250);
    sockets[1]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(lines.state.getState()).toBe('refused');
    answer = 'answers';
    for (let attempt = 2; attempt < 5; attempt += 1) {
      await vi.advanceTimersByTimeAsync(5000);
      sockets[attempt]?.end();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(lines.state.getState()).toBe('full');
    lines.retry();
    sockets.at(-1)?.open();
    expect(lines.state.getState()).toBe('connected');
  });

  it('tries no more once it is disposed', async () => {
    sockets[0]?.open();
    running.dispose();
    await vi.advanceTimersByTimeAsync(60_000);
    lines.retry();
    expect(sockets).toHaveLength(1);
  });
});
