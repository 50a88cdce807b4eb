import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Workspace } from '../../../../src-renderer/app/services.ts';
import type { Draft } from '../../../../src-renderer/features/assistant/session/drafts.ts';
import { keepSession, readKeptSession } from '../../../../src-renderer/features/assistant/session/kept-session.ts';

const draft: Draft = {
  text: 'Half a sentence',
  attachments: [
    { kind: 'file', path: 'a.ts' },
    { kind: 'selection', path: null, line: 1, endLine: 2, text: 'a\nb' },
    { kind: 'diff', path: null },
  ],
  leaveOut: ['active:b.ts'],
  pinnedPaths: ['c.ts'],
};

function keptAfter(conversationId: string | null, drafts: ReadonlyMap<string, Draft>): Workspace['kept'] {
  const workspace = createStore<Workspace>(() => ({ kept: { other: 1 } }) as unknown as Workspace);
  keepSession(workspace, { conversationId, drafts });
  const { kept } = workspace.getState();
  expect(kept.other).toBe(1);
  // As it comes back from the database.
  return JSON.parse(JSON.stringify(kept));
}

describe('the conversation that a window keeps', () => {
  it('is read as it was kept', () => {
    const drafts = new Map([['', draft]]);
    expect(readKeptSession(keptAfter('one', drafts))).toEqual({ conversationId: 'one', drafts });
  });

  it('is bounded: the newest drafts, without empty ones and without texts that are long', () => {
    const long = 'x'.repeat(30_000);
    const drafts = new Map<string, Draft>(
      Array.from({ length: 30 }, (_, index) => [
        `conversation ${index}`,
        index === 29
          ? { ...draft, text: '', attachments: [], leaveOut: [], pinnedPaths: [] }
          : { ...draft, text: long, attachments: [...draft.attachments, { kind: 'preview', text: long }] },
      ]),
    );
    const read = readKeptSession(keptAfter(null, drafts));
    expect([...read.drafts.keys()]).toEqual(Array.from({ length: 20 }, (_, index) => `conversation ${index + 9}`));
    for (const { text, attachments } of read.drafts.values()) {
      expect(text).toHaveLength(20_000);
      expect(attachments).toEqual(draft.attachments);
    }
  });

  it('is never more than what can be shown, whatever the layout holds', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (assistant, drafts) => {
        for (const kept of [{ assistant }, { assistant: { drafts } }, { assistant: { drafts: [['', drafts]] } }]) {
          const read = readKeptSession(kept);
          expect(read.drafts).toBeInstanceOf(Map);
          for (const { text, attachments } of read.drafts.values()) {
            expect([typeof text, Array.isArray(attachments)]).toEqual(['string', true]);
          }
        }
      }),
    );
  });
});
