import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { GitChange, GitStatus } from '../../../contract/model/git-status.ts';
import { desktopError } from '../desktop-error.ts';
import { explainFailure, reasonOf, withoutSecrets } from './git-failure.ts';
import { findRepository } from './git-folder.ts';
import { createStatusReader } from './parse-status.ts';
import { readRepositoryState } from './repository-state.ts';
import type { RunGit } from './run-git.ts';

/** More changes than this are not listed: build output that nothing ignores, most of the time. */
export const mostChanges = 10_000;

const statusArguments = ['status', '--porcelain=v2', '-z', '--branch', '--show-stash', '--untracked-files=all'];

/** The status of a project's folder as windows show it. `makeGit` is only called where there is a repository. */
export async function readStatus(options: {
  folder: string;
  program: string;
  makeGit: () => Promise<RunGit>;
  signal?: AbortSignal;
}): Promise<GitStatus> {
  const { folder, program, makeGit, signal } = options;
  const repository = await findRepository(folder);
  if (repository === null) return { state: 'noRepository' };
  const { root, gitFolder } = repository;
  try {
    const git = await makeGit();
    const reader = createStatusReader(mostChanges);
    const [result, state] = await Promise.all([
      git(statusArguments, { signal, onStdout: reader.read, maxBytes: Number.POSITIVE_INFINITY }),
      readRepositoryState(gitFolder),
    ]);
    if (result.code !== 0 && !result.cut) return failedStatus(result.stderr, root);
    const { head, stashes, changes, truncated } = reader.result();
    const prefix = await prefixOf(root, folder);
    const inside = prefix === '' ? changes : changes.flatMap((change) => within(change, prefix));
    return {
      state: 'ready',
      root,
      head,
      ...state,
      changes: inside,
      truncated,
      stagedOutside:
        prefix === '' ? 0 : changes.filter(({ path, staged }) => staged !== null && !path.startsWith(prefix)).length,
      stashes,
    };
  } catch (error) {
    if (reasonOf(error) === 'missing') return { state: 'gitMissing', program };
    throw error;
  }
}

function failedStatus(output: string, root: string): GitStatus {
  const { reason, message } = explainFailure(output);
  if (reason === 'unsafeOwner') return { state: 'unsafe', root };
  if (reason === 'noRepository') return { state: 'noRepository' };
  return { state: 'failed', message: withoutSecrets(message) };
}

/** The way from the repository's folder to the project's, with a slash at its end; empty where they are the same. */
async function prefixOf(root: string, folder: string): Promise<string> {
  const way = relative(await realpath(root), folder)
    .split(sep)
    .join('/');
  if (way.startsWith('..')) throw desktopError('PROJECT_NOT_FOUND');
  return way === '' ? '' : `${way}/`;
}

/** The change by its path in the project; nothing where it lies outside. */
function within(change: GitChange, prefix: string): GitChange[] {
  const { path, from } = change;
  if (!path.startsWith(prefix)) return [];
  return [
    {
      ...change,
      path: path.slice(prefix.length),
      from: from?.startsWith(prefix) ? from.slice(prefix.length) : null,
    },
  ];
}
