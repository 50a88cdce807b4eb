import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import type { Bytes } from '../../../../src-renderer/features/collaboration/protocol/bytes.ts';
import { judgeMessage } from '../../../../src-renderer/features/collaboration/protocol/gate.ts';
import {
  type DocumentName,
  decodeMessage,
  encodeMessage,
  type Message,
} from '../../../../src-renderer/features/collaboration/protocol/messages.ts';
import type { Role } from '../../../../src-renderer/features/collaboration/protocol/roster.ts';

const client = 4711;

function editOf(author: number): Bytes {
  const doc = new Doc();
  doc.clientID = author;
  doc.getText('text').insert(0, 'words');
  return encodeStateAsUpdate(doc) as Bytes;
}

function cursorOf(author: number): Bytes {
  const doc = new Doc();
  doc.clientID = author;
  const awareness = new Awareness(doc);
  awareness.setLocalState({ cursor: 1 });
  const update = encodeAwarenessUpdate(awareness, [author]) as Bytes;
  awareness.destroy();
  return update;
}

describe('the gate', () => {
  it.each<[Role, DocumentName, 'pass' | 'not-allowed']>([
    ['owner', 'files', 'pass'],
    ['editor', 'files', 'pass'],
    ['commenter', 'files', 'not-allowed'],
    ['viewer', 'files', 'not-allowed'],
    ['owner', 'comments', 'pass'],
    ['editor', 'comments', 'pass'],
    ['commenter', 'comments', 'pass'],
    ['viewer', 'comments', 'not-allowed'],
  ])('%s writing %s: %s', (role, document, verdict) => {
    const edit = { document, update: editOf(client) };
    expect(judgeMessage({ kind: 'update', ...edit }, { role, client })).toBe(verdict);
    expect(judgeMessage({ kind: 'missing', ...edit, more: false }, { role, client })).toBe(verdict);
    expect(
      judgeMessage({ kind: 'state', document, vector: encodeStateVector(new Doc()) as Bytes }, { role, client }),
    ).toBe('pass');
  });

  it('takes no more words at once than anybody writes', () => {
    const doc = new Doc();
    doc.clientID = client;
    doc.getText('text').insert(0, 'x'.repeat(1_100_000));
    const update = encodeStateAsUpdate(doc) as Bytes;
    expect(judgeMessage({ kind: 'update', document: 'talk', update }, { role: 'viewer', client })).toBe('malformed');
    expect(judgeMessage({ kind: 'update', document: 'files', update }, { role: 'editor', client })).toBe('pass');
  });

  it('lets nobody edit or point in another’s name', () => {
    const sender = { role: 'editor', client } as const;
    expect(judgeMessage({ kind: 'update', document: 'files', update: editOf(99) }, sender)).toBe('not-theirs');
    expect(judgeMessage({ kind: 'awareness', update: cursorOf(client) }, sender)).toBe('pass');
    expect(judgeMessage({ kind: 'awareness', update: cursorOf(99) }, sender)).toBe('not-theirs');
  });

  it('takes nothing that can’t be read', () => {
    const sender = { role: 'editor', client } as const;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (noise) => {
        const update = Uint8Array.from(noise);
        const verdicts = [
          judgeMessage({ kind: 'update', document: 'files', update }, sender),
          judgeMessage({ kind: 'missing', document: 'files', update, more: false }, sender),
          judgeMessage({ kind: 'awareness', update }, sender),
        ];
        // Noise may be an update of nothing; it never throws, and is never somebody else's.
        expect(['pass', 'malformed', 'not-theirs']).toEqual(expect.arrayContaining([...new Set(verdicts)]));
        decodeMessage(update);
      }),
    );
    const huge = new Uint8Array(8).fill(255);
    expect(judgeMessage({ kind: 'awareness', update: huge }, sender)).toBe('malformed');
  });
});

describe('messages', () => {
  it('are read as they were written, and not with anything behind them', () => {
    const messages: Message[] = [
      { kind: 'state', document: 'files', vector: Uint8Array.of(0) },
      { kind: 'missing', document: 'comments', update: editOf(1), more: true },
      { kind: 'update', document: 'files', update: editOf(2) },
      { kind: 'update', document: 'files', update: editOf(2), received: 300 },
      { kind: 'awareness', update: cursorOf(3) },
      { kind: 'control', message: { type: 'bye', parted: false } },
    ];
    for (const message of messages) {
      const bytes = encodeMessage(message);
      expect(decodeMessage(bytes)).toEqual(message);
      expect(decodeMessage(Uint8Array.of(...bytes, 0))).toBeNull();
      expect(decodeMessage(bytes.subarray(0, -1))).toBeNull();
    }
  });

  it('of other kinds, documents or fields are none', () => {
    const control = (value: unknown) =>
      encodeMessage({ kind: 'control', message: value as { type: 'bye'; parted: false } });
    expect(decodeMessage(control({ type: 'bye', more: 1 }))).toBeNull();
    expect(decodeMessage(control({ type: 'format-disk' }))).toBeNull();
    expect(decodeMessage(Uint8Array.of(77))).toBeNull();
    expect(
      decodeMessage(encodeMessage({ kind: 'state', document: 'secrets' as 'files', vector: Uint8Array.of(0) })),
    ).toBeNull();
  });
});
