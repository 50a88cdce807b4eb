import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OutputStream } from '../../../../src-main/core/terminal/output-stream.ts';
import {
  createTerminalOutput,
  highWatermark,
  lowWatermark,
} from '../../../../src-main/core/terminal/terminal-output.ts';

const size = { columns: 80, rows: 24 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createSource() {
  const source = {
    paused: false,
    pause() {
      source.paused = true;
    },
    resume() {
      source.paused = false;
    },
  };
  return source;
}

async function read(stream: OutputStream, count: number): Promise<unknown[]> {
  const parts: unknown[] = [];
  for (let index = 0; index < count; index += 1) parts.push((await stream.iterator.next()).value);
  return parts;
}

test('the first output is sent at once, what follows soon after it together', async () => {
  const output = createTerminalOutput(createSource(), () => {});
  const stream = output.attach(size, undefined);
  await vi.advanceTimersByTimeAsync(100);
  output.push(Buffer.from('k'));
  output.push(Buffer.from('ab'));
  output.push(Buffer.from('cd'));
  await vi.advanceTimersByTimeAsync(10);
  expect(await read(stream, 3)).toEqual([
    { type: 'attached', streamId: stream.id, ...size },
    { type: 'output', text: 'k', replay: false },
    { type: 'output', text: 'abcd', replay: false },
  ]);
});

test('a window that falls behind pauses the program until it has caught up, and so does the slowest of two', () => {
  const source = createSource();
  const output = createTerminalOutput(source, () => {});
  const slow = output.attach(size, undefined);
  const quick = output.attach(size, undefined);
  const part = Buffer.alloc(64 * 1024, 'x');
  let sent = 0;
  while (!source.paused) {
    output.push(part);
    sent += part.length;
    expect(sent).toBeLessThan(highWatermark * 2);
  }
  output.acknowledge(quick.id, sent);
  expect(source.paused).toBe(true);
  output.acknowledge(slow.id, sent - lowWatermark - 1);
  expect(source.paused).toBe(true);
  output.acknowledge(slow.id, 1);
  expect(source.paused).toBe(false);
});

test('a window that leaves holds nobody up, and one that comes is given what was before', async () => {
  const source = createSource();
  const output = createTerminalOutput(source, () => {});
  const controller = new AbortController();
  output.attach(size, controller.signal);
  for (let index = 0; index < 20; index += 1) output.push(Buffer.alloc(64 * 1024, 'x'));
  expect(source.paused).toBe(true);
  controller.abort();
  expect(source.paused).toBe(false);
  output.push(Buffer.from('last'));
  const late = output.attach(size, undefined);
  const parts = (await read(late, 22)) as { text?: string; replay?: boolean }[];
  expect(parts.slice(1).every(({ replay }) => replay === true)).toBe(true);
  expect(parts.map(({ text }) => text ?? '').join('')).toBe(`${'x'.repeat(1280 * 1024)}last`);
  expect(late.unacknowledged).toBe(0);
  output.dispose();
  expect((await late.iterator.next()).done).toBe(true);
});

test('a program that is run anew starts with an empty screen', async () => {
  const first = createSource();
  const second = createSource();
  const texts: string[] = [];
  const output = createTerminalOutput(first, (text) => texts.push(text));
  const stream = output.attach(size, undefined);
  output.push(Buffer.from('before'));
  output.restart(second);
  output.push(Buffer.from('after'));
  output.flush();
  const parts = (await read(stream, 4)) as { type: string }[];
  expect(parts.map(({ type }) => type)).toEqual(['attached', 'output', 'restarted', 'output']);
  expect(texts).toEqual(['before', 'after']);
  expect(await read(output.attach(size, undefined), 2)).toMatchObject([{ type: 'attached' }, { text: 'after' }]);
});
