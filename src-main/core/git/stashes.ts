import type { GitStash } from '../../../contract/desktop/git/changes.ts';
import { t } from '../../../localization/index.ts';
import { gitFailed } from './git-failure.ts';
import { refuseFilters } from './index-changes.ts';
import type { ProjectGit } from './project-git.ts';

const mostStashes = 1000;

export async function listStashes(git: ProjectGit): Promise<GitStash[]> {
  const output = await git.ask([
    'stash',
    'list',
    '-z',
    '--no-show-signature',
    `--max-count=${mostStashes}`,
    '--format=%H%n%ct%n%gs',
  ]);
  return output
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry, index) => {
      const [commit = '', seconds, message = ''] = entry.split('\n');
      return { index, commit, message, stashedAt: Number(seconds) * 1000 };
    });
}

export async function pushStash(
  git: ProjectGit,
  { message, untracked, staged }: { message: string; untracked: boolean; staged: boolean },
): Promise<void> {
  await refuseFilters(git, null);
  const output = await git.change(
    [
      'stash',
      'push',
      ...(untracked && !staged ? ['--include-untracked'] : []),
      ...(staged ? ['--staged'] : []),
      ...(message.trim() === '' ? [] : ['--message', message.trim()]),
    ],
    // Inside, stash clears new files away by patterns.
    { environment: { GIT_LITERAL_PATHSPECS: '0' } },
  );
  if (/^No local changes/m.test(output)) {
    throw gitFailed(output, { reason: 'nothingToCommit', message: t('There are no changes to stash.') });
  }
}

/** Places move when stashes come and go, so the commit says which one is meant. */
async function stashAt(git: ProjectGit, { index, commit }: { index: number; commit: string }): Promise<string> {
  const name = `stash@{${index}}`;
  const { code, stdout } = await git.run(['rev-parse', '--verify', '--quiet', name]);
  if (code !== 0 || stdout.toString().trim() !== commit) {
    throw gitFailed('', { reason: 'other', message: t('The list of stashes has changed. Choose again.') });
  }
  return name;
}

export async function applyStash(
  git: ProjectGit,
  request: { index: number; commit: string; pop: boolean },
): Promise<void> {
  const name = await stashAt(git, request);
  // With its index first, so that what was staged is staged again; where that does not fit, without.
  const how = request.pop ? 'pop' : 'apply';
  const { code, stdout, stderr } = await git.run(['stash', how, '--index', name]);
  if (code === 0) return;
  const output = `${stderr}\n${stdout}`;
  if (/^CONFLICT/m.test(output)) throw gitFailed(output);
  await git.change(['stash', how, name]);
}

export async function dropStash(git: ProjectGit, request: { index: number; commit: string }): Promise<void> {
  await git.change(['stash', 'drop', '--quiet', await stashAt(git, request)]);
}

export async function restoreStash(
  git: ProjectGit,
  { commit, message }: { commit: string; message: string },
): Promise<void> {
  await git.change(['stash', 'store', '--quiet', `--message=${message}`, commit]);
}
