import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BlameCommit, FileHistoryCommit, LogCommit } from '../../../../../contract/desktop/git/history.ts';
import { startCore, type TestCore } from '../../../../support/core.ts';
import { makeRepository, runGit } from '../../../../support/git-repository.ts';
import { commitFile, makeLongHistory } from '../../../../support/history-repository.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.dispose());

const history = () => core.client.gitHistory;
const openProject = async (path: string) => (await core.client.projects.open({ path })).project.id;

async function readLog(projectId: string, query: Partial<Parameters<ReturnType<typeof history>['log']>[0]> = {}) {
  const commits: LogCommit[] = [];
  for await (const part of await history().log({ projectId, skip: 0, limit: 1000, scope: 'all', ...query })) {
    commits.push(...part.commits);
  }
  return commits;
}

async function readFileHistory(projectId: string, path: string, range?: { start: number; end: number }) {
  const commits: FileHistoryCommit[] = [];
  for await (const part of await history().fileHistory({ projectId, path, limit: 100, ...(range ? { range } : {}) })) {
    commits.push(...part.commits);
  }
  return commits;
}

async function readBlame(projectId: string, path: string, text?: string) {
  const commits = new Map<string, BlameCommit>();
  const lines: (string | null)[] = [];
  const request = text === undefined ? {} : { text: { value: text, encoding: 'utf-8', byteOrderMark: false } };
  for await (const part of await history().blame({ projectId, path, ...request })) {
    for (const commit of part.commits) commits.set(commit.hash, commit);
    for (const run of part.lines) for (let i = 0; i < run.count; i += 1) lines[run.line - 1 + i] = run.commit;
  }
  return lines.map((hash) => (hash === null ? null : commits.get(hash)?.subject));
}

test('the log has merges, labels, and finds by message, author, path and hash', async () => {
  const folder = makeRepository(join(temporaryFolder('log'), 'r'));
  const first = commitFile(folder, 'a.txt', 'a\n', 'First, with [brackets]');
  runGit(folder, 'checkout', '--quiet', '-b', 'feature/two');
  const second = commitFile(folder, 'Departures.ts', 'b\n', 'Second');
  runGit(folder, 'checkout', '--quiet', 'main');
  const third = commitFile(folder, 'c.txt', 'c\n', 'Third');
  runGit(folder, 'merge', '--quiet', '--no-ff', '--message=Merged', 'feature/two');
  runGit(folder, 'tag', 'v1.0', first);
  const merge = runGit(folder, 'rev-parse', 'HEAD').trim();
  const projectId = await openProject(folder);

  const commits = await readLog(projectId);
  expect(commits.map(({ subject }) => subject).sort()).toEqual(['First, with [brackets]', 'Merged', 'Second', 'Third']);
  expect(commits[0]).toMatchObject({ hash: merge, parents: [third, second], author: 'Test', email: 'test@localhost' });
  expect(commits[0]?.references).toEqual([{ kind: 'branch', name: 'main', current: true }]);
  expect(commits.at(-1)?.references).toEqual([{ kind: 'tag', name: 'v1.0', current: false }]);
  const subjects = async (query: Parameters<typeof readLog>[1]) =>
    (await readLog(projectId, query)).map(({ subject }) => subject);
  expect(await subjects({ message: 'WITH [br' })).toEqual(['First, with [brackets]']);
  expect(await subjects({ author: 'nobody' })).toEqual([]);
  expect(await subjects({ path: 'departures' })).toEqual(['Second']);
  expect(await subjects({ hash: second.slice(0, 7) })).toEqual(['Second']);
  expect(await subjects({ hash: 'dead' })).toEqual([]);
  expect(await subjects({ skip: 3, limit: 5 })).toEqual(['First, with [brackets]']);
});

test('a commit tells its message and its files, renames and pictures too', async () => {
  const folder = makeRepository(join(temporaryFolder('commit'), 'r'));
  commitFile(folder, 'old name.txt', 'one\ntwo\nthree\nfour\n', 'First');
  runGit(folder, 'mv', 'old name.txt', 'nëw "name".txt');
  writeFileSync(join(folder, 'nëw "name".txt'), 'one\ntwo\nthree\nfour\nfive\n');
  const hash = commitFile(folder, 'blob.bin', new Uint8Array([0, 1, 2]), 'Move\n\nWith a body.');
  const details = await history().commit({ projectId: await openProject(folder), hash });
  expect(details).toMatchObject({
    subject: 'Move',
    message: 'Move\n\nWith a body.',
    committer: 'Test',
    truncated: false,
  });
  expect(details.files).toEqual([
    { path: 'blob.bin', oldPath: null, status: 'added', added: null, removed: null },
    { path: 'nëw "name".txt', oldPath: 'old name.txt', status: 'renamed', added: 1, removed: 0 },
  ]);
});

test('the history of a file follows its names; that of lines keeps to them', async () => {
  const folder = makeRepository(join(temporaryFolder('file-history'), 'r'));
  mkdirSync(join(folder, 'app'));
  commitFile(folder, 'app/a.txt', 'one\ntwo\nthree\n', 'Made');
  commitFile(folder, 'app/a.txt', 'one\ntwo\nTHREE\n', 'Third line');
  runGit(folder, 'mv', 'app/a.txt', 'app/b.txt');
  runGit(folder, 'commit', '--quiet', '--message=Moved');
  commitFile(folder, 'app/b.txt', 'ONE\ntwo\nTHREE\n', 'First line');
  for (const [path, prefix] of [
    [folder, 'app/'],
    [join(folder, 'app'), ''],
  ] as const) {
    const projectId = await openProject(path);
    const commits = await readFileHistory(projectId, `${prefix}b.txt`);
    expect(commits.map(({ subject, path, oldPath }) => [subject, path, oldPath])).toEqual([
      ['First line', `${prefix}b.txt`, null],
      ['Moved', `${prefix}b.txt`, `${prefix}a.txt`],
      ['Third line', `${prefix}a.txt`, null],
      ['Made', `${prefix}a.txt`, null],
    ]);
    const ofLines = await readFileHistory(projectId, `${prefix}b.txt`, { start: 3, end: 3 });
    expect(ofLines.map(({ subject }) => subject)).toEqual(['Third line', 'Made']);
  }
});

