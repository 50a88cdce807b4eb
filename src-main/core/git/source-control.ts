import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitBranch, GitRemotePart, GitStash } from '../../../contract/desktop/git/changes.ts';
import type { GitStatus } from '../../../contract/model/git-status.ts';
import { t } from '../../../localization/index.ts';
import type { EventHub } from '../events/index.ts';
import type { ProcessRegister } from '../processes/index.ts';
import * as branches from './branches.ts';
import { commitOntoBranch, type TextFile } from './commit-onto-branch.ts';
import * as commits from './commits.ts';
import { createDiscards } from './discards.ts';
import { gitFailed } from './git-failure.ts';
import { applyPatch, type Paths, stage, unstage } from './index-changes.ts';
import { createGitPlaces, type GitPlaces, type ProjectGit } from './project-git.ts';
import { readStatus } from './read-status.ts';
import { createRemoteWork, type RemoteRequest, type RemoteWork, talkToRemote } from './remote-work.ts';
import { lockAge, lockPath } from './repository-state.ts';
import { isGitRunning } from './running-git.ts';
import * as stashes from './stashes.ts';
import { createStatusFeed } from './status-feed.ts';

/** Seconds after which a lock may have been left behind. */
const oldLock = 5;

interface InProject {
  readonly projectId: string;
}
type In<T> = InProject & T;

/** Everything that changes a project's repository. Errors are GIT_FAILED with a reason; NOT_TRUSTED for remotes and filters. */
export interface SourceControl {
  /** For the other half of git: folders, and work with remotes. */
  readonly places: GitPlaces;
  readonly remoteWork: RemoteWork;
  status(input: InProject): Promise<GitStatus>;
  watch(projectId: string, folder: string): { dispose(): void };
  initialise(input: InProject): Promise<void>;
  trustOwner(input: InProject): Promise<void>;
  removeLock(input: InProject): Promise<void>;
  stage(input: In<{ paths: Paths }>): Promise<void>;
  unstage(input: In<{ paths: Paths }>): Promise<void>;
  discard(input: In<{ paths: Paths }>): Promise<{ undoId: string; files: number }>;
  undoDiscard(input: In<{ undoId: string }>): Promise<string[]>;
  applyPatch(input: In<{ patch: string; target: 'index' | 'files'; reverse: boolean }>): Promise<void>;
  commit(input: In<commits.CommitRequest>): Promise<{ commit: string; subject: string }>;
  /** Commits files as they are in the folder; GIT_FAILED with `nothingToCommit` where none of them has changed. */
  commitFiles(input: In<{ message: string; paths: readonly string[] }>): Promise<{ commit: string; subject: string }>;
  /** Commits texts onto a new branch; folder, index and the branch that is checked out stay as they are. */
  commitOntoBranch(
    input: In<{ message: string; branch: string; files: readonly TextFile[]; removed: readonly string[] }>,
  ): Promise<{ commit: string; subject: string }>;
  undoCommit(input: InProject): Promise<string>;
  messages(input: In<{ limit: number }>): Promise<string[]>;
  setIdentity(input: In<{ name: string; email: string }>): Promise<void>;
  branches(input: InProject): Promise<{ branches: GitBranch[]; remotes: string[] }>;
  createBranch(input: In<{ name: string; from: string | null; checkout: boolean }>): Promise<void>;
  checkout(input: In<{ name: string; kind: 'local' | 'remote' | 'tag' | 'commit' }>): Promise<void>;
  renameBranch(input: In<{ name: string; newName: string }>): Promise<void>;
  deleteBranch(input: In<{ name: string; force: boolean }>): Promise<string>;
  addRemote(input: In<{ name: string; url: string }>): Promise<void>;
  merge(input: In<{ name: string }>): Promise<string>;
  endOperation(input: In<{ how: 'continue' | 'skip' | 'abort' }>): Promise<void>;
  stashes(input: InProject): Promise<GitStash[]>;
  stashPush(input: In<{ message: string; untracked: boolean; staged: boolean }>): Promise<void>;
  stashApply(input: In<{ index: number; commit: string; pop: boolean }>): Promise<void>;
  stashDrop(input: In<{ index: number; commit: string }>): Promise<void>;
  stashRestore(input: In<{ commit: string; message: string }>): Promise<void>;
  remote(input: In<RemoteRequest>, signal?: AbortSignal): AsyncGenerator<GitRemotePart, void, void>;
  answer(input: In<{ questionId: string; answer: string | null }>): void;
  dispose(): void;
}

