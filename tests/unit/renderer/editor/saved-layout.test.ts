import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSavedLayout } from '../../../../src-renderer/features/editor/area/saved-layout.ts';

const panel = (document: string, more = {}) => ({
  id: document,
  contentComponent: 'document',
  params: { kind: 'document', document, preview: false, pinned: false, ...more },
});
const leaf = (id: string, views: string[], activeView = views[0]) => ({
  type: 'leaf',
  data: { id, views, activeView },
  size: 50,
});
const layout = (root: unknown, panels: Record<string, unknown>, more = {}) => ({
  grid: { root, width: 800, height: 600, orientation: 'HORIZONTAL' },
  panels,
  ...more,
});

describe('a saved layout', () => {
  it('comes back with its tabs', () => {
    const saved = readSavedLayout(
      layout(
        { type: 'branch', data: [leaf('1', ['a', 'b'], 'b'), leaf('2', ['c'])] },
        { a: panel('a', { pinned: true }), b: panel('b', { preview: true }), c: panel('c') },
        { activeGroup: '2' },
      ),
    );
    expect([...(saved?.panels ?? [])]).toEqual([
      ['a', { kind: 'document', document: 'a', preview: false, pinned: true }],
      ['b', { kind: 'document', document: 'b', preview: true, pinned: false }],
      ['c', { kind: 'document', document: 'c', preview: false, pinned: false }],
    ]);
    expect(saved?.dockview.activeGroup).toBe('2');
    expect(saved?.dockview.grid.root).toMatchObject({
      data: [{ data: { activeView: 'b' } }, { data: { views: ['c'] } }],
    });
  });

  it('loses tabs that make no sense, comparisons and groups without tabs', () => {
    const saved = readSavedLayout(
      layout(
        { type: 'branch', data: [leaf('1', ['a', 'x', 'cmp', 'a']), leaf('2', ['x']), { type: 'branch', data: [] }] },
        { a: panel('a'), x: { params: { document: 7 } }, cmp: panel('a', { kind: 'compare' }), lost: panel('lost') },
        { activeGroup: '2' },
      ),
    );
    expect([...(saved?.panels.keys() ?? [])]).toEqual(['a']);
    expect(saved?.dockview.grid.root).toEqual({
      type: 'branch',
      data: [{ type: 'leaf', data: { id: '1', views: ['a'], activeView: 'a' }, size: 50 }],
    });
    expect(saved?.dockview.activeGroup).toBeUndefined();
  });

  it.each([[null], [undefined], ['text'], [42], [[]], [{}], [{ grid: {}, panels: {} }], [layout(null, {})]])(
    'is none when it is %j',
    (value) => {
      expect(readSavedLayout(value)).toBeNull();
    },
  );

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (root, panels) => {
        const saved = readSavedLayout(layout(root, panels as Record<string, unknown>));
        expect(saved === null || saved.panels.size > 0).toBe(true);
      }),
    );
  });
});
