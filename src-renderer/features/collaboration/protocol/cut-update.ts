import {
  createEncoder,
  type Encoder,
  length as lengthOf,
  toUint8Array,
  writeUint8Array,
  writeVarUint,
} from 'lib0/encoding';
import { ContentString, decodeUpdate, Item, UpdateEncoderV1 } from 'yjs';
import type { Bytes } from './bytes.ts';

type Decoded = ReturnType<typeof decodeUpdate>;
type Struct = Decoded['structs'][number];

/** Cuts an update of Yjs (version 1) off where a client's edits go beyond a limit; null is no limit. Deletions stay. */
export function cutUpdate(update: Uint8Array, limitOf: (client: number) => number | null): Bytes {
  const { structs, ds } = decodeUpdate(update);
  const piece = createPiece();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const limit = limitOf(client) ?? Number.POSITIVE_INFINITY;
    if (clock >= limit) continue;
    if (clock + struct.length > limit) {
      const length = lengthUpTo(struct, limit - clock);
      if (length === 0) continue;
      if (struct instanceof Item) struct.content.splice(length);
      struct.length = length;
    }
    piece.add(struct, 0);
  }
  for (const [client, deletions] of ds.clients)
    for (const { clock, len } of deletions) piece.remove(client, clock, len);
  return piece.take();
}

/**
 * Cuts an update of Yjs (version 1) into some of about so many bytes at most, which make up the same when they are applied one after the
 * other. Only a text is cut within: whatever else somebody has inserted at once stays in one.
 */
export function cutIntoPieces(update: Bytes, mostBytes: number): Bytes[] {
  if (update.length <= mostBytes) return [update];
  const { structs, ds } = decodeUpdate(update);
  const pieces: Bytes[] = [];
  const piece = createPiece();
  const makeRoom = () => {
    if (piece.bytes >= mostBytes) pieces.push(piece.take());
  };
  // A character takes three bytes at most; pairs take four.
  const longest = Math.max(2, Math.floor(mostBytes / 4));
  for (const struct of structs) {
    const { length } = struct;
    const text = struct instanceof Item && struct.content instanceof ContentString ? struct.content.str : '';
    for (let start = 0; start < length; ) {
      const end = text === '' ? length : start + partOf(text, start, longest);
      piece.add(text === '' ? struct : upTo(struct as Item, text, end), start);
      start = end;
      makeRoom();
    }
  }
  for (const [client, deletions] of ds.clients) {
    for (const { clock, len } of deletions) {
      piece.remove(client, clock, len);
      makeRoom();
    }
  }
  if (piece.bytes > 0) pieces.push(piece.take());
  return pieces;
}

/** What goes into one update: insertions by their clients, in their order, and deletions. */
function createPiece() {
  let groups = new Map<number, { count: number; readonly clock: number; readonly encoder: UpdateEncoderV1 }>();
  let removed = new Map<number, { count: number; readonly encoder: Encoder }>();
  let bytes = 0;
  return {
    /** About how long it is. */
    get bytes() {
      return bytes;
    },
    /** Adds an insertion from some place in it on. */
    add(struct: Struct, from: number): void {
      const { client, clock } = struct.id;
      const group = groups.get(client) ?? { count: 0, clock: clock + from, encoder: new UpdateEncoderV1() };
      groups.set(client, group);
      const before = lengthOf(group.encoder.restEncoder);
      group.count += 1;
      struct.write(group.encoder, from);
      bytes += lengthOf(group.encoder.restEncoder) - before;
    },
    remove(client: number, clock: number, length: number): void {
      const group = removed.get(client) ?? { count: 0, encoder: createEncoder() };
      removed.set(client, group);
      const before = lengthOf(group.encoder);
      group.count += 1;
      writeVarUint(group.encoder, clock);
      writeVarUint(group.encoder, length);
      bytes += lengthOf(group.encoder) - before;
    },
    /** The update, and begins another one. */
    take(): Bytes {
      const update = createEncoder();
      writeVarUint(update, groups.size);
      // As Yjs writes them: the greater client first.
      for (const [client, { count, clock, encoder }] of [...groups].sort(([a], [b]) => b - a)) {
        writeVarUint(update, count);
        writeVarUint(update, client);
        writeVarUint(update, clock);
        writeUint8Array(update, toUint8Array(encoder.restEncoder));
      }
      writeVarUint(update, removed.size);
      for (const [client, { count, encoder }] of [...removed].sort(([a], [b]) => b - a)) {
        writeVarUint(update, client);
        writeVarUint(update, count);
        writeUint8Array(update, toUint8Array(encoder));
      }
      groups = new Map();
      removed = new Map();
      bytes = 0;
      return toUint8Array(update) as Bytes;
    },
  };
}

/** An inserted text as it would be had its author written no more than that. */
function upTo(item: Item, text: string, end: number): Item {
  item.content = new ContentString(text.slice(0, end));
  item.length = end;
  return item;
}

function partOf(text: string, start: number, most: number): number {
  const left = text.length - start;
  return left <= most ? left : most - (isFirstHalf(text.charCodeAt(start + most - 1)) ? 1 : 0);
}

/** Not between the two halves of a character: Yjs would put a replacement in their place. */
function lengthUpTo(struct: Struct, length: number): number {
  if (!(struct instanceof Item) || !(struct.content instanceof ContentString)) return length;
  return isFirstHalf(struct.content.str.charCodeAt(length - 1)) ? length - 1 : length;
}

function isFirstHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
