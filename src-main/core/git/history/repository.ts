import type { ProcessRegister } from '../../processes/index.ts';
import { createGitStreams, GitExit, type GitStreams } from '../run-git.ts';

/** A project's folder and the repository around it. */
export interface Repository {
  readonly folder: string;
  readonly git: GitStreams;
  /** Where the folder lies in the working tree: `` or `packages/one/`. */
  readonly prefix: string;
  /** The working tree's own folder, absolute. */
  readonly top: string;
}

export interface RepositoryDependencies {
  /** The absolute, real folder of a project, and whether it is trusted; throws PROJECT_NOT_FOUND. */
  readonly resolveProject: (projectId: string) => { readonly path: string; readonly trusted: boolean };
  readonly gitProgram: (projectId: string | null) => Promise<string>;
  readonly register: Pick<ProcessRegister, 'registerPid'>;
}

/** Opens the repository of a project; null where there is none. */
export async function openRepository(
  { resolveProject, gitProgram, register }: RepositoryDependencies,
  projectId: string,
): Promise<Repository | null> {
  const { path: folder, trusted } = resolveProject(projectId);
  const program = await gitProgram(projectId);
  const git = await createGitStreams({ folder, trusted, program, register });
  try {
    const answer = await git.text(['rev-parse', '--show-toplevel', '--show-prefix']);
    const [top = folder, prefix = ''] = answer.split('\n');
    return { folder, git, prefix, top };
  } catch (error) {
    // Also a bare repository, and one of another owner that git refuses to enter.
    if (error instanceof GitExit) return null;
    throw error;
  }
}

/** A path of the working tree as one of the project; null for what lies outside. */
export function toProjectPath(repository: Pick<Repository, 'prefix'>, path: string): string | null {
  return path.startsWith(repository.prefix) ? path.slice(repository.prefix.length) : null;
}
