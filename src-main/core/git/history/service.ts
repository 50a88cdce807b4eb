import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type {
  BlamePart,
  ClonePart,
  FileHistoryCommit,
  gitHistory,
  LogCommit,
} from '../../../../contract/desktop/git/history.ts';
import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';
import { applyHunks } from './apply-hunks.ts';
import { checkOut, createBranch, listConflicts, replay } from './change-history.ts';
import { cloneRepository } from './clone.ts';
import { readConflict, stageSolved } from './conflict-sides.ts';
import { inWords } from './describe-failure.ts';
import { followRepository, type RepositoryFacts } from './follow-repository.ts';
import { readBlame } from './read-blame.ts';
import { readCommit } from './read-commit.ts';
import { readFileAt } from './read-file-at.ts';
import { readFileHistory, readLog } from './read-log.ts';
import { openRepository, type Repository, type RepositoryDependencies } from './repository.ts';
import { inPortions } from './split-records.ts';

type Inputs = InferContractRouterInputs<typeof gitHistory>;
type Outputs = InferContractRouterOutputs<typeof gitHistory>;
type Call<Name extends keyof Inputs> = (input: Inputs[Name]) => Promise<Outputs[Name]>;
type Stream<Name extends keyof Inputs, Part> = (
  input: Inputs[Name],
  signal?: AbortSignal,
) => AsyncGenerator<Part, void, void>;

export interface GitHistoryDependencies extends RepositoryDependencies {
  /** Throws NOT_TRUSTED. */
  readonly requireTrusted: (projectId: string) => void;
}

/** What git remembers of a project: one method for each procedure of the `gitHistory` contract. */
export interface GitHistoryService {
  readonly fileAt: Call<'fileAt'>;
  readonly watch: Stream<'watch', RepositoryFacts>;
  readonly applyToIndex: Call<'applyToIndex'>;
  readonly log: Stream<'log', { commits: LogCommit[] }>;
  readonly commit: Call<'commit'>;
  readonly fileHistory: Stream<'fileHistory', { commits: FileHistoryCommit[] }>;
  readonly blame: Stream<'blame', BlamePart>;
  readonly createBranch: Call<'createBranch'>;
  readonly checkout: Call<'checkout'>;
  readonly revert: Call<'revert'>;
  readonly cherryPick: Call<'cherryPick'>;
  readonly conflict: Call<'conflict'>;
  readonly completeMerge: Call<'completeMerge'>;
  readonly clone: Stream<'clone', ClonePart>;
}

/** Rows of the log in one message. */
const portion = 500;

/** Makes the history side of git. */
export function createGitHistoryService(dependencies: GitHistoryDependencies): GitHistoryService {
  const { requireTrusted, gitProgram, register } = dependencies;

  const open = async (projectId: string): Promise<Repository> => {
    const repository = await openRepository(dependencies, projectId);
    if (repository) return repository;
    throw desktopError('GIT_FAILED', { message: t('This folder is in no git repository that can be read.') });
  };
  const inRepository = async <T>(projectId: string, work: (repository: Repository) => Promise<T>): Promise<T> => {
    try {
      return await work(await open(projectId));
    } catch (error) {
      throw inWords(error, t('Git could not do this.'));
    }
  };
  async function* streamed<T>(
    projectId: string,
    work: (repository: Repository) => AsyncGenerator<T, void, void>,
  ): AsyncGenerator<T, void, void> {
    try {
      yield* work(await open(projectId));
    } catch (error) {
      throw inWords(error, t('Git could not read this.'));
    }
  }

  return {
    async fileAt({ projectId, ...request }) {
      try {
        const repository = await openRepository(dependencies, projectId);
        return repository === null ? { kind: 'none' } : await readFileAt(repository, request);
      } catch (error) {
        throw inWords(error, t('Git could not read the file.'));
      }
    },
    async *watch({ projectId }, signal) {
      const repository = await openRepository(dependencies, projectId).catch(() => null);
      if (repository) yield* followRepository(repository, signal);
    },
    applyToIndex: ({ projectId, ...request }) =>
      inRepository(projectId, async (repository) => {
        await applyHunks(repository, request);
        return {};
      }),
    async *log({ projectId, ...request }, signal) {
      for await (const commits of inPortions(
        streamed(projectId, (repository) => readLog(repository, request, signal)),
        portion,
      )) {
        yield { commits };
      }
    },
    commit: ({ projectId, hash }) => inRepository(projectId, (repository) => readCommit(repository, hash)),
    async *fileHistory({ projectId, ...request }, signal) {
      for await (const commits of inPortions(
        streamed(projectId, (repository) => readFileHistory(repository, request, signal)),
        100,
      )) {
        yield { commits };
      }
    },
    blame: ({ projectId, ...request }, signal) =>
      streamed(projectId, (repository) => readBlame(repository, request, signal)),
    createBranch: ({ projectId, ...request }) => {
      if (request.checkout) requireTrusted(projectId);
      return inRepository(projectId, async (repository) => {
        await createBranch(repository, request);
        return {};
      });
    },
    async checkout({ projectId, ref }) {
      requireTrusted(projectId);
      return inRepository(projectId, async (repository) => {
        await checkOut(repository, ref);
        return {};
      });
    },
    async revert({ projectId, hash }) {
      requireTrusted(projectId);
      return inRepository(projectId, (repository) => replay(repository, 'revert', hash));
    },
    async cherryPick({ projectId, hash }) {
      requireTrusted(projectId);
      return inRepository(projectId, (repository) => replay(repository, 'cherry-pick', hash));
    },
    conflict: ({ projectId, path }) =>
      inRepository(projectId, async (repository) => ({ sides: await readConflict(repository, path) })),
    completeMerge: ({ projectId, path }) =>
      inRepository(projectId, async (repository) => {
        await stageSolved(repository, path);
        return { left: await listConflicts(repository) };
      }),
    async *clone({ url, parentPath, name }, signal) {
      yield* cloneRepository({ url, parentPath, name, program: await gitProgram(null), register, signal });
    },
  };
}
