import { describe, expect, test } from 'vitest';
import { runsInTerminal } from '../../../../src-renderer/app/terminal-keys.ts';
import {
  neighbourOf,
  placeBeside,
  reconcileGroups,
  replaceMember,
  takeOut,
} from '../../../../src-renderer/features/terminal/groups.ts';
import { findPathCandidates } from '../../../../src-renderer/features/terminal/path-candidates.ts';
import { readShellSequence, readWorkingFolder } from '../../../../src-renderer/features/terminal/shell-sequences.ts';

describe('groups', () => {
  const groups = [
    { id: 'a', members: ['a', 'b'] },
    { id: 'c', members: ['c'] },
  ];
  test('follow the terminals that there are', () => {
    expect(reconcileGroups(groups, ['a', 'b', 'c'])).toBe(groups);
    expect(reconcileGroups(groups, ['b', 'd'])).toEqual([
      { id: 'a', members: ['b'] },
      { id: 'd', members: ['d'] },
    ]);
  });
  test('are split and unsplit', () => {
    const split = placeBeside([...groups, { id: 'd', members: ['d'] }], 'a', 'd');
    expect(split).toEqual([
      { id: 'a', members: ['a', 'd', 'b'] },
      { id: 'c', members: ['c'] },
    ]);
    expect(takeOut(split, 'a')).toEqual([
      { id: 'd', members: ['d', 'b'] },
      { id: 'a', members: ['a'] },
      { id: 'c', members: ['c'] },
    ]);
    expect(takeOut(groups, 'c')).toEqual(groups);
    expect(replaceMember([...groups, { id: 'e', members: ['e'] }], 'b', 'e')).toEqual([
      { id: 'a', members: ['a', 'e'] },
      { id: 'c', members: ['c'] },
    ]);
  });
  test('say who is next', () => {
    expect(neighbourOf(groups, 'a')).toBe('b');
    expect(neighbourOf(groups, 'b')).toBe('a');
    expect(neighbourOf(groups, 'c')).toBe('b');
    expect(neighbourOf([{ id: 'x', members: ['x'] }], 'x')).toBe(null);
  });
});

describe('paths in output', () => {
  const found = (text: string) =>
    findPathCandidates(text).map(({ path, line, column, start, end }) => [path, line, column, text.slice(start, end)]);
  test.each([
    ['at src/a.ts:3:7', [['src/a.ts', 3, 7, 'src/a.ts:3:7']]],
    ['src/a.ts(3,7): error TS1', [['src/a.ts', 3, 7, 'src/a.ts(3,7)']]],
    ['    at run (/home/m/x.js:10:2)', [['/home/m/x.js', 10, 2, '/home/m/x.js:10:2']]],
    ['  File "lib/x.py", line 12, in f', [['lib/x.py', 12, null, 'lib/x.py", line 12']]],
    ['see ./docs/guide.md.', [['./docs/guide.md', null, null, './docs/guide.md']]],
    ['C:\\work\\a.ts:4', [['C:\\work\\a.ts', 4, null, 'C:\\work\\a.ts:4']]],
    ['M package.json', [['package.json', null, null, 'package.json']]],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
  test('addresses, versions and dots are none', () => {
    expect(found('https://example.com/a.ts v1.2 1.2.3 ... ./ ../ / -')).toEqual([['v1.2', null, null, 'v1.2']]);
  });
  test('long lines end somewhere', () => {
    expect(findPathCandidates('a/b '.repeat(10_000))).toHaveLength(40);
  });
});

describe('reports of the shell', () => {
  test('are read with their escapes', () => {
    expect(readShellSequence('A')).toEqual({ type: 'promptStarted' });
    expect(readShellSequence('D;130')).toEqual({ type: 'commandFinished', exitCode: 130 });
    expect(readShellSequence('D')).toEqual({ type: 'commandFinished', exitCode: null });
    expect(readShellSequence('E;echo a\\x3b\\\\x3b\\x0aend;nonce')).toEqual({
      type: 'commandLine',
      line: 'echo a;\\x3b\nend',
      nonce: 'nonce',
    });
    expect(readShellSequence('P;Cwd=/tmp/a\\x3bb')).toEqual({ type: 'cwd', path: '/tmp/a;b' });
    expect(readShellSequence('P;Other=1')).toBeNull();
    expect(readShellSequence('Z')).toBeNull();
  });
  test('name the folder by OSC 7, too', () => {
    expect(readWorkingFolder('file://host/tmp/a%20b')).toBe('/tmp/a b');
    expect(readWorkingFolder('file:///C:/work')).toBe('C:/work');
    expect(readWorkingFolder('https://host/tmp')).toBeNull();
    expect(readWorkingFolder('nonsense')).toBeNull();
  });
});

test('a terminal leaves its keys to the shell, but for the listed commands and what a user wants there', () => {
  expect(runsInTerminal({ command: 'workbench.action.quickOpen' })).toBe(true);
  expect(runsInTerminal({ command: 'workbench.action.terminal.split' })).toBe(true);
  expect(runsInTerminal({ command: 'workbench.action.files.save' })).toBe(false);
  expect(runsInTerminal({ command: 'workbench.action.files.save', when: 'terminalFocus' })).toBe(true);
});
