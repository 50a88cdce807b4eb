import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { z } from 'zod';
import { type Bytes, decodeText, encodeText } from './bytes.ts';

/** The two documents of a session: commenters may write the second only. */
export const documentNames = ['files', 'comments'] as const;
export type DocumentName = (typeof documentNames)[number];

const key = z.string().regex(/^[\w-]{43}$/);
const signature = z.string().regex(/^[\w-]{86}$/);
const role = z.enum(['editor', 'commenter', 'viewer']);
const time = z.number().int().nonnegative();
const entry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    subject: key,
    role: role.nullable(),
    notAfter: time.nullable(),
    epoch: time,
    signature,
  }),
  z.strictObject({
    kind: z.literal('invitation'),
    subject: key,
    role: role.nullable(),
    notAfter: time.nullable(),
    uses: z.number().int().positive().nullable(),
    waitingRoom: z.boolean(),
    epoch: time,
    signature,
  }),
]);
const admission = z.strictObject({ invitation: key, signature });
const session = z.strictObject({ id: z.string().regex(/^[\w-]{22}$/), ownerKey: key });
const profile = z.strictObject({ name: z.string().min(1).max(64), color: z.number().int().min(0).max(31) });
const topic = z.string().regex(/^ff-[\w-]{24}$/);

/** Where those with a code knock: known to all members, so that anybody can let somebody in. */
const door = z.strictObject({ invitation: key, topic, signalingKey: key });
export type Door = z.infer<typeof door>;

const refusal = z.enum(['removed', 'expired', 'revoked', 'full', 'waiting', 'uninvited', 'version', 'client-in-use']);
/** Why somebody is not let in, or not any more. */
export type Refusal = z.infer<typeof refusal>;

const controlMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    version: z.number().int(),
    person: key,
    nonce: z.string().regex(/^[\w-]{22}$/),
    profile,
    client: z.number().int().min(0).max(0xffffffff),
    session: session.nullable(),
    entries: z.array(entry).max(4),
  }),
  z.strictObject({ type: z.literal('proof'), signature, admission: admission.nullable() }),
  z.strictObject({
    type: z.literal('refused'),
    reason: refusal,
  }),
  z.strictObject({
    type: z.literal('welcome'),
    room: z.strictObject({ topic, signalingKey: key }),
    doors: z.array(door).max(16),
    entries: z.array(entry).max(5000),
    admissions: z.array(z.strictObject({ person: key, admission })).max(5000),
  }),
  z.strictObject({ type: z.literal('roster'), entries: z.array(entry).max(5000), doors: z.array(door).max(16) }),
  z.strictObject({ type: z.literal('admitted'), person: key, admission }),
  /** The Yjs clients that the sender is connected to. */
  z.strictObject({ type: z.literal('neighbours'), clients: z.array(z.number().int().min(0).max(0xffffffff)).max(256) }),
  z.strictObject({ type: z.literal('bye') }),
]);
/** What peers say to each other besides documents and cursors. */
export type ControlMessage = z.infer<typeof controlMessage>;

/** A message between two peers that have met. */
export type Message =
  | { readonly kind: 'control'; readonly message: ControlMessage }
  /** Asks for what this state vector lacks. */
  | { readonly kind: 'state'; readonly document: DocumentName; readonly vector: Bytes }
  /** The answer. */
  | { readonly kind: 'missing'; readonly document: DocumentName; readonly update: Bytes }
  /** An edit of the sender's own. */
  | { readonly kind: 'update'; readonly document: DocumentName; readonly update: Bytes }
  /** An update of y-protocols' awareness. */
  | { readonly kind: 'awareness'; readonly update: Bytes };

const kinds = ['control', 'state', 'missing', 'update', 'awareness'] as const;

export function encodeMessage(message: Message): Bytes {
  const encoder = createEncoder();
  writeVarUint(encoder, kinds.indexOf(message.kind));
  switch (message.kind) {
    case 'control':
      writeVarUint8Array(encoder, encodeText(JSON.stringify(message.message)));
      break;
    case 'state':
      writeVarString(encoder, message.document);
      writeVarUint8Array(encoder, message.vector);
      break;
    case 'missing':
    case 'update':
      writeVarString(encoder, message.document);
      writeVarUint8Array(encoder, message.update);
      break;
    case 'awareness':
      writeVarUint8Array(encoder, message.update);
      break;
  }
  return toUint8Array(encoder) as Bytes;
}

/** Reads what a peer sent; null when it is nothing that this version's peers say. */
export function decodeMessage(bytes: Uint8Array): Message | null {
  try {
    const decoder = createDecoder(bytes);
    const kind = kinds[readVarUint(decoder)];
    const message = read();
    return message && !hasContent(decoder) ? message : null;

    function read(): Message | null {
      switch (kind) {
        case 'control': {
          const parsed = controlMessage.safeParse(JSON.parse(decodeText(readVarUint8Array(decoder))));
          return parsed.success ? { kind, message: parsed.data } : null;
        }
        case 'state': {
          const document = readDocument();
          return document && { kind, document, vector: Uint8Array.from(readVarUint8Array(decoder)) };
        }
        case 'missing':
        case 'update': {
          const document = readDocument();
          return document && { kind, document, update: Uint8Array.from(readVarUint8Array(decoder)) };
        }
        case 'awareness':
          return { kind, update: Uint8Array.from(readVarUint8Array(decoder)) };
        default:
          return null;
      }
    }

    function readDocument(): DocumentName | null {
      const name = readVarString(decoder);
      return documentNames.find((each) => each === name) ?? null;
    }
  } catch {
    return null;
  }
}
