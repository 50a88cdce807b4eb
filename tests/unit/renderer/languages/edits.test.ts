import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFileChanges } from '../../../../src-renderer/features/languages/edits/file-changes.ts';
import { applyTextEdits, describeEdit } from '../../../../src-renderer/features/languages/edits/text-edits.ts';

const edit = (line: number, from: number, to: number, newText: string) => ({
  range: { start: { line, character: from }, end: { line, character: to } },
  newText,
});

test('edits are made at once, by the places of the text before', () => {
  const text = 'one two\nthree\n';
  expect(applyTextEdits(text, [edit(1, 0, 5, '3'), edit(0, 4, 7, 'zwei'), edit(0, 0, 3, '1')])).toBe('1 zwei\n3\n');
  expect(applyTextEdits(text, [edit(0, 0, 0, 'a'), edit(0, 0, 0, 'b')])).toBe('abone two\nthree\n');
});

test('line ends stay as they are, and places past the end of a line are its end', () => {
  expect(applyTextEdits('one\r\ntwo\r\n', [edit(0, 3, 99, '!')])).toBe('one!\r\ntwo\r\n');
  expect(applyTextEdits('one', [edit(7, 0, 0, '!')])).toBe('one!');
});

test('edits that overlap are refused', () => {
  expect(() => applyTextEdits('abcdef', [edit(0, 0, 3, 'x'), edit(0, 2, 4, 'y')])).toThrow(/overlap/);
});

test('replacing each line in any order gives the lines that were meant', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{0,8}$/), { minLength: 1, maxLength: 8 }),
      fc.integer(),
      (lines, seed) => {
        const edits = lines.map((line, index) => edit(index, 0, line.length, line.toUpperCase()));
        const shuffled = edits.toSorted(
          (one, other) => ((one.range.start.line * seed) % 7) - ((other.range.start.line * seed) % 7),
        );
        expect(applyTextEdits(lines.join('\n'), shuffled)).toBe(lines.join('\n').toUpperCase());
      },
    ),
  );
});

test('an edit is described within its line', () => {
  expect(describeEdit('a\n  const name = 1;\n', edit(1, 8, 12, 'title'))).toEqual({
    line: 2,
    before: 'const ',
    removed: 'name',
    added: 'title',
    after: ' = 1;',
  });
});

const pathOf = (uri: string) => (uri.startsWith('file:///p/') ? uri.slice('file:///p/'.length) : null);

test('a workspace edit becomes changes by path, all edits of a text together', () => {
  const changes = toFileChanges(
    {
      documentChanges: [
        { textDocument: { uri: 'file:///p/a.ts', version: null }, edits: [edit(0, 0, 1, 'x')] },
        { kind: 'rename', oldUri: 'file:///p/b.ts', newUri: 'file:///p/c.ts' },
        { textDocument: { uri: 'file:///p/a.ts', version: null }, edits: [edit(1, 0, 1, 'y')] },
      ],
    },
    pathOf,
  );
  expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['edit a.ts', 'rename b.ts']);
  expect(changes[0]).toMatchObject({ edits: [{ newText: 'x' }, { newText: 'y' }] });
});

test('nothing outside the project is changed', () => {
  expect(() => toFileChanges({ changes: { 'file:///etc/passwd': [edit(0, 0, 0, 'x')] } }, pathOf)).toThrow(/outside/);
  expect(() => toFileChanges({ documentChanges: [{ kind: 'delete', uri: 'file:///home' }] }, pathOf)).toThrow(
    /outside/,
  );
});
