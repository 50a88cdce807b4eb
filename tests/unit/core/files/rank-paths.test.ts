import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPathIndex } from '../../../../src-main/core/files/path-index.ts';
import { rankPaths } from '../../../../src-main/core/files/rank-paths.ts';

function search(paths: readonly string[], query: string, recent: readonly string[] = []) {
  const index = createPathIndex();
  for (const path of paths) index.add(path);
  return rankPaths(index.rows, query, recent, 50);
}

function order(paths: readonly string[], query: string, recent: readonly string[] = []): string[] {
  return search(paths, query, recent).matches.map(({ path }) => path);
}

describe('quick open ranks', () => {
  it('names before paths', () => {
    expect(order(['editor/list.ts', 'list/editor.ts'], 'editor')).toEqual(['list/editor.ts', 'editor/list.ts']);
  });

  it('the name itself before longer ones, and beginnings before middles', () => {
    const paths = ['src/my-index.ts', 'src/reindex.ts', 'src/index-of.ts', 'src/index.ts'];
    expect(order(paths, 'index')).toEqual(['src/index.ts', 'src/index-of.ts', 'src/my-index.ts', 'src/reindex.ts']);
  });

  it('beginnings of words, in camel case too', () => {
    expect(order(['a/quasar.ts', 'a/UserAccountService.ts'], 'uas')[0]).toBe('a/UserAccountService.ts');
    expect(order(['a/fabrics-old.ts', 'a/file-bar-codes.ts'], 'fbc')[0]).toBe('a/file-bar-codes.ts');
  });

  it('files opened lately before others of their kind', () => {
    const paths = ['a/service.ts', 'b/service.ts', 'c/service.ts'];
    expect(order(paths, 'service', ['c/service.ts', 'b/service.ts'])).toEqual([
      'c/service.ts',
      'b/service.ts',
      'a/service.ts',
    ]);
    expect(order(['x/settings.ts', 'set/y.ts'], 'settings', ['set/y.ts'])).toEqual(['x/settings.ts']);
  });

  it('paths by a part of them, and words in any order', () => {
    expect(order(['src/editor/view.ts', 'src/view/editor.ts'], 'editor/view')).toEqual(['src/editor/view.ts']);
    expect(order(['src/editor/view.ts', 'src/other.ts'], 'view editor')).toEqual(['src/editor/view.ts']);
    expect(order(['src/editor/view.ts'], 'editor\\view')).toEqual(['src/editor/view.ts']);
  });

  it('and says which characters matched', () => {
    const [match] = search(['src/editor/view.ts'], 'view').matches;
    expect(match?.matched).toEqual([11, 12, 13, 14]);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z/.-]{1,30}$/), fc.stringMatching(/^[a-z.]{1,5}$/), (path, query) => {
        for (const { matched } of search([path], query).matches) {
          expect(matched.every((index) => query.includes(path.charAt(index).toLowerCase()))).toBe(true);
          expect(matched.length).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  it('every path that holds the characters in order, and no other', () => {
    const path = fc.stringMatching(/^[a-cA-C/-]{1,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), fc.stringMatching(/^[a-c]{1,4}$/), (paths, query) => {
        const pattern = new RegExp([...query].join('.*'), 'i');
        const { matches, total } = search(paths, query);
        const expected = paths.filter((one) => pattern.test(one));
        expect(total).toBe(expected.length);
        expect(matches.map((match) => match.path).sort()).toEqual(expected.sort());
      }),
    );
  });
});

describe('the index of paths', () => {
  it('forgets files, and folders with all that is in them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[ab](\/[ab]){0,3}$/), { maxLength: 20 }),
        fc.array(fc.stringMatching(/^[ab](\/[ab]){0,2}$/), { maxLength: 5 }),
        (paths, removed) => {
          const index = createPathIndex();
          for (const path of paths) index.add(path);
          index.remove(removed);
          const files = new Set(paths);
          const gone = new Set(removed.filter((path, at) => files.has(path) && removed.indexOf(path) === at));
          const folders = removed.filter((path, at) => !files.has(path) || removed.indexOf(path) !== at);
          const left = paths.filter(
            (path) => !gone.has(path) && !folders.some((folder) => path.startsWith(`${folder}/`)),
          );
          expect(index.rows.map(({ path }) => path).sort()).toEqual(left.sort());
          expect(index.rows.every(({ path }) => index.has(path))).toBe(true);
        },
      ),
    );
  });
});