test('blame names the commit of each line, and knows text that is not saved', async () => {
  const folder = makeRepository(join(temporaryFolder('blame'), 'r'));
  commitFile(folder, 'a.txt', 'one\r\ntwo\r\nthree\r\n', 'Made');
  commitFile(folder, 'a.txt', 'one\r\nTWO\r\nthree\r\n', 'Second line');
  const projectId = await openProject(folder);
  expect(await readBlame(projectId, 'a.txt')).toEqual(['Made', 'Second line', 'Made']);
  expect(await readBlame(projectId, 'a.txt', 'zero\r\none\r\nTWO\r\nthree\r\n')).toEqual([
    null,
    'Made',
    'Second line',
    'Made',
  ]);
  expect(await readBlame(projectId, 'missing.txt').catch(() => 'failed')).toEqual([]);
});

test('a file is read as HEAD, the index and a commit hold it', async () => {
  const folder = makeRepository(join(temporaryFolder('file-at'), 'r'));
  mkdirSync(join(folder, 'sub'));
  const hash = commitFile(folder, 'sub/ä *.txt', 'one\n', 'One');
  commitFile(folder, 'sub/ä *.txt', '\ufeffzwei\r\n', 'Two');
  writeFileSync(join(folder, 'sub/ä *.txt'), 'drei\n');
  runGit(folder, 'add', '--all');
  writeFileSync(join(folder, 'sub/ä *.txt'), 'vier\n');
  const projectId = await openProject(join(folder, 'sub'));
  const at = (ref: string, known?: string) =>
    history().fileAt({ projectId, path: 'ä *.txt', ref, ...(known ? { known } : {}) });
  expect(await at('HEAD')).toMatchObject({ kind: 'text', text: 'zwei\r\n', byteOrderMark: true, lineEnd: 'crlf' });
  const staged = await at('index');
  expect(staged).toMatchObject({ kind: 'text', text: 'drei\n', encoding: 'utf-8' });
  expect(staged.kind === 'text' && (await at('index', staged.id))).toEqual({ kind: 'same' });
  expect(await at(hash)).toMatchObject({ kind: 'text', text: 'one\n' });
  expect(await at(`${hash}^`)).toEqual({ kind: 'missing' });
  expect(await history().fileAt({ projectId, path: 'none', ref: 'HEAD' })).toEqual({ kind: 'missing' });
  const plain = await openProject(temporaryFolder('plain'));
  expect(await history().fileAt({ projectId: plain, path: 'a', ref: 'HEAD' })).toEqual({ kind: 'none' });
});

test('a repository without a commit answers emptily', async () => {
  const folder = makeRepository(join(temporaryFolder('unborn'), 'r'));
  writeFileSync(join(folder, 'a.txt'), 'a\n');
  const projectId = await openProject(folder);
  expect(await readLog(projectId)).toEqual([]);
  expect(await readFileHistory(projectId, 'a.txt')).toEqual([]);
  expect(await readBlame(projectId, 'a.txt')).toEqual([]);
  expect(await history().fileAt({ projectId, path: 'a.txt', ref: 'HEAD' })).toEqual({ kind: 'missing' });
});

describe('a long history', () => {
  test('10,000 commits come in portions, and reading can stop at any of them', async () => {
    const folder = join(temporaryFolder('long'), 'r');
    makeLongHistory(folder, 10_000);
    const projectId = await openProject(folder);
    const sizes: number[] = [];
    const seen = new Set<string>();
    for await (const { commits } of await history().log({ projectId, skip: 0, limit: 10_000, scope: 'all' })) {
      sizes.push(commits.length);
      for (const commit of commits) {
        for (const parent of commit.parents) expect(seen.has(parent)).toBe(false);
        seen.add(commit.hash);
      }
    }
    expect(seen.size).toBe(10_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    const stop = new AbortController();
    const parts = await history().log({ projectId, skip: 0, limit: 10_000, scope: 'all' }, { signal: stop.signal });
    for await (const part of parts) {
      expect(part.commits.length).toBeGreaterThan(0);
      break;
    }
    stop.abort();
    expect((await readLog(projectId, { skip: 9_990, limit: 100 })).length).toBe(10);
  });
});

test('what happens in the repository is told', async () => {
  const folder = makeRepository(join(temporaryFolder('watch'), 'r'));
  commitFile(folder, 'a.txt', 'a\n', 'First');
  const projectId = await openProject(folder);
  const stop = new AbortController();
  const told = await history().watch({ projectId }, { signal: stop.signal });
  const first = await told.next();
  expect(first.value).toEqual({ head: runGit(folder, 'rev-parse', 'HEAD').trim(), merging: false });
  const hash = commitFile(folder, 'a.txt', 'b\n', 'Second');
  for (;;) {
    const { value } = await told.next();
    if ((value as { head: string } | undefined)?.head === hash) break;
  }
  stop.abort();
});
