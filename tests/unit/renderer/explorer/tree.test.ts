import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileEntry } from '../../../../contract/model/file.ts';
import { compareEntries, withEntry, withoutEntry } from '../../../../src-renderer/features/explorer/order.ts';
import {
  affectedFolders,
  buildRows,
  carryOver,
  collapseAll,
  createTree,
  setExpanded,
  setListing,
  setShowIgnored,
  setStatus,
  type Tree,
  unknownFolders,
} from '../../../../src-renderer/features/explorer/tree.ts';

const folder = (name: string, more: Partial<FileEntry> = {}): FileEntry => ({ name, kind: 'folder', ...more });
const file = (name: string, more: Partial<FileEntry> = {}): FileEntry => ({ name, kind: 'file', ...more });
const paths = (tree: Tree) => tree.rows.map((row) => row.path);

const sample = () =>
  createTree(
    [
      ['', [folder('docs'), folder('src'), file('readme.md')]],
      ['src', [folder('board'), file('main.ts')]],
      ['src/board', [file('board.tsx')]],
    ],
    ['src'],
    true,
  );

describe('rows of a tree', () => {
  it('shows open folders only, with depth and place among siblings', () => {
    const { rows } = sample();
    expect(rows.map((row) => [row.path, row.depth])).toEqual([
      ['docs', 0],
      ['src', 0],
      ['src/board', 1],
      ['src/main.ts', 1],
      ['readme.md', 0],
    ]);
    expect(rows[3]).toMatchObject({ position: 2, setSize: 2, kind: 'file', expanded: false });
  });

  it('keeps a folder open inside one that was closed and opened again', () => {
    const opened = setExpanded(sample(), ['src/board'], true);
    const closed = setExpanded(opened, ['src'], false);
    expect(paths(closed)).toEqual(['docs', 'src', 'readme.md']);
    expect(paths(setExpanded(closed, ['src'], true))).toEqual(paths(opened));
    expect(paths(collapseAll(opened))).toEqual(['docs', 'src', 'readme.md']);
  });

  it('keeps the identity of rows that did not change', () => {
    const before = setExpanded(sample(), ['src/board'], true);
    const after = setListing(before, [['', [folder('docs'), folder('src'), file('a.md'), file('readme.md')]]]);
    const was = new Map(before.rows.map((row) => [row.path, row]));
    const same = after.rows.filter((row) => was.get(row.path) === row).map((row) => row.path);
    expect(same).toEqual(['src/board', 'src/board/board.tsx', 'src/main.ts']);
  });

  it('is the very same tree when nothing is new', () => {
    const tree = sample();
    expect(setListing(tree, [['src', [folder('board'), file('main.ts')]]])).toBe(tree);
    expect(setExpanded(tree, ['src'], true)).toBe(tree);
    expect(setShowIgnored(tree, true)).toBe(tree);
  });

  it('hides what ignore rules name when asked to', () => {
    const tree = createTree([['', [folder('dist', { ignored: true }), file('a.ts')]]], [], false);
    expect(paths(tree)).toEqual(['a.ts']);
    expect(tree.rows[0]).toMatchObject({ position: 1, setSize: 1 });
    expect(paths(setShowIgnored(tree, true))).toEqual(['dist', 'a.ts']);
  });

  it('forgets what was below a folder that is gone, and folders that are not there any more', () => {
    const tree = setExpanded(sample(), ['src/board'], true);
    const gone = setListing(tree, [['', [folder('docs'), file('readme.md')]]]);
    expect([...gone.listing.keys()]).toEqual(['']);
    expect([...gone.expanded]).toEqual([]);
    const boardGone = setListing(tree, [], ['src/board']);
    expect(paths(boardGone)).toEqual(['docs', 'src', 'src/main.ts', 'readme.md']);
  });

  it('shows a file in the place of a folder of the same name', () => {
    const tree = setListing(sample(), [['', [folder('docs'), file('src'), file('readme.md')]]]);
    expect(tree.rows[1]).toMatchObject({ path: 'src', kind: 'file', expanded: false });
    expect(paths(tree)).toEqual(['docs', 'src', 'readme.md']);
  });

  it('shows that a folder is being read, or why it cannot be', () => {
    const opened = setExpanded(sample(), ['docs'], true);
    expect(unknownFolders(opened)).toEqual(['docs']);
    const loading = setStatus(opened, ['docs', 'src'], { type: 'loading' });
    expect(loading.rows[1]).toMatchObject({ type: 'loading', folder: 'docs', depth: 1 });
    expect(paths(loading)).toEqual(['docs', 'docs/', 'src', 'src/board', 'src/main.ts', 'readme.md']);
    const failed = setStatus(loading, ['docs'], { type: 'failed', message: 'No permission.' });
    expect(failed.rows[1]).toMatchObject({ type: 'failed', message: 'No permission.' });
    expect(unknownFolders(failed)).toEqual([]);
    expect(paths(setListing(failed, [['docs', []]]))).toEqual(paths(opened));
  });

  it('carries open folders along when they are moved', () => {
    const tree = carryOver(setExpanded(sample(), ['src/board'], true), [{ from: 'src/board', to: 'docs/plan' }]);
    expect([...tree.expanded]).toEqual(['src', 'docs/plan']);
    expect(tree.listing.get('docs/plan')).toEqual([file('board.tsx')]);
  });
});

