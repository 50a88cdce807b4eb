import type { HistoryOutcome } from '../../../../contract/desktop/git/history.ts';
import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';
import { GitExit } from '../run-git.ts';
import type { Repository } from './repository.ts';

/** Makes a branch at a commit, and checks it out if asked. */
export async function createBranch(
  { git }: Repository,
  { name, hash, checkout }: { name: string; hash: string; checkout: boolean },
): Promise<void> {
  const valid = await git.text(['check-ref-format', '--branch', name]).catch(() => null);
  if (valid === null) {
    throw desktopError('GIT_FAILED', {
      message: t('"{{name}}" cannot be the name of a branch. Choose another name.', { name }),
    });
  }
  await git.bytes(checkout ? ['checkout', '--quiet', '-b', name, hash, '--'] : ['branch', '--no-track', name, hash]);
}

/** Checks out a branch, or a commit without one. A branch of a remote is followed by a new branch of its name. */
export async function checkOut({ git }: Repository, ref: string): Promise<void> {
  await git.bytes(['checkout', '--quiet', ref, '--']);
}

/** Commits what takes a commit back, or makes its changes here; conflicts stay in the files for a person to solve. */
export async function replay(
  repository: Repository,
  kind: 'revert' | 'cherry-pick',
  hash: string,
): Promise<HistoryOutcome> {
  const { git } = repository;
  const parents = (
    await git.text(['show', '-s', '--no-show-signature', '--format=%P', '--end-of-options', hash])
  ).trim();
  const mainline = parents.includes(' ') ? ['--mainline', '1'] : [];
  const edit = kind === 'revert' ? ['--no-edit'] : [];
  try {
    await git.bytes([kind, ...edit, ...mainline, '--end-of-options', hash]);
    return { outcome: 'done', conflicts: [] };
  } catch (error) {
    if (!(error instanceof GitExit)) throw error;
    const conflicts = await listConflicts(repository);
    if (conflicts.length > 0) return { outcome: 'conflicts', conflicts };
    if (/is now empty|nothing to commit|--allow-empty/.test(error.stderr)) {
      await git.bytes([kind, '--skip']).catch(() => undefined);
      return { outcome: 'nothing', conflicts: [] };
    }
    throw error;
  }
}

/** Files of the project that git knows to be in conflict. */
export async function listConflicts({ git }: Repository): Promise<string[]> {
  const listed = await git.text(['diff', '--name-only', '--diff-filter=U', '--relative', '-z', '--no-ext-diff']);
  return [...new Set(listed.split('\0').filter((path) => path !== ''))];
}
