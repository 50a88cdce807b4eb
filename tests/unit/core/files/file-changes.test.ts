import { describe, expect, it } from 'vitest';
import { longestLiteral } from '../../../../src-main/core/files/ignore-rules.ts';
import { isMixture } from '../../../../src-main/core/files/mend-interrupted.ts';
import { compareSnapshots } from '../../../../src-main/core/files/poll-folders.ts';
import { toFileChanges } from '../../../../src-main/core/files/project-watcher.ts';
import { isTemporaryName, processOfTemporary, temporaryName } from '../../../../src-main/core/files/temporary-names.ts';
import { describeTrashed } from '../../../../src-main/core/files/trash-linux.ts';

describe('changes told by a watcher', () => {
  it('become one for each path, or two where it was exchanged', () => {
    const changes = toFileChanges('/p', [
      { path: '/p/a', kind: 'created' },
      { path: '/p/a', kind: 'changed' },
      { path: '/p/b', kind: 'created' },
      { path: '/p/b', kind: 'deleted' },
      { path: '/p/c', kind: 'deleted' },
      { path: '/p/c', kind: 'created' },
      { path: '/p/d', kind: 'changed' },
      { path: '/p/d', kind: 'deleted' },
    ]);
    expect(changes).toEqual([
      { path: 'a', kind: 'created' },
      { path: 'b', kind: 'deleted' },
      { path: 'c', kind: 'deleted' },
      { path: 'c', kind: 'created' },
      { path: 'd', kind: 'deleted' },
    ]);
  });

  it('leave out what is ours, git’s, outside, or the folder itself', () => {
    const paths = [
      '/p',
      '/q/a',
      '/p/.git/HEAD',
      '/p/x/.git',
      `/p/${temporaryName()}`,
      `/p/${temporaryName()}/a`,
      '/p/C:x',
    ];
    expect(
      toFileChanges(
        '/p',
        paths.map((path) => ({ path, kind: 'changed' as const })),
      ),
    ).toEqual([]);
  });

  it('are found by comparing two looks', () => {
    const before = new Map([
      ['same', '1'],
      ['touched', '1'],
      ['gone', '1'],
    ]);
    const now = new Map([
      ['same', '1'],
      ['touched', '2'],
      ['new', '1'],
    ]);
    expect(compareSnapshots('/p', before, now)).toEqual([
      { path: '/p/touched', kind: 'changed' },
      { path: '/p/new', kind: 'created' },
      { path: '/p/gone', kind: 'deleted' },
    ]);
  });
});

describe('temporary names', () => {
  it('are known again, with the process that made them', () => {
    const name = temporaryName();
    expect(isTemporaryName(name)).toBe(true);
    expect(processOfTemporary(name)).toBe(process.pid);
    expect(name.length).toBeLessThan(100);
  });

  it.each(['.flashfusion', '.flashfusion-1-2.tmp', 'x.tmp', '.flashfusion-settings.tmp', '.env'])(
    '%s is none',
    (name) => {
      expect(isTemporaryName(name)).toBe(false);
      expect(processOfTemporary(name)).toBeNull();
    },
  );

  it('of other machines are nobody’s here', () => {
    const foreign = '.flashfusion-zzzzzz-12-0123456789ab.tmp'.replace('zzzzzz', '000000');
    expect(isTemporaryName(foreign)).toBe(true);
    expect(processOfTemporary(foreign)).toBeNull();
  });
});

describe('small rules', () => {
  it('every path that an ignore pattern matches holds its longest literal', () => {
    expect(
      ['node_modules/', '*.log', '!keep.me', '/build/out', 'a[bc]d', '**', 'x?yz ', '\\#a'].map(longestLiteral),
    ).toEqual(['node_modules', '.log', 'keep.me', 'build', 'a', '', 'yz', '#a']);
  });

  it('a half-written file is made of old and new bytes', () => {
    const [before, after] = [Buffer.from('old contents'), Buffer.from('NEW CONTENTS, MORE')];
    expect(isMixture(Buffer.from('NEW contents'), before, after)).toBe(true);
    expect(isMixture(Buffer.from('old contents, MORE'), before, after)).toBe(true);
    expect(isMixture(Buffer.from('something else'), before, after)).toBe(false);
    expect(isMixture(Buffer.from('old'), before, after)).toBe(false);
  });

  it('the trash says where things were as the specification asks', () => {
    const info = describeTrashed('/home/me/a b/ä%.txt', new Date(2026, 10, 22, 9, 5, 7));
    expect(info).toBe('[Trash Info]\nPath=/home/me/a%20b/%C3%A4%25.txt\nDeletionDate=2026-11-22T09:05:07\n');
  });
});
