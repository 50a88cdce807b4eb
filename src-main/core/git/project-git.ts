import { setTimeout as pause } from 'node:timers/promises';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { ProcessRegister } from '../processes/index.ts';
import { gitFailed, reasonOf } from './git-failure.ts';
import { findRepository, type Repository } from './git-folder.ts';
import { createRunGit, type RunGit, type RunOptions } from './run-git.ts';

/** Attempts at a command while another git program has the index, and milliseconds between them. */
const lockAttempts = 6;
const lockPause = 150;

/** Git in one project's folder. */
export interface ProjectGit {
  readonly projectId: string;
  readonly folder: string;
  readonly trusted: boolean;
  readonly repository: Repository;
  readonly run: RunGit;
  /** Runs git and answers its output. GIT_FAILED with a reason when it ends with another code than 0. */
  ask(args: readonly string[], options?: RunOptions): Promise<string>;
  /** The same for commands that write the index: waits a moment where another git program has it. */
  change(args: readonly string[], options?: RunOptions): Promise<string>;
}

export interface GitPlace {
  readonly folder: string;
  readonly trusted: boolean;
  readonly program: string;
}

/** How the projects' folders are reached by git. */
export interface GitPlaces {
  place(projectId: string): Promise<GitPlace>;
  /** Git that may run in a folder without a repository, too. */
  run(projectId: string): Promise<RunGit>;
  /** GIT_FAILED with `noRepository` where there is none. */
  open(projectId: string): Promise<ProjectGit>;
  /** The same, and NOT_TRUSTED in a restricted folder: for whatever reaches other machines. */
  openTrusted(projectId: string): Promise<ProjectGit>;
}

export function createGitPlaces(dependencies: {
  resolveProject: (projectId: string) => { path: string; trusted: boolean };
  gitProgram: (projectId: string) => Promise<string>;
  register: Pick<ProcessRegister, 'registerPid'>;
}): GitPlaces {
  const { resolveProject, gitProgram, register } = dependencies;

  const place = async (projectId: string): Promise<GitPlace> => {
    const { path, trusted } = resolveProject(projectId);
    return { folder: path, trusted, program: await gitProgram(projectId) };
  };

  const open = async (projectId: string): Promise<ProjectGit> => {
    const at = await place(projectId);
    const repository = await findRepository(at.folder);
    if (repository === null) throw gitFailed('not a git repository');
    const run = await createRunGit({ ...at, register });
    const ask: ProjectGit['ask'] = async (args, options) => {
      const { code, stdout, stderr, cut } = await run(args, options);
      if (code !== 0 && !cut) throw gitFailed(stderr.trim() === '' ? stdout.toString() : `${stderr}\n${stdout}`);
      return stdout.toString();
    };
    return {
      projectId,
      folder: at.folder,
      trusted: at.trusted,
      repository,
      run,
      ask,
      async change(args, options) {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await ask(args, options);
          } catch (error) {
            if (reasonOf(error) !== 'locked' || attempt >= lockAttempts) throw error;
            await pause(lockPause);
          }
        }
      },
    };
  };

  return {
    place,
    run: async (projectId) => createRunGit({ ...(await place(projectId)), register }),
    open,
    async openTrusted(projectId) {
      if (!(await place(projectId)).trusted) {
        throw desktopError('NOT_TRUSTED', {
          message: t(
            'This folder is restricted, so git does not reach other machines from it. Trust the folder first.',
          ),
        });
      }
      return open(projectId);
    },
  };
}
