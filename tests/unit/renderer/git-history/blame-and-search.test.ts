import { describe, expect, test } from 'vitest';
import {
  addBlame,
  type BlameLines,
  longAgo,
  moveBlame,
} from '../../../../src-renderer/features/git-history/blame/blame-lines.ts';
import {
  cloneFolderName,
  cloneNameProblem,
  cloneUrlProblem,
} from '../../../../src-renderer/features/git-history/clone/clone-name.ts';
import { branchNameProblem } from '../../../../src-renderer/features/git-history/history-actions.ts';
import { isEmptyQuery, parseLogQuery } from '../../../../src-renderer/features/git-history/log/parse-query.ts';

describe('blame', () => {
  const known = (): BlameLines => ['a', 'b', 'c'];
  test('takes up runs in any order', () => {
    const lines: BlameLines = [];
    addBlame(lines, { commits: [], lines: [{ line: 3, count: 1, commit: null }] });
    addBlame(lines, { commits: [], lines: [{ line: 1, count: 2, commit: 'a' }] });
    expect(lines).toEqual(['a', 'a', null]);
  });
  test('moves with the lines', () => {
    const typed = known();
    moveBlame(typed, [{ startLine: 2, endLine: 2, newLines: 1, atStart: false }]);
    expect(typed).toEqual(['a', null, 'c']);
    const split = known();
    moveBlame(split, [{ startLine: 2, endLine: 2, newLines: 2, atStart: true }]);
    expect(split).toEqual(['a', null, 'b', 'c']);
    const joined = known();
    moveBlame(joined, [{ startLine: 1, endLine: 2, newLines: 1, atStart: false }]);
    expect(joined).toEqual([null, 'c']);
  });
  test('says how long ago', () => {
    const now = Date.parse('2026-07-01T12:00:00Z');
    const ago = (milliseconds: number) => longAgo(now - milliseconds, now);
    expect([ago(5000), ago(60_000), ago(3 * 3_600_000), ago(40 * 86_400_000), ago(800 * 86_400_000)]).toEqual([
      'just now',
      '1 minute ago',
      '3 hours ago',
      '1 month ago',
      '2 years ago',
    ]);
  });
});

test('a search of the log is words, fields, or a hash', () => {
  expect(parseLogQuery('late ferries')).toEqual({ message: 'late ferries' });
  expect(parseLogQuery('author:ada path:"src/a b" fix')).toEqual({ author: 'ada', path: 'src/a b', message: 'fix' });
  expect(parseLogQuery('DEADBEEF')).toEqual({ hash: 'deadbeef' });
  expect(parseLogQuery('dead')).toEqual({ message: 'dead' });
  expect(parseLogQuery('deadbeef author:x')).toEqual({ author: 'x', message: 'deadbeef' });
  expect(isEmptyQuery(parseLogQuery('  '))).toBe(true);
  expect(isEmptyQuery(parseLogQuery('author:'))).toBe(true);
});

test('a clone takes the name of its repository', () => {
  expect(cloneFolderName('https://example.com/team/project.git')).toBe('project');
  expect(cloneFolderName('https://example.com/team/project/?x=1')).toBe('project');
  expect(cloneFolderName('git@example.com:team/project')).toBe('project');
  expect(cloneFolderName('git@example.com:project.git')).toBe('project');
  expect(cloneFolderName('/srv/git/project/.git')).toBe('project');
  expect(cloneUrlProblem('https://example.com/team/project.git')).toBeNull();
  expect(cloneUrlProblem('git@example.com:team/project')).toBeNull();
  for (const url of ['', '-x', 'ext::sh -c x', 'gopher://a/b', 'not an address', 'https://']) {
    expect(cloneUrlProblem(url), url).not.toBeNull();
  }
  expect(cloneNameProblem('ok')).toBeNull();
  for (const name of ['', '..', 'a/b', '.git', '-x']) expect(cloneNameProblem(name), name).not.toBeNull();
});

test('branches have names that git takes', () => {
  for (const name of ['main', 'feature/one-2', 'späť']) expect(branchNameProblem(name), name).toBeNull();
  for (const name of ['', '-x', 'a b', 'a..b', 'a.lock', '@', 'HEAD', 'a/', '.a', 'a//b', 'a~1', 'a@{1}']) {
    expect(branchNameProblem(name), name).not.toBeNull();
  }
});
