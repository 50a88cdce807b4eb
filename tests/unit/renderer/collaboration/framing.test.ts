import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src-renderer/features/collaboration/protocol/bytes.ts';
import { createFlow } from '../../../../src-renderer/features/collaboration/protocol/flow.ts';
import {
  createFrameReader,
  createFrameWriter,
  FramingError,
  frameSize,
} from '../../../../src-renderer/features/collaboration/protocol/framing.ts';

function filled(length: number, value: number): Bytes {
  return new Uint8Array(length).fill(value);
}

describe('framing', () => {
  it('brings every message whole, large ones in turn with others', () => {
    const lengths = fc.array(fc.oneof(fc.nat(100), fc.nat(200_000)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.infiniteStream(fc.boolean()), (sizes, pushesNow) => {
        const writer = createFrameWriter();
        const reader = createFrameReader();
        const sent = sizes.map((size, at) => filled(size, at + 1));
        const received: Bytes[] = [];
        const left = [...sent];
        while (left.length > 0 || writer.waiting > 0 || received.length < sent.length) {
          const next = left[0];
          if (next && (writer.waiting === 0 || pushesNow.next().value)) {
            writer.push(next);
            left.shift();
          }
          const frame = writer.next();
          if (!frame) continue;
          expect(frame.bytes.length).toBeLessThanOrEqual(frameSize);
          received.push(...reader.read(frame.bytes));
        }
        const key = (bytes: Bytes) => `${bytes.length} ${bytes[0]}`;
        expect(received.map(key).sort()).toEqual(sent.map(key).sort());
      }),
      { numRuns: 50 },
    );
  });

  it('sends a keystroke before the rest of a project, and tells how far that has got', () => {
    const writer = createFrameWriter();
    const reader = createFrameReader();
    const progress: number[] = [];
    writer.push(filled(100_000, 1), (sent) => progress.push(sent));
    const read = () => reader.read(writer.next()?.bytes ?? new Uint8Array());
    expect(read()).toEqual([]);
    expect(reader.incoming).toEqual({ received: frameSize - 13, total: 100_000 });
    writer.push(filled(10, 2));
    expect(read()).toEqual([filled(10, 2)]);
    while (writer.waiting > 0) read();
    expect(progress.at(-1)).toBe(100_000);
    expect(progress).toHaveLength(7);
  });

  it('sends over the channel that has room, and large parts no larger than the line is good for', () => {
    const flow = createFlow(() => 0);
    const writer = createFrameWriter(flow);
    writer.push(filled(100_000, 1));
    writer.push(filled(10, 2));
    expect(writer.next({ small: false, large: false })).toBeNull();
    const first = writer.next({ small: false, large: true });
    expect([first?.channel, first?.bytes.length]).toEqual(['large', flow.partSize]);
    expect(flow.partSize).toBeLessThan(frameSize);
    expect(writer.next({ small: true, large: false })?.channel).toBe('small');
    expect(writer.next({ small: true, large: false })).toBeNull();
  });

  it('brings no large message before a small one that was sent before it, whichever channel is faster', () => {
    const writer = createFrameWriter();
    const reader = createFrameReader();
    const lanes: Record<'small' | 'large', Bytes[]> = { small: [], large: [] };
    const push = (message: Bytes) => {
      writer.push(message);
      for (let frame = writer.next(); frame; frame = writer.next()) lanes[frame.channel].push(frame.bytes);
    };
    push(filled(10, 1));
    push(filled(40_000, 2));
    push(filled(10, 3));
    push(filled(40_000, 4));
    const read = (lane: Bytes[]) => lane.splice(0).flatMap((frame) => reader.read(frame).map((bytes) => bytes[0]));
    expect(read(lanes.large)).toEqual([]);
    expect(read(lanes.small.splice(0, 1))).toEqual([1, 2]);
    expect(read(lanes.small)).toEqual([3, 4]);
  });

  it('keeps no more for a small message that never comes than one message may be long', () => {
    const reader = createFrameReader({ messageBytes: 50_000, openMessages: 4 });
    const writer = createFrameWriter();
    writer.push(filled(1, 0));
    expect(writer.next()?.channel).toBe('small');
    const send = () => {
      writer.push(filled(30_000, 1));
      for (let frame = writer.next(); frame; frame = writer.next()) reader.read(frame.bytes);
    };
    send();
    expect(send).toThrow(FramingError);
  });

  it('gives up at frames that break its rules, without making room for what they claim', () => {
    const first = (stream: number, total: number, part: number) => {
      const frame = new Uint8Array(13 + part);
      frame[0] = 1;
      new DataView(frame.buffer).setUint32(1, stream);
      new DataView(frame.buffer).setUint32(5, total);
      return frame;
    };
    const wrong = [
      [new Uint8Array(3)],
      [new Uint8Array(frameSize + 1)],
      [Uint8Array.of(3, 0, 0, 0, 9, 1)],
      [Uint8Array.of(0, 0, 0, 0, 7, 1)],
      [Uint8Array.of(9, 0, 0, 0, 7, 1)],
      [first(1, 0xffffffff, 10)],
      [first(1, 5, 10)],
      [first(1, 100, 10), first(1, 100, 10)],
      [first(1, 50, 1), first(2, 50, 1), first(3, 50, 1), first(4, 50, 1), first(5, 50, 1)],
      [first(1, 10, 10)],
      [first(1, 12, 10), Uint8Array.of(2, 0, 0, 0, 1, 1)],
      [first(1, 12, 10), Uint8Array.of(2, 0, 0, 0, 1, 1, 2, 3)],
    ];
    for (const frames of wrong) {
      const reader = createFrameReader();
      expect(() => {
        for (const frame of frames) reader.read(frame);
      }).toThrow(FramingError);
    }
  });
});
