import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { GitRemotePart } from '../../../../contract/desktop/git/changes.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { startGitHttpServer } from '../../../support/git-http-server.ts';
import {
  commitAll,
  makeCommittedRepository,
  openProject,
  readyStatus,
  writeFiles,
} from '../../../support/git-project.ts';
import { runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.dispose());

type RemoteInput = Parameters<TestCore['client']['git']['remote']>[0];

/** Runs work with a remote to its end and answers its parts; questions are answered in order, null gives up. */
async function work(input: RemoteInput, answers: readonly (string | null)[] = []): Promise<GitRemotePart[]> {
  const left = [...answers];
  const parts: GitRemotePart[] = [];
  for await (const part of await core.client.git.remote(input)) {
    parts.push(part);
    if (part.type !== 'question') continue;
    const { projectId } = input;
    await core.client.git.answer({ projectId, questionId: part.questionId, answer: left.shift() ?? null });
  }
  return parts;
}

async function reasonOf(running: Promise<unknown>): Promise<string | undefined> {
  try {
    await running;
  } catch (error) {
    return (error as { data?: { reason: string } }).data?.reason ?? (error as { code: string }).code;
  }
  throw new Error('It was not refused.');
}

async function project() {
  const parent = temporaryFolder('remotes');
  const bare = join(parent, 'bare', 'ferry.git');
  runGit(parent, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  runGit(bare, 'config', 'http.receivepack', 'true');
  const folder = makeCommittedRepository(join(parent, 'mine'), { 'a.txt': 'one\n' });
  const projectId = await openProject(core, folder);
  return { parent, bare, folder, projectId, git: core.client.git };
}

test('a branch is published, pushed, fetched, pulled and synchronised', async () => {
  const { parent, bare, folder, projectId, git } = await project();
  expect(await reasonOf(work({ projectId, action: 'push' }))).toBe('noRemote');
  await git.addRemote({ projectId, name: 'origin', url: bare });
  expect(await reasonOf(work({ projectId, action: 'push' }))).toBe('noUpstream');
  const parts = await work({ projectId, action: 'publish' });
  expect(parts.at(-1)).toEqual({ type: 'done', summary: 'Published main' });
  expect((await readyStatus(core, projectId)).head).toMatchObject({ upstream: 'origin/main', ahead: 0, behind: 0 });

  const theirs = join(parent, 'theirs');
  runGit(parent, 'clone', '--quiet', bare, theirs);
  writeFiles(theirs, { 'b.txt': 'theirs\n' });
  commitAll(theirs, 'Theirs');
  runGit(theirs, 'push', '--quiet');
  writeFiles(folder, { 'c.txt': 'mine\n' });
  commitAll(folder, 'Mine');
  await work({ projectId, action: 'fetch' });
  expect((await readyStatus(core, projectId)).head).toMatchObject({ ahead: 1, behind: 1 });
  expect(await reasonOf(work({ projectId, action: 'push' }))).toBe('rejected');
  await work({ projectId, action: 'pull', rebase: true });
  expect(runGit(folder, 'log', '--format=%s').trim().split('\n')).toEqual(['Mine', 'Theirs', 'First']);
  await work({ projectId, action: 'sync' });
  expect((await readyStatus(core, projectId)).head).toMatchObject({ ahead: 0, behind: 0 });
  expect(runGit(bare, 'log', '--format=%s', 'main').trim().split('\n')).toEqual(['Mine', 'Theirs', 'First']);

  runGit(folder, 'commit', '--quiet', '--amend', '--message=Mine, better');
  expect(await reasonOf(work({ projectId, action: 'push' }))).toBe('rejected');
  await work({ projectId, action: 'push', force: true });
  expect(runGit(bare, 'log', '-1', '--format=%s', 'main').trim()).toBe('Mine, better');

  const { branches, remotes } = await git.branches({ projectId });
  expect(remotes).toEqual(['origin']);
  expect(branches.filter(({ kind }) => kind === 'remote').map(({ name }) => name)).toEqual(['origin/main']);
  runGit(theirs, 'push', '--quiet', 'origin', 'HEAD:other');
  await work({ projectId, action: 'fetch' });
  await git.checkout({ projectId, name: 'origin/other', kind: 'remote' });
  expect((await readyStatus(core, projectId)).head).toMatchObject({ branch: 'other', upstream: 'origin/other' });
  runGit(bare, 'branch', '-D', 'other');
  await work({ projectId, action: 'fetch' });
  expect((await readyStatus(core, projectId)).head.upstreamGone).toBe(true);
});

test('a remote over http asks who you are, and what you answer is kept nowhere', async () => {
  const { parent, folder, projectId, git, bare } = await project();
  const server = await startGitHttpServer(join(parent, 'bare'), 'mira', 'pässword with $pace');
  onTestFinished(() => server.close());
  await git.addRemote({ projectId, name: 'origin', url: `${server.url}/ferry.git` });

  const parts = await work({ projectId, action: 'publish' }, ['mira', 'pässword with $pace']);
  const questions = parts.flatMap((part) => (part.type === 'question' ? [part] : []));
  expect(questions.map(({ kind }) => kind)).toEqual(['text', 'secret']);
  expect(questions[0]?.prompt).toMatch(/^Username for 'http:\/\/127\.0\.0\.1/);
  expect(runGit(bare, 'log', '-1', '--format=%s', 'main')).toBe('First\n');
  expect(server.credentials).toContain('mira:pässword with $pace');

  expect(await reasonOf(work({ projectId, action: 'fetch' }, ['mira', 'wrong']))).toBe('authentication');
  expect(await reasonOf(work({ projectId, action: 'fetch' }, [null]))).toBe('authentication');
  expect(readFileSync(join(folder, '.git', 'config'), 'utf8')).not.toContain('pässword');
  expect(readdirSync(join(core.dataFolder, 'git', 'askpass'))).toEqual([]);
  for (const entry of readdirSync(core.dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(readFileSync(join(entry.parentPath, entry.name)).includes('pässword'), entry.name).toBe(false);
  }
});

test('work with a remote can be cancelled while it waits, and nothing of it stays', async () => {
  const { parent, folder, projectId, git } = await project();
  const server = await startGitHttpServer(join(parent, 'bare'), 'mira', 'secret');
  onTestFinished(() => server.close());
  await git.addRemote({ projectId, name: 'origin', url: `${server.url}/ferry.git` });
  const cancel = new AbortController();
  const asked = vi.fn();
  const running = (async () => {
    for await (const part of await git.remote({ projectId, action: 'fetch' }, { signal: cancel.signal })) {
      if (part.type !== 'question') continue;
      asked();
      cancel.abort();
    }
  })();
  await running.catch(() => {});
  expect(asked).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(readdirSync(join(core.dataFolder, 'git', 'askpass'))).toEqual([]), 5000);
  expect(existsSync(join(folder, '.git', 'index.lock'))).toBe(false);
});

test('a hook that stops a push says so, and a remote that is not there is told apart', async () => {
  const { bare, folder, projectId, git } = await project();
  await git.addRemote({ projectId, name: 'origin', url: bare });
  await work({ projectId, action: 'publish' });
  commitAll(folder, 'Second');
  const hook = join(folder, '.git', 'hooks', 'pre-push');
  writeFileSync(hook, '#!/bin/sh\necho "not on a Friday" >&2\nexit 1\n');
  chmodSync(hook, 0o755);
  expect(await reasonOf(work({ projectId, action: 'push' }))).toBe('hookFailed');
  runGit(folder, 'remote', 'set-url', 'origin', join(bare, 'nowhere'));
  expect(await reasonOf(work({ projectId, action: 'fetch' }))).toBe('unreachable');
});
