import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { GitStatus } from '../../model/git-status.ts';
import { ProjectPath } from '../../model/path.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

const inProject = z.object({ projectId: ProjectId });
const nothing = z.object({});

/** A branch, tag, remote or commit by its name. What begins with "-" would be read as an option. */
export const GitName = z
  .string()
  .min(1)
  .max(1000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git refuses control characters in names.
  .refine((name) => !name.startsWith('-') && !/[\u0000-\u0020\u007f]/.test(name), {
    message: 'That is no name for git.',
  });

/** Where a remote is: an address, or a folder of this machine. */
const RemoteAddress = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .refine((address) => !address.startsWith('-') && !/[\0\r\n]/.test(address), { message: 'That is no address.' });

/** Paths to work on; null takes everything in the project. */
const Paths = z.array(ProjectPath).min(1).max(10_000).nullable();
const CommitMessage = z.string().max(100_000);

export const GitBranch = z.object({
  kind: z.enum(['local', 'remote', 'tag']),
  /** `main`, `origin/main`, `v1.0`. */
  name: z.string(),
  current: z.boolean(),
  upstream: z.string().nullable(),
  upstreamGone: z.boolean(),
  ahead: z.number(),
  behind: z.number(),
  commit: z.string(),
  subject: z.string(),
  author: z.string(),
  /** Milliseconds since 1970. */
  committedAt: z.number(),
});
export type GitBranch = z.infer<typeof GitBranch>;

export const GitStash = z.object({
  /** Its place: 0 is the newest. Places move when another stash comes or goes. */
  index: z.number().int().min(0),
  commit: z.string(),
  message: z.string(),
  /** Milliseconds since 1970. */
  stashedAt: z.number(),
});
export type GitStash = z.infer<typeof GitStash>;

/** Work with a remote as it goes on. A question waits for `git.answer`. `fraction` is 0 to 1, or null when unknown. */
export const GitRemotePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), message: z.string(), fraction: z.number().nullable() }),
  z.object({
    type: z.literal('question'),
    questionId: z.string(),
    prompt: z.string(),
    kind: z.enum(['text', 'secret', 'confirm']),
  }),
  z.object({ type: z.literal('done'), summary: z.string() }),
]);
export type GitRemotePart = z.infer<typeof GitRemotePart>;

const stashAt = inProject.extend({ index: z.number().int().min(0).max(100_000), commit: z.string().max(64) });

