import { describe, expect, it } from 'vitest';
import {
  looksLikeCode,
  mentionAt,
  withMention,
} from '../../../../src-renderer/features/assistant/composer/mention-text.ts';
import { compareWords } from '../../../../src-renderer/features/assistant/hunks/hunk-lines.ts';
import { roughTokens, speedOf } from '../../../../src-renderer/features/assistant/messages/answer-facts.ts';
import { targetOf } from '../../../../src-renderer/features/assistant/messages/links.ts';

describe('mentions', () => {
  it('are found before the cursor', () => {
    expect(mentionAt('Look at @pie', 12)).toEqual({ start: 8, query: 'pie' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, query: '' });
    expect(mentionAt('me@example.org', 14)).toBeNull();
    expect(mentionAt('@pier.ts and', 12)).toBeNull();
  });

  it('are written out in place', () => {
    expect(withMention('Look at @pie now', 8, 12, 'pier.ts')).toEqual({ text: 'Look at @pier.ts  now', cursor: 17 });
  });

  it('are offered for code that was pasted, not for prose', () => {
    expect(looksLikeCode('const a = 1;\nreturn a;')).toBe(true);
    expect(looksLikeCode('A sentence.\nAnother one.')).toBe(false);
  });
});

describe('the facts of an answer', () => {
  it('round tokens and tell the speed', () => {
    expect(roughTokens(6184)).toBe('≈ 6.2k');
    expect(roughTokens(740)).toBe('≈ 740');
    const usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 38, cost: null, estimated: false };
    expect(speedOf({ usage, duration: 1500, firstTokenAfter: 500 })).toBe(38);
    expect(speedOf({ usage: null, duration: 1500, firstTokenAfter: 500 })).toBeNull();
  });
});

describe('links of an answer', () => {
  it('lead to addresses and to files of the project, and nowhere else', () => {
    expect(targetOf('https://example.org/a')).toEqual({ kind: 'address', url: 'https://example.org/a' });
    expect(targetOf('src/board.ts#L12')).toEqual({ kind: 'file', path: 'src/board.ts', line: 12 });
    expect(targetOf('src/board.ts:3')).toEqual({ kind: 'file', path: 'src/board.ts', line: 3 });
    for (const href of ['javascript:alert(1)', 'file:///etc/passwd', '../../secret', '//evil.example', '#top'])
      expect(targetOf(href)).toBeNull();
  });
});

describe('words of changed lines', () => {
  it('are marked where they differ', () => {
    expect(compareWords('const rows = 6;', 'const rows = 8;')).toEqual({ old: [[13, 14]], new: [[13, 14]] });
    expect(compareWords('const rows = 6;', 'while (true) wait();')).toBeNull();
  });
});
