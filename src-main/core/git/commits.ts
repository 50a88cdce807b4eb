import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { t } from '../../../localization/index.ts';
import { gitFailed, reasonOf } from './git-failure.ts';
import { fromInput, hasCommit, pathInput, refuseFilters, stage } from './index-changes.ts';
import type { ProjectGit } from './project-git.ts';

export interface CommitRequest {
  readonly message: string;
  readonly amend: boolean;
  readonly signOff: boolean;
  readonly all: boolean;
  /** Commits these paths as they are in the folder, whatever is staged of others. */
  readonly only?: readonly string[];
}

/** Commits what is staged, or everything with `all`. The message goes as it is, but for blank space at its ends. */
export async function commit(git: ProjectGit, request: CommitRequest): Promise<{ commit: string; subject: string }> {
  const { message, amend, signOff, all, only } = request;
  const keepsMessage = message.trim() === '' && amend;
  if (message.trim() === '' && !amend) {
    throw gitFailed('', { reason: 'emptyMessage', message: t('A commit needs a message. Say what you changed.') });
  }
  if (all) await stage(git, null);
  const args = [
    'commit',
    '--quiet',
    '--cleanup=whitespace',
    ...(keepsMessage ? ['--no-edit'] : [only ? `--message=${message}` : '--file=-']),
    ...(only ? ['--only', ...fromInput] : []),
    ...(amend ? ['--amend'] : []),
    ...(signOff ? ['--signoff'] : []),
  ];
  try {
    await git.change(args, only ? { input: pathInput(only) } : keepsMessage ? {} : { input: message });
  } catch (error) {
    throw (await asHookFailure(git, error)) ?? error;
  }
  const [hash = '', subject = ''] = (await git.ask(['log', '-1', '--no-show-signature', '--format=%H%n%s'])).split(
    '\n',
  );
  return { commit: hash, subject };
}

/**
 * Commits files as they are in the folder and leaves what is staged of others as it was. `untracked` are those among them that git
 * does not know yet; when the commit fails it knows them no more than before.
 */
export async function commitFiles(
  git: ProjectGit,
  { message, paths, untracked }: { message: string; paths: readonly string[]; untracked: readonly string[] },
): Promise<{ commit: string; subject: string }> {
  await refuseFilters(git, paths);
  if (untracked.length > 0) {
    await git.change(['add', '--intent-to-add', ...fromInput], { input: pathInput(untracked) });
  }
  try {
    return await commit(git, { message, amend: false, signOff: false, all: false, only: paths });
  } catch (error) {
    if (untracked.length > 0) {
      await git.run(['rm', '--cached', '--quiet', '--force', ...fromInput], { input: pathInput(untracked) });
    }
    throw error;
  }
}

const commitHooks = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'pre-merge-commit'];

/** Git says nothing of its own when a hook refuses; what there is to read are the hook's words. */
async function asHookFailure(git: ProjectGit, error: unknown): Promise<Error | null> {
  if (!git.trusted || reasonOf(error) !== 'other') return null;
  const output = (error as { data?: { output?: string } }).data?.output ?? '';
  if (/^fatal:/m.test(output)) return null;
  const folder = resolve(git.folder, (await git.ask(['rev-parse', '--git-path', 'hooks'])).trim());
  for (const hook of commitHooks) {
    const runs = await access(join(folder, hook), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!runs) continue;
    return gitFailed(output, {
      reason: 'hookFailed',
      message: t('A hook of this repository stopped the commit. Your message is kept.'),
    });
  }
  return null;
}

/** Takes the last commit back and leaves its changes staged; answers its message. */
export async function undoCommit(git: ProjectGit): Promise<string> {
  if (!(await hasCommit(git))) {
    throw gitFailed('', { reason: 'nothingToCommit', message: t('There is no commit yet that could be undone.') });
  }
  const message = (await git.ask(['log', '-1', '--no-show-signature', '--format=%B'])).trim();
  const hasParent = (await git.run(['rev-parse', '--verify', '--quiet', 'HEAD~1'])).code === 0;
  await git.change(hasParent ? ['reset', '--soft', 'HEAD~1'] : ['update-ref', '-d', 'HEAD']);
  return message;
}

/** Messages of the newest commits, newest first. */
export async function recentMessages(git: ProjectGit, limit: number): Promise<string[]> {
  if (!(await hasCommit(git))) return [];
  const output = await git.ask(['log', '-z', '--no-show-signature', `--max-count=${limit}`, '--format=%B']);
  return output
    .split('\0')
    .map((message) => message.trim())
    .filter((message) => message !== '');
}

/** Says who commits, in the user's own configuration. */
export async function setIdentity(git: ProjectGit, { name, email }: { name: string; email: string }): Promise<void> {
  await git.ask(['config', '--global', 'user.name', name]);
  await git.ask(['config', '--global', 'user.email', email]);
}
