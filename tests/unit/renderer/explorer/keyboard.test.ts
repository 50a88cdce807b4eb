import { describe, expect, it } from 'vitest';
import { treeKeyAction, typeAhead } from '../../../../src-renderer/features/explorer/keyboard.ts';
import { createTree, setExpanded, setStatus } from '../../../../src-renderer/features/explorer/tree.ts';

const tree = createTree(
  [
    [
      '',
      [
        { name: 'docs', kind: 'folder' },
        { name: 'src', kind: 'folder' },
        { name: 'sum.ts', kind: 'file' },
      ],
    ],
    [
      'src',
      [
        { name: 'deep', kind: 'folder' },
        { name: 'share.ts', kind: 'file' },
      ],
    ],
  ],
  ['src'],
  true,
);
const press = (key: string, focused: string | null, more = {}) =>
  treeKeyAction(
    { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more },
    tree.rows,
    focused,
    3,
  );
const focus = (path: string, extend = false) => ({ type: 'focus', path, extend });

describe('keys in the tree', () => {
  it('move the focus', () => {
    expect(press('ArrowDown', 'docs')).toEqual(focus('src'));
    expect(press('ArrowDown', null)).toEqual(focus('docs'));
    expect(press('ArrowUp', null)).toEqual(focus('sum.ts'));
    expect(press('ArrowUp', 'docs')).toBeNull();
    expect(press('ArrowDown', 'docs', { shiftKey: true })).toEqual(focus('src', true));
    expect(press('Home', 'sum.ts')).toEqual(focus('docs'));
    expect(press('End', 'docs')).toEqual(focus('sum.ts'));
    expect(press('PageDown', 'docs')).toEqual(focus('src/share.ts'));
    expect(press('PageUp', 'src/share.ts')).toEqual(focus('docs'));
  });

  it('open and close folders, and go in and out of them', () => {
    expect(press('ArrowRight', 'docs')).toEqual({ type: 'expand', path: 'docs' });
    expect(press('ArrowRight', 'src')).toEqual(focus('src/deep'));
    expect(press('ArrowRight', 'sum.ts')).toBeNull();
    expect(press('ArrowLeft', 'src')).toEqual({ type: 'collapse', path: 'src' });
    expect(press('ArrowLeft', 'src/share.ts')).toEqual(focus('src'));
    expect(press('ArrowLeft', 'docs')).toBeNull();
    expect(press('*', 'sum.ts')).toEqual({ type: 'expandSiblings', paths: ['docs'] });
    expect(press('*', 'src/share.ts')).toEqual({ type: 'expandSiblings', paths: ['src/deep'] });
  });

  it('select all and nothing, and leave the keys of commands alone', () => {
    expect(press('a', 'docs', { ctrlKey: true })).toEqual({ type: 'selectAll' });
    expect(press('Escape', 'docs')).toEqual({ type: 'clear' });
    expect(press('Enter', 'docs')).toBeNull();
    expect(press('ArrowDown', 'docs', { ctrlKey: true })).toBeNull();
    expect(press('ArrowDown', 'docs', { altKey: true })).toBeNull();
  });

  it('pass over rows that only tell a state', () => {
    const reading = setStatus(setExpanded(tree, ['docs'], true), ['docs'], { type: 'loading' });
    const key = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(treeKeyAction({ ...key, key: 'ArrowDown' }, reading.rows, 'docs', 3)).toEqual(focus('src'));
    expect(treeKeyAction({ ...key, key: 'ArrowRight' }, reading.rows, 'docs', 3)).toBeNull();
  });
});

describe('typing in the tree', () => {
  it('leads to the next row of that name, and around', () => {
    expect(typeAhead(tree.rows, 'docs', 's')).toBe('src');
    expect(typeAhead(tree.rows, 'src', 's')).toBe('src/share.ts');
    expect(typeAhead(tree.rows, 'src', 'ss')).toBe('src/share.ts');
    expect(typeAhead(tree.rows, 'src', 'su')).toBe('sum.ts');
    expect(typeAhead(tree.rows, 'sum.ts', 'D')).toBe('docs');
    expect(typeAhead(tree.rows, 'src', 'sr')).toBe('src');
    expect(typeAhead(tree.rows, null, 'd')).toBe('docs');
    expect(typeAhead(tree.rows, 'docs', 'q')).toBeNull();
    expect(typeAhead([], null, 'q')).toBeNull();
  });
});
