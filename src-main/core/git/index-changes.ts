import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { reasonOf } from './git-failure.ts';
import type { ProjectGit } from './project-git.ts';

/** Paths in a project, or null for everything in it. */
export type Paths = readonly string[] | null;

/** Makes git read the paths that a command is about from its standard input. */
export const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];

/** Paths for git's standard input. */
export function pathInput(paths: Paths): string {
  return paths === null ? '.' : paths.join('\0');
}

/** Puts files into the index as they are, deleted ones and new ones too. */
export async function stage(git: ProjectGit, paths: Paths): Promise<void> {
  await refuseFilters(git, paths);
  await git.change(['add', '--all', ...fromInput], { input: pathInput(paths) });
}

/** Takes files out of the index again: there they are as in the last commit. */
export async function unstage(git: ProjectGit, paths: Paths): Promise<void> {
  try {
    await git.change(['reset', '--quiet', ...fromInput], { input: pathInput(paths) });
  } catch (error) {
    // Before the first commit, when nothing is known in the index any more.
    if (reasonOf(error) === 'other' && !(await hasCommit(git))) {
      await git.change(['rm', '--cached', '-r', '--quiet', '--ignore-unmatch', ...fromInput], {
        input: pathInput(paths),
      });
    } else throw error;
  }
}

/** Applies a patch, whose paths begin at the project's folder, to the index or to the files. */
export async function applyPatch(
  git: ProjectGit,
  { patch, target, reverse }: { patch: string; target: 'index' | 'files'; reverse: boolean },
): Promise<void> {
  const options = ['--unidiff-zero', '--whitespace=nowarn', ...(reverse ? ['--reverse'] : [])];
  await git.change(['apply', ...(target === 'index' ? ['--cached'] : []), ...options, '-'], {
    input: patch.endsWith('\n') ? patch : `${patch}\n`,
  });
}

export async function hasCommit(git: ProjectGit): Promise<boolean> {
  return (await git.run(['rev-parse', '--verify', '--quiet', 'HEAD'])).code === 0;
}

/**
 * In a restricted folder no filter program runs, so files that need one (large file storage, encryption) would be staged or
 * restored as something else than they are meant to be. NOT_TRUSTED for those.
 */
export async function refuseFilters(git: ProjectGit, paths: Paths): Promise<void> {
  if (git.trusted) return;
  const listed =
    paths === null
      ? await git.ask(['ls-files', '-z', '--modified', '--others', '--exclude-standard', '--deduplicate'])
      : pathInput(paths);
  if (listed === '') return;
  const answer = (await git.ask(['check-attr', '-z', '--stdin', 'filter'], { input: listed })).split('\0');
  for (let at = 0; at + 2 < answer.length; at += 3) {
    const filter = answer[at + 2];
    if (filter === 'unspecified' || filter === 'unset') continue;
    throw desktopError('NOT_TRUSTED', {
      message: t(
        '"{{path}}" goes through the filter program "{{filter}}", which does not run in a restricted folder. Trust the folder first.',
        { path: answer[at] ?? '', filter: filter ?? '' },
      ),
    });
  }
}
