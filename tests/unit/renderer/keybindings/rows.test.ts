import { describe, expect, test } from 'vitest';
import type { UserKeybinding } from '../../../../contract/model/keybinding.ts';
import type { Command } from '../../../../src-renderer/app/commands.ts';
import { resolveKeybindings } from '../../../../src-renderer/app/keybindings.ts';
import {
  addKeys,
  changeKeys,
  changeWhen,
  findConflicts,
  fitsSearch,
  listRows,
  removeKeys,
  resetKeys,
} from '../../../../src-renderer/features/keybindings/rows.ts';
import { groupShortcuts } from '../../../../src-renderer/features/keybindings/sheet-groups.ts';

const command = (id: string, keys?: readonly string[], when?: string): Command => ({
  id,
  title: `Do ${id}`,
  category: 'View',
  ...(keys ? { keys } : {}),
  ...(when ? { when } : {}),
  run: () => {},
});
const commands = [command('one', ['Ctrl+1'], 'a'), command('two', ['Ctrl+K Ctrl+2', 'F2']), command('three')];
const editorActions = [
  { id: 'editor.deleteLines', title: 'Delete line', keys: 'Ctrl+Shift+K' },
  { id: 'one', title: 'Same as ours', keys: 'Ctrl+9' },
];

function rowsOf(...user: UserKeybinding[]) {
  return listRows({ commands, bindings: resolveKeybindings(commands, user), editorActions, user });
}
const first = (rows: ReturnType<typeof rowsOf>, id: string) => {
  const row = rows.find((candidate) => candidate.command === id);
  if (!row) throw new Error(`no row of ${id}`);
  return row;
};

test('every command for each of its keys, those of the editor too, those without keys last', () => {
  expect(rowsOf().map(({ command: id, keys, source }) => [id, keys, source])).toEqual([
    ['editor.deleteLines', 'ctrl+shift+k', 'default'],
    ['one', 'ctrl+1', 'default'],
    ['two', 'ctrl+k ctrl+2', 'default'],
    ['two', 'f2', 'default'],
    ['three', null, null],
  ]);
});

test("the user's entries, imported ones, and what is wrong with them", () => {
  const rows = rowsOf(
    { key: 'f5', command: 'three', from: 'vscode' },
    { key: 'f6', command: 'nothing' },
    { key: 'f7', command: 'one', when: 'a &&' },
  );
  expect(first(rows, 'three')).toMatchObject({ keys: 'f5', source: 'imported', modified: true, problem: null });
  expect(first(rows, 'nothing')).toMatchObject({ category: 'Unknown', problem: 'There is no such command.' });
  expect(rows.find(({ keys }) => keys === 'f7')?.problem).toMatch(/needs a name at its end/);
});

describe('changes', () => {
  const entry = { key: 'f5', command: 'three', when: 'b' };

  test('of a default take it away and set it anew', () => {
    const row = first(rowsOf(), 'one');
    expect(changeKeys(row, 'f8')).toEqual([
      { type: 'add', entry: { key: 'ctrl+1', command: '-one' } },
      { type: 'add', entry: { key: 'f8', command: 'one', when: 'a' } },
    ]);
    expect(removeKeys(row)).toEqual([{ type: 'add', entry: { key: 'ctrl+1', command: '-one' } }]);
    expect(changeWhen(row, '')).toEqual([
      { type: 'add', entry: { key: 'ctrl+1', command: '-one' } },
      { type: 'add', entry: { key: 'ctrl+1', command: 'one' } },
    ]);
  });

  test("of the user's own change it in its place", () => {
    const row = first(rowsOf(entry), 'three');
    expect(changeKeys(row, 'f8')).toEqual([{ type: 'replace', entry, by: { ...entry, key: 'f8' } }]);
    expect(changeWhen(row, ' ')).toEqual([{ type: 'replace', entry, by: { key: 'f5', command: 'three' } }]);
    expect(removeKeys(row)).toEqual([{ type: 'remove', entry }]);
    expect(addKeys(row, 'f9')).toEqual([{ type: 'add', entry: { key: 'f9', command: 'three', when: 'b' } }]);
  });

  test('are all taken back by a reset', () => {
    const removal = { key: 'ctrl+1', command: '-one' };
    expect(resetKeys([entry, removal, { key: 'f8', command: 'one' }], 'one')).toEqual([
      { type: 'remove', entry: removal },
      { type: 'remove', entry: { key: 'f8', command: 'one' } },
    ]);
  });
});

test('conflicts: the same keys, chords that begin with them, and the beginning of a chord', () => {
  const rows = rowsOf();
  const names = (keys: string) => findConflicts(rows, keys, null).map(({ command: id }) => id);
  expect(names('f2')).toEqual(['two']);
  expect(names('ctrl+k')).toEqual(['two']);
  expect(names('f2 f3')).toEqual(['two']);
  expect(names('ctrl+2')).toEqual([]);
  expect(findConflicts(rows, 'ctrl+1', first(rows, 'one'))).toEqual([]);
});

test('search by words, keys, and marks', () => {
  const rows = rowsOf({ key: 'f2', command: 'three' });
  const found = (text: string) => rows.filter((row) => fitsSearch(row, text, rows)).map(({ command: id }) => id);
  expect(found('delete')).toEqual(['editor.deleteLines']);
  expect(found('"ctrl+1"')).toEqual(['one']);
  expect(found('ctrl 1')).toEqual(['one']);
  expect(found('@user')).toEqual(['three']);
  expect(found('@modified')).toEqual(['three']);
  expect(found('@conflicts').sort()).toEqual(['three', 'two']);
  expect(found('@default do')).toEqual(['one', 'two', 'two']);
});

test('the sheet has what is bound, a command once, with two keys at most', () => {
  expect(groupShortcuts(rowsOf(), '')).toEqual([
    {
      title: 'View',
      shortcuts: [
        { command: 'one', title: 'Do one', keys: ['ctrl+1'] },
        { command: 'two', title: 'Do two', keys: ['ctrl+k ctrl+2', 'f2'] },
      ],
    },
    { title: 'Editor', shortcuts: [{ command: 'editor.deleteLines', title: 'Delete line', keys: ['ctrl+shift+k'] }] },
  ]);
});
