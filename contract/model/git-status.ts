import { z } from 'zod';
import { ProjectPath } from './path.ts';

/** What happened to a file, beside what it is compared with. */
export const GitChangeKind = z.enum(['modified', 'added', 'deleted', 'renamed', 'copied', 'typeChanged']);
export type GitChangeKind = z.infer<typeof GitChangeKind>;

/** How the two sides of a merge disagree about a file. */
export const GitConflictKind = z.enum([
  'bothModified',
  'bothAdded',
  'bothDeleted',
  'addedByUs',
  'addedByThem',
  'deletedByUs',
  'deletedByThem',
]);
export type GitConflictKind = z.infer<typeof GitConflictKind>;

/** One file that differs: from the last commit (`staged`), from what is staged (`unstaged`), or between two branches (`conflict`). */
export const GitChange = z.object({
  path: ProjectPath,
  /** Where a renamed or copied file came from; null for other changes, and when that lies outside the project. */
  from: ProjectPath.nullable(),
  staged: GitChangeKind.nullable(),
  unstaged: GitChangeKind.nullable(),
  untracked: z.boolean(),
  conflict: GitConflictKind.nullable(),
  /** A repository of its own inside this one: a submodule, or one that git does not track. */
  repository: z.boolean(),
});
export type GitChange = z.infer<typeof GitChange>;

/** Work that git began and waits to end. Steps are counted from 1. */
export const GitOperation = z.object({
  kind: z.enum(['merge', 'rebase', 'cherryPick', 'revert']),
  step: z.number().nullable(),
  steps: z.number().nullable(),
});
export type GitOperation = z.infer<typeof GitOperation>;

export const GitHead = z.object({
  /** Null while no branch is checked out. */
  branch: z.string().nullable(),
  /** The full id of the commit; null before the first one. */
  commit: z.string().nullable(),
  upstream: z.string().nullable(),
  /** The branch names an upstream that is not there (any more). */
  upstreamGone: z.boolean(),
  /** Commits that the upstream does not have. */
  ahead: z.number(),
  /** Commits that only the upstream has. */
  behind: z.number(),
});
export type GitHead = z.infer<typeof GitHead>;

/** Everything that a window shows about a project's working tree; replaced as a whole when anything changes. */
export const GitStatus = z.discriminatedUnion('state', [
  /** Git cannot be started under the name or path that the setting `git.path` gives. */
  z.object({ state: z.literal('gitMissing'), program: z.string() }),
  z.object({ state: z.literal('noRepository') }),
  /** The repository belongs to another user, and git refuses to work in it until it is told that this is fine. */
  z.object({ state: z.literal('unsafe'), root: z.string() }),
  z.object({ state: z.literal('failed'), message: z.string() }),
  z.object({
    state: z.literal('ready'),
    /** The repository's folder; the project may be a part of it. */
    root: z.string(),
    head: GitHead,
    operation: GitOperation.nullable(),
    /** The message that git has prepared for a merge or the like. */
    preparedMessage: z.string().nullable(),
    changes: z.array(GitChange),
    /** There are more changes than are listed. */
    truncated: z.boolean(),
    /** Staged files of the repository that lie outside the project: a commit takes them along. */
    stagedOutside: z.number(),
    stashes: z.number(),
    /** Seconds since another git program, or one that was ended, locked the index; null when it is free. */
    lockedFor: z.number().nullable(),
  }),
]);
export type GitStatus = z.infer<typeof GitStatus>;
export type GitReadyStatus = Extract<GitStatus, { state: 'ready' }>;