/** The half of `git` that changes the repository. Errors are GIT_FAILED with a reason, and NOT_TRUSTED. */
export const changes = {
  /** Reads the status now. Afterwards `git.statusChanged` tells of every other one. */
  status: procedure.input(inProject).output(z.object({ status: GitStatus })),
  initialise: procedure.input(inProject).output(nothing),
  /** Tells git that a repository of another user is fine to work in. */
  trustOwner: procedure.input(inProject).output(nothing),
  /** Removes a lock that was left behind: only when it is old and no git program runs. */
  removeLock: procedure.input(inProject).output(nothing),
  stage: procedure.input(inProject.extend({ paths: Paths })).output(nothing),
  unstage: procedure.input(inProject.extend({ paths: Paths })).output(nothing),
  /** Gives up changes that are not staged, new files included. What is given up is kept for `undoDiscard`. */
  discard: procedure
    .input(inProject.extend({ paths: Paths }))
    .output(z.object({ undoId: z.string(), files: z.number() })),
  undoDiscard: procedure
    .input(inProject.extend({ undoId: z.string().max(100) }))
    .output(z.object({ restored: z.array(ProjectPath) })),
  /** Applies a patch with paths from the project's folder to the index or to the files; `reverse` takes it back. */
  applyPatch: procedure
    .input(
      inProject.extend({
        patch: z
          .string()
          .min(1)
          .max(16 * 1024 * 1024),
        target: z.enum(['index', 'files']),
        reverse: z.boolean(),
      }),
    )
    .output(nothing),

  /** Commits what is staged; `all` stages everything first. An empty message is only taken for amending: it keeps the old one. */
  commit: procedure
    .input(
      inProject.extend({
        message: CommitMessage,
        amend: z.boolean().default(false),
        signOff: z.boolean().default(false),
        all: z.boolean().default(false),
      }),
    )
    .output(z.object({ commit: z.string(), subject: z.string() })),
  /** Takes the last commit back; its changes are staged again. Answers its message. */
  undoCommit: procedure.input(inProject).output(z.object({ message: z.string() })),
  /** Messages of the newest commits, newest first. */
  messages: procedure
    .input(inProject.extend({ limit: z.number().int().min(1).max(200) }))
    .output(z.object({ messages: z.array(z.string()) })),
  /** Who commits, for every repository of this user. */
  setIdentity: procedure
    .input(inProject.extend({ name: z.string().trim().min(1).max(200), email: z.string().trim().min(1).max(200) }))
    .output(nothing),

  /** Branches and tags, those with the newest commits first. */
  branches: procedure.input(inProject).output(z.object({ branches: z.array(GitBranch), remotes: z.array(z.string()) })),
  createBranch: procedure
    .input(inProject.extend({ name: GitName, from: GitName.nullable(), checkout: z.boolean() }))
    .output(nothing),
  /** `detach` checks out the commit itself. A remote branch gets a local one that follows it. */
  checkout: procedure
    .input(inProject.extend({ name: GitName, kind: z.enum(['local', 'remote', 'tag', 'commit']) }))
    .output(nothing),
  renameBranch: procedure.input(inProject.extend({ name: GitName, newName: GitName })).output(nothing),
  /** Without `force` a branch that is not merged stays: GIT_FAILED with `notMerged`. Answers the commit it pointed to. */
  deleteBranch: procedure
    .input(inProject.extend({ name: GitName, force: z.boolean() }))
    .output(z.object({ commit: z.string() })),
  addRemote: procedure.input(inProject.extend({ name: GitName, url: RemoteAddress })).output(nothing),
  merge: procedure.input(inProject.extend({ name: GitName })).output(z.object({ summary: z.string() })),
  /** Ends a merge, rebase, cherry-pick or revert that waits: goes on with it, leaves out its current step, or takes it back. */
  endOperation: procedure.input(inProject.extend({ how: z.enum(['continue', 'skip', 'abort']) })).output(nothing),

  stashes: procedure.input(inProject).output(z.object({ stashes: z.array(GitStash) })),
  stashPush: procedure
    .input(
      inProject.extend({ message: z.string().max(1000), untracked: z.boolean(), staged: z.boolean().default(false) }),
    )
    .output(nothing),
  /** `pop` drops it when it could be applied. */
  stashApply: procedure.input(stashAt.extend({ pop: z.boolean() })).output(nothing),
  stashDrop: procedure.input(stashAt).output(nothing),
  /** Takes a dropped stash back. */
  stashRestore: procedure
    .input(inProject.extend({ commit: z.string().regex(/^[0-9a-f]{40,64}$/), message: z.string().max(1000) }))
    .output(nothing),

  /** Talks with a remote; cancelling ends it. `publish` pushes a branch that has no upstream and makes it follow. */
  remote: procedure
    .input(
      inProject.extend({
        action: z.enum(['fetch', 'pull', 'push', 'sync', 'publish']),
        /** Where to publish; the only remote, or `origin`, when left out. */
        remote: GitName.optional(),
        /** Pull: puts own commits on top. */
        rebase: z.boolean().default(false),
        /** Push: replaces the remote's branch, unless it has moved since the last fetch. */
        force: z.boolean().default(false),
      }),
    )
    .output(eventIterator(GitRemotePart)),
  /** Answers a question of `remote`; null gives up. Never kept and never logged. */
  answer: procedure
    .input(inProject.extend({ questionId: z.string().max(100), answer: z.string().max(10_000).nullable() }))
    .output(nothing),
};