describe('folders that a file event concerns', () => {
  const tree = sample();

  it('are those that are known and hold what came or went', () => {
    const changes = [
      { path: 'src/new.ts', kind: 'created' },
      { path: 'docs/deep/x.md', kind: 'created' },
      { path: 'src/main.ts', kind: 'changed' },
      { path: 'src/board', kind: 'deleted' },
    ];
    expect(affectedFolders(tree, changes).sort()).toEqual(['src', 'src/board']);
  });

  it('are all below a changed .gitignore', () => {
    expect(affectedFolders(tree, [{ path: 'src/.gitignore', kind: 'changed' }]).sort()).toEqual(['src', 'src/board']);
  });
});

describe('order of rows', () => {
  it('puts folders first and counts numbers', () => {
    const entries = [file('b10.ts'), file('b9.ts'), folder('z'), file('B1.ts'), file('.env')];
    expect(entries.sort(compareEntries).map((entry) => entry.name)).toEqual(['z', '.env', 'B1.ts', 'b9.ts', 'b10.ts']);
  });

  it('finds the place of a new entry and replaces one of the same name', () => {
    const entries = [folder('a'), file('b'), file('d')];
    expect(withEntry(entries, file('c')).map((entry) => entry.name)).toEqual(['a', 'b', 'c', 'd']);
    expect(withEntry(entries, file('e')).at(-1)).toEqual(file('e'));
    expect(withEntry(entries, folder('d')).map((entry) => entry.name)).toEqual(['a', 'd', 'b']);
    expect(withoutEntry(entries, 'b').map((entry) => entry.name)).toEqual(['a', 'd']);
  });
});

describe('a tree under any sequence of changes', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const anyPath = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const anyFolder = fc.oneof(fc.constant(''), anyPath);
  const anyEntries = fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        kind: fc.constantFrom<'file' | 'folder'>('file', 'folder', 'folder'),
        ignored: fc.boolean(),
      }),
      { selector: (entry) => entry.name, maxLength: 4 },
    )
    .map((entries) => entries.sort(compareEntries));
  const anyChange: fc.Arbitrary<(tree: Tree) => Tree> = fc.oneof(
    fc
      .array(fc.tuple(anyFolder, anyEntries), { maxLength: 4 })
      .map((listing) => (tree: Tree) => setListing(tree, new Map(listing))),
    fc.array(anyPath, { maxLength: 3 }).map((gone) => (tree: Tree) => setListing(tree, [], gone)),
    fc.tuple(fc.array(anyPath, { maxLength: 4 }), fc.boolean()).map(
      ([folders, open]) =>
        (tree: Tree) =>
          setExpanded(tree, folders, open),
    ),
    fc
      .array(anyFolder, { maxLength: 3 })
      .map((folders) => (tree: Tree) => setStatus(tree, folders, { type: 'loading' })),
    fc
      .array(anyFolder, { maxLength: 3 })
      .map((folders) => (tree: Tree) => setStatus(tree, folders, { type: 'failed', message: 'No permission.' })),
    fc.boolean().map((shown) => (tree: Tree) => setShowIgnored(tree, shown)),
    fc.tuple(anyPath, anyPath).map(
      ([from, to]) =>
        (tree: Tree) =>
          from === to ? tree : carryOver(tree, [{ from, to }]),
    ),
    fc.constant(collapseAll),
  );

  it('has the rows that building it anew gives', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { minLength: 1, maxLength: 12 }), (changes) => {
        let tree = createTree([['', []]], [], true);
        for (const change of changes) {
          tree = change(tree);
          expect(tree.rows).toEqual(buildRows(tree));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
