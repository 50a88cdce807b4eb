import { describe, expect, it } from 'vitest';
import {
  holdsEdits,
  pathOfFence,
  pathOfLine,
  shownBlocks,
} from '../../../../src-renderer/features/assistant/messages/code-path.ts';
import { createBlockReader } from '../../../../src-renderer/features/assistant/messages/markdown-blocks.ts';

const answer =
  'I changed it.\n\n- one\n- two\n\nsrc/board.ts\n```ts\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n```\n\nDone, *really*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';

describe('reading a text that grows', () => {
  it('ends at the same blocks as reading it at once', () => {
    const whole = createBlockReader()(answer).map(({ start, token }) => [start, token.type, token.raw]);
    const read = createBlockReader();
    for (let length = 0; length < answer.length; length += 3) read(answer.slice(0, length));
    expect(read(answer).map(({ start, token }) => [start, token.type, token.raw])).toEqual(whole);
  });

  it('keeps the blocks that more text cannot change', () => {
    const read = createBlockReader();
    const [first] = read('One.\n\nTwo.\n\nThree.\n\nFo');
    expect(read('One.\n\nTwo.\n\nThree.\n\nFour')[0]?.token).toBe(first?.token);
  });

  it('begins anew with another text', () => {
    const read = createBlockReader();
    read(answer);
    expect(read('Other').map(({ token }) => token.raw)).toEqual(['Other']);
  });
});

describe('what is shown of an answer', () => {
  it('shows edits as cards, without the line that names their file', () => {
    const shown = shownBlocks(createBlockReader()(answer), new Set());
    expect(shown.map((block) => (block.kind === 'edit' ? `edit ${block.path}` : block.kind))).toEqual([
      'block',
      'block',
      'edit src/board.ts',
      'block',
      'block',
    ]);
  });

  it('shows code with the file it names, and as a card once that is staged', () => {
    const blocks = createBlockReader()('```ts src/pier.ts\nexport {};\n```\n');
    expect(shownBlocks(blocks, new Set())).toMatchObject([{ kind: 'code', path: 'src/pier.ts' }]);
    expect(shownBlocks(blocks, new Set(['src/pier.ts']))).toMatchObject([{ kind: 'edit', path: 'src/pier.ts' }]);
  });

  it('reads the names of files', () => {
    expect(pathOfLine('**`src/board.ts`**')).toBe('src/board.ts');
    expect(pathOfLine('File: src/board.ts')).toBe('src/board.ts');
    expect(pathOfLine('Look at src/board.ts first')).toBeNull();
    expect(pathOfFence('ts title="a/b.ts"')).toBe('a/b.ts');
    expect(pathOfFence('ts:a/b.ts')).toBe('a/b.ts');
    expect(pathOfFence('ts')).toBeNull();
  });

  it('knows the forms of edits', () => {
    expect(holdsEdits('*** Begin Patch\n*** Update File: a.ts')).toBe(true);
    expect(holdsEdits('--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@')).toBe(true);
    expect(holdsEdits('const search = "<<<<<<< SEARCH";')).toBe(false);
  });
});
