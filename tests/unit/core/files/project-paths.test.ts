import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProjectPath } from '../../../../contract/model/path.ts';
import { isInside, locate, toProjectPath } from '../../../../src-main/core/files/project-paths.ts';

const root = '/home/someone/project';
const hostilePart = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'a',
    '~',
    '%2e%2e',
    '..%2f',
    '...',
    '. .',
    '\0',
    'C:',
    '\\',
    '..\\..',
    '//',
    '-',
    '\u202e',
    'ＡＢ',
    '．．',
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const hostilePath = fc.array(hostilePart, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('/'));

describe('project paths', () => {
  it('never lead out of the project by their text', () => {
    fc.assert(
      fc.property(hostilePath, (path) => {
        let located: string;
        try {
          located = locate(root, path);
        } catch (error) {
          expect(error).toMatchObject({ code: 'OUTSIDE_PROJECT' });
          return;
        }
        expect(isInside(root, resolve(located))).toBe(true);
        expect(located).not.toContain('\0');
      }),
      { numRuns: 2000 },
    );
  });

  it('are located wherever the contract lets them through', () => {
    fc.assert(
      fc.property(hostilePath, (path) => {
        if (!ProjectPath.safeParse(path).success) return;
        expect(locate(root, path, 'linux')).toBe(path === '' ? root : `${root}/${path}`);
      }),
    );
  });

  it('are refused on Windows with what means something there', () => {
    for (const path of ['a\\b', '..\\x', 'a:stream', 'a/b:c', '\\\\server\\share']) {
      expect(() => locate('C:\\project', path, 'win32')).toThrow(expect.objectContaining({ code: 'OUTSIDE_PROJECT' }));
    }
  });

  it('come back from absolute ones', () => {
    const part = fc
      .stringMatching(/^[^/\0]+$/)
      .filter((text) => text !== '.' && text !== '..' && !/^[a-zA-Z]:/.test(text));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const path = parts.join('/');
        expect(toProjectPath(root, join(root, ...parts))).toBe(path);
      }),
    );
  });

  it('are not made of what is outside, or cannot be named', () => {
    expect(toProjectPath(root, '/home/someone')).toBeNull();
    expect(toProjectPath(root, '/home/someone/project-two/a')).toBeNull();
    expect(toProjectPath(root, `${root}/c:`)).toBeNull();
    expect(toProjectPath('/', '/etc')).toBe('etc');
    expect(isInside(sep, '/anything')).toBe(true);
  });
});
