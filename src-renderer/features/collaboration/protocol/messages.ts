import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { z } from 'zod';
import { type Bytes, decodeText, encodeText, joinBytes } from './bytes.ts';

/** The documents of a session. Editors write all, commenters not the first, viewers only `talk`: what people say and did. */
export const documentNames = ['files', 'comments', 'talk'] as const;
export type DocumentName = (typeof documentNames)[number];

const key = z.string().regex(/^[\w-]{43}$/);
const signature = z.string().regex(/^[\w-]{86}$/);
const role = z.enum(['editor', 'commenter', 'viewer']);
const time = z.number().int().nonnegative();
/** An entry of the roster with the owner's signature. */
export const SignedRosterEntry = z.discriminatedUnion('kind', [
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
/** Somebody's proof of having come in with a code. */
export const Admission = z.strictObject({ invitation: key, signature });
const comer = z.strictObject({ person: key, admission: Admission });
/** A session's id, and the key of whoever has begun it. */
export const SessionName = z.strictObject({ id: z.string().regex(/^[\w-]{22}$/), ownerKey: key });
const profile = z.strictObject({ name: z.string().min(1).max(64), color: z.number().int().min(0).max(31) });
const topic = z.string().regex(/^ff-[\w-]{24}$/);

/** Where those with a code knock: known to all members, so that anybody can let somebody in. */
export const Door = z.strictObject({ invitation: key, topic, signalingKey: key });
export type Door = z.infer<typeof Door>;
/** Where members meet. */
export const RoomAddress = z.strictObject({ topic, signalingKey: key });

const client = z.number().int().min(0).max(0xffffffff);

/** What a peer has signed of itself, for those who have no link to it. */
export const Presence = z.strictObject({
  peer: z.string().regex(/^[\w-]{16}$/),
  person: key,
  profile,
  client,
  /** The peer's own key: a point of P-256. */
  key: z.string().regex(/^[\w-]{87}$/),
  admission: Admission.nullable(),
  /** The person's signature over all of the above. */
  statement: signature,
  /** Grows with each. */
  number: time,
  /** The clients that it has links to. */
  neighbours: z.array(client).max(64),
  /** How far its own edits go in each document, in Yjs's count. */
  clocks: z.tuple([time, time, time]),
  /** The peer's signature over all of it. */
  signature,
});
export type Presence = z.infer<typeof Presence>;

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
    client,
    session: SessionName.nullable(),
    entries: z.array(SignedRosterEntry).max(4),
  }),
  z.strictObject({ type: z.literal('proof'), signature, admission: Admission.nullable() }),
  z.strictObject({
    type: z.literal('refused'),
    reason: refusal,
    /** What the owner has signed that makes it so: a member believes nothing else. */
    entries: z.array(SignedRosterEntry).max(2),
  }),
  z.strictObject({
    type: z.literal('welcome'),
    room: RoomAddress,
    doors: z.array(Door).max(16),
    entries: z.array(SignedRosterEntry).max(5000),
    admissions: z.array(comer).max(5000),
  }),
  z.strictObject({
    type: z.literal('roster'),
    entries: z.array(SignedRosterEntry).max(5000),
    doors: z.array(Door).max(16),
    /** Who came in, for a member who was away. */
    admissions: z.array(comer).max(5000),
  }),
  z.strictObject({ type: z.literal('admitted'), person: key, admission: Admission }),
  /** Who is in the session and linked with whom, each signed by the one it is about. */
  z.strictObject({ type: z.literal('present'), members: z.array(Presence).max(64) }),
  /** How many changes of documents have come over this link since it is there. */
  z.strictObject({ type: z.literal('received'), changes: time }),
  /** The link is given up: `parted` when the two are to stay in the session, without a link of their own. */
  z.strictObject({ type: z.literal('bye'), parted: z.boolean() }),
]);
/** What peers say to each other besides documents and cursors. */
export type ControlMessage = z.infer<typeof controlMessage>;

/** A message between two peers that have met. */
export type Message =
  | { readonly kind: 'control'; readonly message: ControlMessage }
  /** Asks for what this state vector lacks. */
  | { readonly kind: 'state'; readonly document: DocumentName; readonly vector: Bytes }
  /** The answer, or a part of it: `more` comes. */
  | { readonly kind: 'missing'; readonly document: DocumentName; readonly update: Bytes; readonly more: boolean }
  /** An edit of the sender's own. With it may ride what `received` says otherwise: a positive number. */
  | { readonly kind: 'update'; readonly document: DocumentName; readonly update: Bytes; readonly received?: number }
  /** An update of y-protocols' awareness. */
  | { readonly kind: 'awareness'; readonly update: Bytes }
  | Envelope;

/** An edit or a cursor, sealed by its author, for those who have no link to the author. */
export interface Envelope {
  readonly kind: 'envelope';
  /** The author's client. */
  readonly author: number;
  /** Grows with each of the author's. */
  readonly number: number;
  /** Null for a cursor. */
  readonly document: DocumentName | null;
  readonly update: Bytes;
  /** 64 bytes, by the author's client key. */
  readonly signature: Bytes;
}

const kinds = ['control', 'state', 'missing', 'update', 'awareness', 'envelope'] as const;

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
    case 'update':
      writeVarUint(encoder, message.received ?? 0);
      return withDocument(message);
    case 'missing':
      writeVarUint(encoder, message.more ? 1 : 0);
      return withDocument(message);
    case 'awareness':
      writeVarUint8Array(encoder, message.update);
      break;
    case 'envelope':
      writeVarUint(encoder, message.author);
      writeVarUint(encoder, message.number);
      writeVarString(encoder, message.document ?? '');
      writeVarUint8Array(encoder, message.update);
      writeVarUint8Array(encoder, message.signature);
      break;
  }
  return toUint8Array(encoder) as Bytes;

  function withDocument({ document, update }: { readonly document: DocumentName; readonly update: Bytes }): Bytes {
    // Copied once: it may be a whole project.
    writeVarString(encoder, document);
    writeVarUint(encoder, update.length);
    return joinBytes(toUint8Array(encoder), update);
  }
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
        case 'update': {
          const received = readVarUint(decoder);
          const edit = readUpdate();
          return edit && { kind, ...edit, ...(received > 0 ? { received } : {}) };
        }
        case 'missing': {
          const more = readVarUint(decoder);
          const missing = readUpdate();
          return missing && more < 2 ? { kind, ...missing, more: more === 1 } : null;
        }
        case 'awareness':
          return { kind, update: Uint8Array.from(readVarUint8Array(decoder)) };
        case 'envelope': {
          const [author, number, name] = [readVarUint(decoder), readVarUint(decoder), readVarString(decoder)];
          const document = documentNames.find((each) => each === name) ?? null;
          const update = Uint8Array.from(readVarUint8Array(decoder));
          const signature = Uint8Array.from(readVarUint8Array(decoder));
          if ((document === null && name !== '') || signature.length !== 64) return null;
          return { kind, author, number, document, update, signature };
        }
        default:
          return null;
      }
    }

    function readUpdate(): { readonly document: DocumentName; readonly update: Bytes } | null {
      const document = readDocument();
      return document && { document, update: Uint8Array.from(readVarUint8Array(decoder)) };
    }

    function readDocument(): DocumentName | null {
      const name = readVarString(decoder);
      return documentNames.find((each) => each === name) ?? null;
    }
  } catch {
    return null;
  }
}
