import { writeVarUint } from 'lib0/encoding';
import { ContentString, decodeUpdate, Item, UpdateEncoderV1 } from 'yjs';
import type { Bytes } from './bytes.ts';

/** Cuts an update of Yjs (version 1) off where a client's edits go beyond a limit; null is no limit. Deletions stay. */
export function cutUpdate(update: Uint8Array, limitOf: (client: number) => number | null): Bytes {
  const { structs, ds } = decodeUpdate(update);
  const kept = new Map<number, (typeof structs)[number][]>();
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
    const own = kept.get(client) ?? [];
    own.push(struct);
    kept.set(client, own);
  }
  const encoder = new UpdateEncoderV1();
  const { restEncoder } = encoder;
  writeVarUint(restEncoder, kept.size);
  // As Yjs writes them: the greater client first.
  for (const [client, own] of [...kept].sort(([a], [b]) => b - a)) {
    writeVarUint(restEncoder, own.length);
    encoder.writeClient(client);
    writeVarUint(restEncoder, own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  writeVarUint(restEncoder, ds.clients.size);
  for (const [client, deletions] of [...ds.clients].sort(([a], [b]) => b - a)) {
    writeVarUint(restEncoder, client);
    writeVarUint(restEncoder, deletions.length);
    for (const { clock, len } of deletions) {
      writeVarUint(restEncoder, clock);
      writeVarUint(restEncoder, len);
    }
  }
  return encoder.toUint8Array() as Bytes;
}

/** Not between the two halves of a character: Yjs would put a replacement in their place. */
function lengthUpTo(struct: unknown, length: number): number {
  if (!(struct instanceof Item) || !(struct.content instanceof ContentString)) return length;
  const last = struct.content.str.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}
