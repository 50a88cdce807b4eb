import { describe, expect, it } from 'vitest';
import {
  followMoves,
  keepShown,
  noSelection,
  selectAll,
  selectOnly,
  selectTo,
  subjectsOf,
  toggle,
} from '../../../../src-renderer/features/explorer/selection.ts';
import { createTree, setListing } from '../../../../src-renderer/features/explorer/tree.ts';

const tree = createTree(
  [
    ['', [{ name: 'src', kind: 'folder' }, ...['a', 'b', 'c'].map((name) => ({ name, kind: 'file' as const }))]],
    ['src', [{ name: 'x', kind: 'file' }]],
  ],
  ['src'],
  true,
);
const { rows } = tree;

describe('selection', () => {
  it('is one row, more with toggling, a range from the anchor', () => {
    const one = selectOnly('src/x');
    expect([...one.selected]).toEqual(['src/x']);
    const two = toggle(one, 'b');
    expect([...two.selected]).toEqual(['src/x', 'b']);
    expect([...toggle(two, 'b').selected]).toEqual(['src/x']);
    const range = selectTo(rows, selectOnly('b'), 'src/x');
    expect([...range.selected]).toEqual(['src/x', 'a', 'b']);
    expect(range).toMatchObject({ focused: 'src/x', anchor: 'b' });
    expect([...selectTo(rows, range, 'c').selected]).toEqual(['b', 'c']);
  });

  it('begins at the row itself where there is no anchor', () => {
    expect(selectTo(rows, noSelection, 'a')).toEqual(selectOnly('a'));
    expect(selectTo(rows, noSelection, 'missing')).toBe(noSelection);
  });

  it('takes in every row', () => {
    expect(selectAll(rows, noSelection).selected.size).toBe(5);
  });

  it('is what an action is about, unless it starts at another row', () => {
    const selection = toggle(selectOnly('a'), 'b');
    expect(subjectsOf(selection, 'b')).toEqual(['a', 'b']);
    expect(subjectsOf(selection, 'c')).toEqual(['c']);
    expect(subjectsOf(selection, null)).toEqual(['a', 'b']);
  });

  it('follows moved files and folders', () => {
    const moved = followMoves(toggle(selectOnly('src/x'), 'b'), [{ from: 'src', to: 'lib' }]);
    expect([...moved.selected]).toEqual(['lib/x', 'b']);
  });
});

describe('selection when rows go', () => {
  const without = (names: readonly string[]) =>
    setListing(tree, [['', (tree.listing.get('') ?? []).filter((entry) => !names.includes(entry.name))]]).rows;

  it('stays as it is while all its rows are there', () => {
    const selection = selectOnly('a');
    expect(keepShown(selection, rows, without(['c']))).toBe(selection);
  });

  it('moves the focus to the row that takes the place', () => {
    expect(keepShown(selectOnly('b'), rows, without(['b']))).toMatchObject({ focused: 'c', selected: new Set() });
  });

  it('moves the focus above when nothing follows, and past what was inside', () => {
    expect(keepShown(selectOnly('c'), rows, without(['c'])).focused).toBe('b');
    expect(keepShown(selectOnly('src'), rows, without(['src'])).focused).toBe('a');
    expect(keepShown(selectOnly('src/x'), rows, without(['src'])).focused).toBe('a');
  });

  it('is empty in an empty tree', () => {
    expect(keepShown(selectOnly('a'), rows, [])).toEqual({ focused: null, anchor: null, selected: new Set() });
  });
});