/** Makes it. Commands that write one repository run one after another; work with remotes does not hold them up. */
export function createSourceControl(dependencies: {
  events: EventHub;
  register: Pick<ProcessRegister, 'registerPid'>;
  /** For what is kept for undo and for questions; its own. */
  dataFolder: string;
  resolveProject: (projectId: string) => { path: string; trusted: boolean };
  gitProgram: (projectId: string) => Promise<string>;
  onFailed: (error: unknown, where: string) => void;
}): SourceControl {
  const { events, register, dataFolder, resolveProject, gitProgram, onFailed } = dependencies;
  const places = createGitPlaces({ resolveProject, gitProgram, register });
  const discards = createDiscards({ folder: join(dataFolder, 'discarded') });
  const remoteWork = createRemoteWork({ askpassFolder: join(dataFolder, 'askpass') });
  const turns = new Map<string, Promise<unknown>>();

  const read = async (projectId: string, signal?: AbortSignal): Promise<GitStatus> => {
    const { folder, program } = await places.place(projectId);
    return readStatus({ folder, program, signal, makeGit: () => places.run(projectId) });
  };
  const feed = createStatusFeed({ events, read, onFailed });

  /** One command after another in a project, and the windows know the outcome before the answer comes. */
  const inTurn = async <T>(projectId: string, work: (git: ProjectGit) => Promise<T>): Promise<T> => {
    const turn = (turns.get(projectId) ?? Promise.resolve()).then(async () => work(await places.open(projectId)));
    const settled = turn.catch(() => undefined);
    turns.set(projectId, settled);
    void settled.then(() => {
      if (turns.get(projectId) === settled) turns.delete(projectId);
    });
    try {
      return await turn;
    } finally {
      await feed.refresh(projectId).catch((error) => onFailed(error, 'git.status'));
    }
  };

  /** The changes meant by paths, from a status of this moment. */
  const changesAt = async (projectId: string, paths: Paths) => {
    const status = await read(projectId);
    if (status.state !== 'ready') return [];
    const wanted = paths === null ? null : new Set(paths);
    return status.changes.filter(({ path }) => wanted?.has(path) ?? true);
  };

  return {
    places,
    remoteWork,
    status: ({ projectId }) => feed.refresh(projectId),
    watch: feed.watch,
    async initialise({ projectId }) {
      const run = await places.run(projectId);
      const { code, stderr } = await run(['init', '--quiet', '--initial-branch=main']);
      if (code !== 0) throw gitFailed(stderr);
      await feed.refresh(projectId);
    },
    async trustOwner({ projectId }) {
      const { repository, ask } = await places.open(projectId);
      await ask(['config', '--global', '--add', 'safe.directory', repository.root]);
      await feed.refresh(projectId);
    },
    async removeLock({ projectId }) {
      const { repository } = await places.open(projectId);
      const age = await lockAge(repository.gitFolder);
      if (age !== null && (age < oldLock || (await isGitRunning(repository.root)))) {
        throw gitFailed('', {
          reason: 'locked',
          message:
            age < oldLock
              ? t('The lock is {{age}} s old, so it may be in use. Try again in a few seconds.', { age })
              : t('A git program is running, so the lock may be its own. Wait for it, or end it.'),
        });
      }
      await rm(lockPath(repository.gitFolder), { force: true });
      await feed.refresh(projectId);
    },
    stage: ({ projectId, paths }) => inTurn(projectId, (git) => stage(git, paths)),
    unstage: ({ projectId, paths }) =>
      inTurn(projectId, async (git) => {
        if (paths === null) return unstage(git, null);
        // A rename is two changes of the index, and one to people.
        const origins = (await changesAt(projectId, paths)).flatMap(({ from, staged }) =>
          from !== null && staged === 'renamed' ? [from] : [],
        );
        await unstage(git, [...paths, ...origins]);
      }),
    discard: ({ projectId, paths }) =>
      inTurn(projectId, async (git) => {
        const changes = (await changesAt(projectId, paths)).filter(
          ({ unstaged, untracked, conflict, repository }) =>
            conflict === null && (unstaged !== null || untracked) && !(paths === null && repository),
        );
        if (changes.length === 0) {
          throw gitFailed('', { reason: 'other', message: t('There is nothing left to discard.') });
        }
        return discards.discard(git, changes);
      }),
    undoDiscard: ({ projectId, undoId }) => inTurn(projectId, () => discards.undo(projectId, undoId)),
    applyPatch: ({ projectId, ...patch }) => inTurn(projectId, (git) => applyPatch(git, patch)),

    commit: ({ projectId, ...request }) => inTurn(projectId, (git) => commits.commit(git, request)),
    commitFiles: ({ projectId, message, paths }) =>
      inTurn(projectId, async (git) => {
        const changed = (await changesAt(projectId, paths)).filter(({ repository }) => !repository);
        if (changed.length === 0) {
          throw gitFailed('', { reason: 'nothingToCommit', message: t('There is nothing to commit.') });
        }
        const origins = changed.flatMap(({ from, staged }) => (from !== null && staged === 'renamed' ? [from] : []));
        return commits.commitFiles(git, {
          message,
          paths: [...new Set([...changed.map(({ path }) => path), ...origins])],
          untracked: changed.filter(({ untracked }) => untracked).map(({ path }) => path),
        });
      }),
    commitOntoBranch: ({ projectId, ...request }) => inTurn(projectId, (git) => commitOntoBranch(git, request)),
    undoCommit: ({ projectId }) => inTurn(projectId, commits.undoCommit),
    messages: async ({ projectId, limit }) => commits.recentMessages(await places.open(projectId), limit),
    setIdentity: async ({ projectId, ...identity }) => commits.setIdentity(await places.open(projectId), identity),

    branches: async ({ projectId }) => branches.listBranches(await places.open(projectId)),
    createBranch: ({ projectId, ...request }) => inTurn(projectId, (git) => branches.createBranch(git, request)),
    checkout: ({ projectId, ...request }) => inTurn(projectId, (git) => branches.checkout(git, request)),
    renameBranch: ({ projectId, name, newName }) =>
      inTurn(projectId, (git) => branches.renameBranch(git, name, newName)),
    deleteBranch: ({ projectId, name, force }) => inTurn(projectId, (git) => branches.deleteBranch(git, name, force)),
    addRemote: ({ projectId, name, url }) =>
      inTurn(projectId, async ({ change }) => {
        await change(['remote', 'add', name, url]);
      }),
    merge: ({ projectId, name }) => inTurn(projectId, (git) => branches.merge(git, name)),
    endOperation: ({ projectId, how }) => inTurn(projectId, (git) => branches.endOperation(git, how)),

    stashes: async ({ projectId }) => stashes.listStashes(await places.open(projectId)),
    stashPush: ({ projectId, ...request }) => inTurn(projectId, (git) => stashes.pushStash(git, request)),
    stashApply: ({ projectId, ...request }) => inTurn(projectId, (git) => stashes.applyStash(git, request)),
    stashDrop: ({ projectId, ...request }) => inTurn(projectId, (git) => stashes.dropStash(git, request)),
    stashRestore: ({ projectId, ...request }) => inTurn(projectId, (git) => stashes.restoreStash(git, request)),

    async *remote({ projectId, ...request }, signal) {
      const git = await places.openTrusted(projectId);
      try {
        yield* remoteWork.run(git, (talk) => talkToRemote(git, talk, request), signal);
      } finally {
        await feed.refresh(projectId).catch((error) => onFailed(error, 'git.status'));
      }
    },
    answer: ({ projectId, questionId, answer }) => remoteWork.answer(projectId, questionId, answer),
    dispose: feed.dispose,
  };
}
