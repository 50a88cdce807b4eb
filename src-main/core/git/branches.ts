import type { GitBranch } from '../../../contract/desktop/git/changes.ts';
import { t } from '../../../localization/index.ts';
import { gitFailed } from './git-failure.ts';
import type { ProjectGit } from './project-git.ts';
import { readRepositoryState } from './repository-state.ts';

const mostBranches = 5000;
const fields = [
  '%(refname)',
  '%(objectname)',
  '%(HEAD)',
  '%(upstream:short)',
  '%(upstream:track,nobracket)',
  '%(committerdate:unix)',
  '%(*committerdate:unix)',
  '%(authorname)',
  '%(symref)',
  '%(contents:subject)',
];

/** Local and remote branches and tags, those with the newest commits first. */
export async function listBranches(git: ProjectGit): Promise<{ branches: GitBranch[]; remotes: string[] }> {
  const [output, remotes] = await Promise.all([
    git.ask([
      'for-each-ref',
      `--count=${mostBranches}`,
      '--sort=-creatordate',
      `--format=${fields.join('%00')}`,
      'refs/heads',
      'refs/remotes',
      'refs/tags',
    ]),
    listRemotes(git),
  ]);
  return { branches: output.split('\n').flatMap(readBranch), remotes };
}

const folders = { 'refs/heads/': 'local', 'refs/remotes/': 'remote', 'refs/tags/': 'tag' } as const;

function readBranch(line: string): GitBranch[] {
  const [reference, commit = '', head, upstream, track = '', date, taggedDate, author = '', symbolic, subject = ''] =
    line.split('\0');
  if (!reference || symbolic) return [];
  const folder = (Object.keys(folders) as (keyof typeof folders)[]).find((start) => reference.startsWith(start));
  if (folder === undefined) return [];
  return [
    {
      kind: folders[folder],
      name: reference.slice(folder.length),
      current: head === '*',
      upstream: upstream || null,
      upstreamGone: track === 'gone',
      ahead: Number(/ahead (\d+)/.exec(track)?.[1] ?? 0),
      behind: Number(/behind (\d+)/.exec(track)?.[1] ?? 0),
      commit,
      subject,
      author,
      committedAt: Number(date || taggedDate || 0) * 1000,
    },
  ];
}

export async function listRemotes(git: ProjectGit): Promise<string[]> {
  return (await git.ask(['remote'])).split('\n').filter((name) => name !== '');
}

export async function createBranch(
  git: ProjectGit,
  { name, from, checkout }: { name: string; from: string | null; checkout: boolean },
): Promise<void> {
  const start = from === null ? [] : [from];
  // A branch that starts at a remote one does not follow it: that is the remote one's own branch.
  await git.change(
    checkout ? ['switch', '--no-track', '--create', name, ...start] : ['branch', '--no-track', name, ...start],
  );
}

/** Checks out a branch; for a remote one the local branch of that name, made if it is not there. */
export async function checkout(
  git: ProjectGit,
  { name, kind }: { name: string; kind: 'local' | 'remote' | 'tag' | 'commit' },
): Promise<void> {
  if (kind === 'local') {
    await git.change(['switch', name]);
    return;
  }
  if (kind === 'remote') {
    const local = name.slice(name.indexOf('/') + 1);
    const exists = (await git.run(['show-ref', '--verify', '--quiet', `refs/heads/${local}`])).code === 0;
    await git.change(exists ? ['switch', local] : ['switch', '--track', name]);
    return;
  }
  await git.change(['switch', '--detach', kind === 'tag' ? `refs/tags/${name}` : name]);
}

export async function renameBranch(git: ProjectGit, name: string, newName: string): Promise<void> {
  await git.change(['branch', '--move', name, newName]);
}

/** Answers the commit that the branch pointed to, from which it can be made again. */
export async function deleteBranch(git: ProjectGit, name: string, force: boolean): Promise<string> {
  const commit = (await git.ask(['rev-parse', '--verify', `refs/heads/${name}`])).trim();
  await git.change(['branch', force ? '-D' : '-d', name]);
  return commit;
}

/** Merges a branch into the current one. GIT_FAILED with `conflicts` leaves the merge waiting. */
export async function merge(git: ProjectGit, name: string): Promise<string> {
  const output = await git.change(['merge', '--no-edit', name]);
  return output.trim().split('\n').at(0) ?? '';
}

/** Ends the merge, rebase, cherry-pick or revert that waits. */
export async function endOperation(git: ProjectGit, how: 'continue' | 'skip' | 'abort'): Promise<void> {
  const { operation } = await readRepositoryState(git.repository.gitFolder);
  if (operation === null) {
    throw gitFailed('', { reason: 'other', message: t('Nothing waits to be ended: no merge, no rebase.') });
  }
  const command = operation.kind === 'cherryPick' ? 'cherry-pick' : operation.kind;
  await git.change([command, `--${how}`]);
}
