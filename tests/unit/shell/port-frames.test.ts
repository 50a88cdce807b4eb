import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPortFrameReader,
  encodePortFrame,
  maximumFrameBytes,
  type PortFrame,
} from '../../../contract/port-frames.ts';

const connection = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const frame: fc.Arbitrary<PortFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('open' as const),
    connection,
    portKind: fc.constantFrom('window', 'supervisor', 'host'),
  }),
  fc.record({ kind: fc.constant('text' as const), connection, text: fc.string({ unit: 'grapheme' }) }),
  fc.record({
    kind: fc.constant('binary' as const),
    connection,
    bytes: fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
  }),
  fc.record({ kind: fc.constant('close' as const), connection }),
);

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

describe('port frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat(40)), (frames, cuts) => {
        const stream = concatenate(frames.map(encodePortFrame));
        const received: PortFrame[] = [];
        const read = createPortFrameReader((one) => received.push(one));
        let offset = 0;
        for (const cut of cuts) {
          read(stream.subarray(offset, offset + cut));
          offset += cut;
        }
        read(stream.subarray(offset));
        expect(received).toEqual(frames);
      }),
    );
  });

  it('refuses lengths that no sender of ours makes, and unknown kinds', () => {
    const tooLong = new Uint8Array(9);
    new DataView(tooLong.buffer).setUint32(0, maximumFrameBytes + 6);
    expect(() => createPortFrameReader(() => {})(tooLong)).toThrow(/frame of/);
    const unknown = encodePortFrame({ kind: 'close', connection: 1 });
    unknown[8] = 9;
    expect(() => createPortFrameReader(() => {})(unknown)).toThrow(/unknown frame kind/);
  });
});
