import { expect, test } from 'vitest';
import type { GitChange } from '../../../../contract/model/git-status.ts';
import { branchNameProblem } from '../../../../src-renderer/features/git/branch-actions.ts';
import { groupChanges, noGroups, pathsOf, type ScmRow, scmRows } from '../../../../src-renderer/features/git/groups.ts';
import { listKeyAction } from '../../../../src-renderer/features/git/list-keys.ts';
import { fileMarksOf } from '../../../../src-renderer/features/git/marks.ts';
import {
  keepSelection,
  noSelection,
  selectAll,
  selectOnly,
  selectTo,
  toggleSelected,
} from '../../../../src-renderer/features/git/selection.ts';
import type { TreeKey } from '../../../../src-renderer/ui/tree-input.ts';

function change(path: string, facts: Partial<GitChange> = {}): GitChange {
  return {
    path,
    from: null,
    staged: null,
    unstaged: null,
    untracked: false,
    conflict: null,
    repository: false,
    ...facts,
  };
}

const changes = [
  change('src/board/b10.ts', { unstaged: 'modified' }),
  change('src/board/b9.ts', { staged: 'modified', unstaged: 'modified' }),
  change('src/gone.ts', { unstaged: 'deleted' }),
  change('new.txt', { untracked: true }),
  change('both.ts', { conflict: 'bothModified' }),
];
const groups = groupChanges(changes);
const keys = (rows: readonly ScmRow[]) => rows.map(({ key }) => key);
const press = (key: string, facts: Partial<TreeKey> = {}): TreeKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...facts,
});

test('the list has groups in their order, files by their natural order, and a file in as many groups as it belongs to', () => {
  expect(keys(scmRows(groups, false, new Set()))).toEqual([
    'merge',
    'merge:both.ts',
    'staged',
    'staged:src/board/b9.ts',
    'changes',
    'changes:src/board/b9.ts',
    'changes:src/board/b10.ts',
    'changes:src/gone.ts',
    'untracked',
    'untracked:new.txt',
  ]);
  expect(keys(scmRows(groups, false, new Set(['changes', 'merge', 'staged'])))).toEqual([
    'merge',
    'staged',
    'changes',
    'untracked',
    'untracked:new.txt',
  ]);
  expect(scmRows(noGroups, false, new Set())).toEqual([]);
});

test('the tree joins folders that hold nothing but one folder', () => {
  const rows = scmRows(groups, true, new Set(['merge', 'untracked']));
  expect(rows.map((row) => [row.key, row.type === 'group' ? row.title : `${row.depth} ${row.name}`])).toEqual([
    ['merge', 'Merge changes'],
    ['staged', 'Staged changes'],
    ['staged/src/board', '0 src/board'],
    ['staged:src/board/b9.ts', '1 b9.ts'],
    ['changes', 'Changes'],
    ['changes/src', '0 src'],
    ['changes/src/board', '1 board'],
    ['changes:src/board/b9.ts', '2 b9.ts'],
    ['changes:src/board/b10.ts', '2 b10.ts'],
    ['changes:src/gone.ts', '1 gone.ts'],
    ['untracked', 'Untracked'],
  ]);
  const folder = rows.find(({ key }) => key === 'changes/src/board');
  expect(folder && pathsOf(folder, groups)).toEqual(['src/board/b9.ts', 'src/board/b10.ts']);
  const closed = scmRows(groups, true, new Set(['merge', 'staged', 'untracked', 'changes/src/board']));
  expect(keys(closed)).toEqual([
    'merge',
    'staged',
    'changes',
    'changes/src',
    'changes/src/board',
    'changes:src/gone.ts',
    'untracked',
  ]);
});

test('marks: files say what is not staged first, folders take the strongest, deleted files make them modified', () => {
  const { files, folders } = fileMarksOf([...changes, change('src/board/new.ts', { untracked: true })]);
  expect(files.get('src/board/b9.ts')?.letter).toBe('M');
  expect(files.get('new.txt')).toEqual({ letter: 'U', label: 'untracked', tone: 'added' });
  expect(files.get('both.ts')?.tone).toBe('conflict');
  expect(Object.fromEntries(folders)).toEqual({ src: 'modified', 'src/board': 'modified' });
  expect(Object.fromEntries(fileMarksOf([change('a/b/c.ts', { untracked: true })]).folders)).toEqual({
    a: 'added',
    'a/b': 'added',
  });
});

test('the selection: single, several, ranges, and what is left of it when lines go', () => {
  const rows = scmRows(groups, false, new Set());
  const one = selectOnly('changes:src/board/b9.ts');
  const range = selectTo(rows, one, 'changes:src/gone.ts');
  expect([...range.selected]).toEqual(['changes:src/board/b9.ts', 'changes:src/board/b10.ts', 'changes:src/gone.ts']);
  expect([...toggleSelected(range, 'changes:src/board/b10.ts').selected]).toHaveLength(2);
  expect(selectAll(rows, one).selected.size).toBe(6);

  const staged = scmRows(groupChanges(changes.filter(({ path }) => path !== 'src/board/b9.ts')), false, new Set());
  expect(keepSelection(one, rows, staged).focused).toBe('changes:src/board/b10.ts');
  expect(keepSelection(selectOnly('untracked:new.txt'), rows, staged.slice(0, -2)).focused).toBe('changes:src/gone.ts');
  expect(keepSelection(one, rows, [])).toEqual(noSelection);
  expect(keepSelection(noSelection, rows, staged)).toEqual(noSelection);
});

test('keys walk the lines as in any tree', () => {
  const rows = scmRows(groups, true, new Set(['merge', 'untracked']));
  const at = (key: string, focused: string | null, facts?: Partial<TreeKey>) =>
    listKeyAction(press(key, facts), rows, focused, 3);
  expect(at('ArrowDown', null)).toEqual({ type: 'focus', key: 'merge', extend: false });
  expect(at('ArrowDown', 'merge', { shiftKey: true })).toEqual({ type: 'focus', key: 'staged', extend: true });
  expect(at('ArrowUp', null)).toEqual({ type: 'focus', key: 'untracked', extend: false });
  expect(at('End', 'merge')).toEqual({ type: 'focus', key: 'untracked', extend: false });
  expect(at('PageDown', 'merge')).toEqual({ type: 'focus', key: 'staged:src/board/b9.ts', extend: false });
  expect(at('ArrowRight', 'merge')).toEqual({ type: 'open', key: 'merge' });
  expect(at('ArrowRight', 'changes/src')).toEqual({ type: 'focus', key: 'changes/src/board', extend: false });
  expect(at('ArrowLeft', 'changes/src')).toEqual({ type: 'close', key: 'changes/src' });
  expect(at('ArrowLeft', 'changes:src/gone.ts')).toEqual({ type: 'focus', key: 'changes/src', extend: false });
  expect(at('a', 'merge', { ctrlKey: true })).toEqual({ type: 'selectAll' });
  expect(at('Enter', 'merge')).toBeNull();
});

test.each<[string, string | null]>([
  ['feature/one', null],
  [' spaced ', null],
  ['', 'Give it a name.'],
  ['main', 'That name is taken already.'],
  ['two words', 'Names have no spaces. Use - instead.'],
  ...['-x', '.x', 'x.lock', 'a..b', 'a~1', 'a^', 'a:b', 'x/', 'x.', '@', 'a@{b', 'a//b', 'a\\b'].map(
    (name): [string, string] => [name, 'Git does not take this as a name. Letters, digits, - and / are fine.'],
  ),
])('branch name "%s"', (name, problem) => {
  expect(branchNameProblem(name, ['main'])).toBe(problem);
});
