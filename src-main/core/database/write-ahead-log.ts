import { existsSync, readFileSync } from 'node:fs';

export type WriteAheadLogState = 'absent' | 'sound' | 'damaged';

const headerSize = 32;
const frameHeaderSize = 24;
/** Beyond this many bytes the frames are left to SQLite alone, so that a start stays quick. */
const largestScanned = 64 * 1024 * 1024;

/**
 * Looks at a write-ahead log before SQLite does, since SQLite takes a garbled one for an empty one without a word and
 * whatever was committed there is gone. Format: https://www.sqlite.org/fileformat2.html#walformat.
 */
export function inspectWriteAheadLog(path: string): WriteAheadLogState {
  if (!existsSync(path)) return 'absent';
  return inspectLogBytes(readFileSync(path));
}

/** The same for the bytes of a log. */
export function inspectLogBytes(bytes: Uint8Array): WriteAheadLogState {
  if (bytes.length === 0) return 'absent';
  if (bytes.length < headerSize) return 'damaged';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return 'damaged';
  const littleEndian = magic === 0x377f0682;
  let sum = checksum(view, 0, 24, littleEndian, [0, 0]);
  if (sum[0] !== view.getUint32(24) || sum[1] !== view.getUint32(28)) return 'damaged';
  if (bytes.length > largestScanned) return 'sound';

  const frameSize = frameHeaderSize + (view.getUint32(8) || 65_536);
  const salts = [view.getUint32(16), view.getUint32(20)];
  const ofThisRound = (at: number) => view.getUint32(at + 8) === salts[0] && view.getUint32(at + 12) === salts[1];
  let at = headerSize;
  for (; at + frameSize <= bytes.length && ofThisRound(at); at += frameSize) {
    sum = checksum(view, at, 8, littleEndian, sum);
    sum = checksum(view, at + frameHeaderSize, frameSize - frameHeaderSize, littleEndian, sum);
    if (sum[0] !== view.getUint32(at + 16) || sum[1] !== view.getUint32(at + 20)) break;
  }
  // Behind the last valid frame only leftovers of earlier rounds may follow: they carry other salts.
  for (at += frameSize; at + frameSize <= bytes.length; at += frameSize) {
    if (ofThisRound(at)) return 'damaged';
  }
  return 'sound';
}

type Sum = readonly [number, number];

function checksum(view: DataView, offset: number, length: number, littleEndian: boolean, seed: Sum): Sum {
  let [first, second] = seed;
  for (let at = offset; at < offset + length; at += 8) {
    first = (first + view.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}
