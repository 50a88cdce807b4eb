import { describe, expect, it } from 'vitest';
import { draftPlace } from '../../../../src-renderer/features/explorer/drafts.ts';
import { canDrop, clashes, describePaths, movesInto } from '../../../../src-renderer/features/explorer/moves.ts';
import {
  nameProblem,
  nameRemark,
  normalizeName,
  stemLength,
} from '../../../../src-renderer/features/explorer/names.ts';
import {
  absolutePath,
  ancestorsOf,
  isWithin,
  movedPath,
  topmost,
} from '../../../../src-renderer/features/explorer/paths.ts';
import { createTree } from '../../../../src-renderer/features/explorer/tree.ts';

describe('typed names', () => {
  const exists = (path: string) => ['src', 'src/a.ts'].includes(path);

  it.each([
    ['', 'Type a name.'],
    ['/', 'Type a name.'],
    ['a//b', 'A name between two slashes is missing.'],
    ['..', '".." cannot be used as a name.'],
    ['x/./y', '"." cannot be used as a name.'],
    ['a\0b', 'The name holds a character that cannot be used.'],
    ['ä'.repeat(128), 'The name is too long: 255 bytes are possible.'],
    ['a.ts', '"a.ts" already exists here. Choose another name.'],
  ])('%j is refused', (typed, problem) => {
    expect(nameProblem(typed, 'src', exists)).toBe(problem);
  });

  it.each(['b.ts', 'deep/er/b.ts', '.env', 'folder/', 'a b', 'ä'.repeat(127)])('%j is taken', (typed) => {
    expect(nameProblem(typed, 'src', exists)).toBeNull();
  });

  it('may stay as it is when renaming', () => {
    expect(nameProblem('a.ts', 'src', exists, 'src/a.ts')).toBeNull();
  });

  it('is remarked on when it has spaces at an end, and freed of slashes', () => {
    expect(nameRemark('a ')).toBe('The name begins or ends with a space.');
    expect(nameRemark('a b')).toBeNull();
    expect(normalizeName('/a/b/')).toBe('a/b');
  });

  it('preselects the stem', () => {
    expect(stemLength('departures.test.ts', 'file')).toBe('departures.test'.length);
    expect(stemLength('.gitignore', 'file')).toBe('.gitignore'.length);
    expect(stemLength('v1.2', 'folder')).toBe(4);
  });
});

describe('moves', () => {
  it('go into a folder, without what is there already or would go into itself', () => {
    expect(movesInto(['a.ts', 'src/b.ts', 'src'], 'src')).toEqual([{ from: 'a.ts', to: 'src/a.ts' }]);
    expect(movesInto(['src', 'src/deep/b.ts'], 'lib')).toEqual([{ from: 'src', to: 'lib/src' }]);
  });

  it('may be dropped where something would happen', () => {
    expect(canDrop(['src'], 'src/deep', false)).toBe(false);
    expect(canDrop(['src/a.ts'], 'src', false)).toBe(false);
    expect(canDrop(['src/a.ts'], 'src', true)).toBe(true);
    expect(canDrop(['src/a.ts'], '', false)).toBe(true);
  });

  it('name what is in the way, and each other', () => {
    const moves = [
      { from: 'x/a', to: 'a' },
      { from: 'y/a', to: 'a' },
      { from: 'b', to: 'c' },
    ];
    expect(clashes(moves, (path) => path === 'c')).toEqual(['a', 'c']);
  });

  it('are told in few words', () => {
    const kindOf = (path: string) => (path === 'src' ? 'folder' : 'file');
    expect(describePaths(['src/a.ts'], kindOf)).toBe('a.ts');
    expect(describePaths(['a', 'b', 'c'], kindOf)).toBe('3 files');
    expect(describePaths(['a', 'src'], kindOf)).toBe('2 items');
  });
});

describe('paths', () => {
  it('know what is above and below', () => {
    expect(ancestorsOf('a/b/c')).toEqual(['a', 'a/b']);
    expect(isWithin('a', 'ab')).toBe(false);
    expect(isWithin('', 'ab')).toBe(true);
    expect(topmost(['a', 'a/b', 'c/d'])).toEqual(['a', 'c/d']);
    expect(movedPath('a/b', 'a', 'z/a')).toBe('z/a/b');
    expect(movedPath('ab', 'a', 'z')).toBeNull();
  });

  it('are written as the system writes them', () => {
    expect(absolutePath('/home/you/app', 'src/a.ts')).toBe('/home/you/app/src/a.ts');
    expect(absolutePath('/', 'etc')).toBe('/etc');
    expect(absolutePath('C:\\app', 'src/a.ts')).toBe('C:\\app\\src\\a.ts');
    expect(absolutePath('C:\\app', '')).toBe('C:\\app');
  });
});

describe('the place of something new', () => {
  const { rows } = createTree(
    [
      [
        '',
        [
          { name: 'docs', kind: 'folder' },
          { name: 'src', kind: 'folder' },
          { name: 'a.ts', kind: 'file' },
        ],
      ],
      [
        'src',
        [
          { name: 'deep', kind: 'folder' },
          { name: 'b.ts', kind: 'file' },
        ],
      ],
    ],
    ['src'],
    true,
  );

  it('is first for a folder and after the folders for a file', () => {
    expect(draftPlace(rows, { type: 'create', kind: 'folder', folder: '' })).toEqual({ index: 0, depth: 0 });
    expect(draftPlace(rows, { type: 'create', kind: 'file', folder: '' })).toEqual({ index: 4, depth: 0 });
    expect(draftPlace(rows, { type: 'create', kind: 'folder', folder: 'src' })).toEqual({ index: 2, depth: 1 });
    expect(draftPlace(rows, { type: 'create', kind: 'file', folder: 'src' })).toEqual({ index: 3, depth: 1 });
  });

  it('is nowhere while the folder is closed, or for a new name of something old', () => {
    expect(draftPlace(rows, { type: 'create', kind: 'file', folder: 'docs' })).toBeNull();
    expect(draftPlace(rows, { type: 'rename', kind: 'file', path: 'a.ts' })).toBeNull();
    expect(draftPlace(rows, null)).toBeNull();
  });
});
