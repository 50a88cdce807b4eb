import { describe, expect, test } from 'vitest';
import { createProgressReader, describeCloneFailure } from '../../../../../src-main/core/git/history/clone-progress.ts';
import { checkCloneUrl } from '../../../../../src-main/core/git/history/clone-url.ts';
import { describeFailure } from '../../../../../src-main/core/git/history/describe-failure.ts';
import { parseBlame } from '../../../../../src-main/core/git/history/parse-blame.ts';
import { parseChanges } from '../../../../../src-main/core/git/history/parse-changes.ts';
import { parseReferences } from '../../../../../src-main/core/git/history/parse-log.ts';
import { splitAtNul } from '../../../../../src-main/core/git/history/split-records.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('addresses to clone from', () => {
  test.each([
    'https://example.com/team/project.git',
    'http://127.0.0.1:8080/x',
    'ssh://git@example.com:2222/team/project.git',
    'git@example.com:team/project.git',
    'host:project',
    'file:///srv/git/project.git',
    '/srv/git/project.git',
    ' https://example.com/x ',
  ])('%s is one', (url) => expect(checkCloneUrl(url)).toBe(url.trim()));

  test.each([
    '',
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=x',
    'ext::sh -c x',
    'EXT::sh',
    'fd::17',
    'ftp://example.com/x',
    'ssh://-oProxyCommand=x/y',
    'ssh://git@-oProxyCommand=x/y',
    'https:///x',
    '-x:y',
    'host:-x',
    'a\nb',
    'words',
  ])('%j is none', (url) => expect(() => checkCloneUrl(url)).toThrow());
});

test('progress is read from pieces', () => {
  const read = createProgressReader();
  expect(read('Cloning into x...\nremote: Counting objects: 100% (10/10), done.\nReceiving obj')).toMatchObject({
    fraction: 0.02,
  });
  expect(read('ects:  50% (5/10), 1.20 MiB | 2 MiB/s\r')).toEqual({
    message: 'Receiving objects: 5 of 10, 1.20 MiB',
    fraction: 0.425,
  });
  expect(read('Rece')).toBeNull();
});

test('failures say what to do', () => {
  expect(describeCloneFailure('fatal: Authentication failed for x')).toMatch(/did not let you in/);
  expect(describeCloneFailure('git@x: Permission denied (publickey).')).toMatch(/did not let you in/);
  expect(describeCloneFailure("fatal: repository 'x' not found")).toMatch(/no repository/);
  expect(describeCloneFailure('fatal: unable to access: Could not resolve host: x')).toMatch(/was not found/);
  expect(describeCloneFailure('something else')).toBeNull();
  expect(describeFailure('hint: x\nerror: Your local changes\n\ta.txt\nAborting\n')).toBe(
    'Your local changes a.txt Aborting.',
  );
  expect(describeFailure('')).toBeNull();
});

test('names beside a commit', () => {
  expect(
    parseReferences(
      'HEAD -> refs/heads/main, tag: refs/tags/v1, refs/remotes/origin/HEAD, refs/remotes/origin/main, refs/stash',
    ),
  ).toEqual([
    { kind: 'branch', name: 'main', current: true },
    { kind: 'tag', name: 'v1', current: false },
    { kind: 'remote', name: 'origin/main', current: false },
  ]);
  expect(parseReferences('HEAD, refs/heads/a')).toEqual([
    { kind: 'head', name: 'HEAD', current: true },
    { kind: 'branch', name: 'a', current: false },
  ]);
});

test('changed files with names of any kind', () => {
  const output =
    ':100644 100644 a b M\0a\tb.txt\0:100644 100644 a b R090\0old\0new\0:000000 100644 0 b A\0pic\0' +
    '1\t2\ta\tb.txt\0' +
    '3\t0\t\0old\0new\0-\t-\tpic\0';
  expect(parseChanges(output)).toEqual([
    { path: 'a\tb.txt', oldPath: null, status: 'modified', added: 1, removed: 2 },
    { path: 'new', oldPath: 'old', status: 'renamed', added: 3, removed: 0 },
    { path: 'pic', oldPath: null, status: 'added', added: null, removed: null },
  ]);
});

test('blame entries, each commit told once', async () => {
  const hash = 'a'.repeat(40);
  const text = `${hash} 1 3 2\nauthor Ada\nauthor-mail <ada@x>\nauthor-time 10\nsummary A summary\nfilename a\n${hash} 9 1 1\nfilename a\n${'0'.repeat(40)} 2 2 1\nauthor Not Committed Yet\nfilename a`;
  async function* lines() {
    yield* text.split('\n');
  }
  expect(await collect(parseBlame(lines()))).toEqual([
    {
      hash,
      line: 3,
      count: 2,
      commit: { hash, author: 'Ada', email: 'ada@x', authoredAt: 10_000, subject: 'A summary' },
    },
    { hash, line: 1, count: 1, commit: null },
    { hash: '0'.repeat(40), line: 2, count: 1, commit: null },
  ]);
});

test('records are whole whatever the pieces', async () => {
  const bytes = new TextEncoder().encode('ä\0bc\0d');
  async function* pieces() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  expect(await collect(splitAtNul(pieces()))).toEqual(['ä', 'bc', 'd']);
});
