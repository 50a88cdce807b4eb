import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { LineEnd, TextEncodingName } from '../../model/file.ts';
import { AbsolutePath, ProjectPath } from '../../model/path.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

/** A commit's whole name: 40 or 64 hexadecimal digits. */
export const CommitHash = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'A whole commit hash is needed.');
export type CommitHash = z.infer<typeof CommitHash>;

/** A branch, tag or commit as a person names it. Never an option, and nothing that git would read as a range. */
export const Revision = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\s\0~^:?*[\\-][^\s\0^:?*[\\]*$/, 'That is not the name of a branch, tag or commit.')
  .refine((name) => !name.includes('..') && !name.includes('@{'), {
    message: 'That is not the name of a branch, tag or commit.',
  });
export type Revision = z.infer<typeof Revision>;

/** Which version of a file: the last commit, what is staged, a commit, or the commit before one. */
export const FileRevision = z.union([
  z.enum(['HEAD', 'index']),
  CommitHash,
  z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?\^$/),
]);
export type FileRevision = z.infer<typeof FileRevision>;

/**
 * A file as one of its versions holds it. `id` names its contents: the same id, the same bytes. `none`: the folder is in no
 * repository. `missing`: that version does not have the file. `same`: it is what `known` names.
 */
export const FileAtRevision = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    id: z.string(),
    text: z.string(),
    encoding: TextEncodingName,
    byteOrderMark: z.boolean(),
    lineEnd: LineEnd,
  }),
  z.object({ kind: z.enum(['none', 'missing', 'same']) }),
  z.object({ kind: z.enum(['binary', 'tooLarge']), id: z.string(), size: z.number() }),
]);
export type FileAtRevision = z.infer<typeof FileAtRevision>;

export const CommitReference = z.object({
  kind: z.enum(['head', 'branch', 'remote', 'tag']),
  name: z.string(),
  /** The branch that is checked out. */
  current: z.boolean(),
});
export type CommitReference = z.infer<typeof CommitReference>;

/** One row of the log. */
export const LogCommit = z.object({
  hash: CommitHash,
  parents: z.array(CommitHash),
  author: z.string(),
  email: z.string(),
  /** Milliseconds since 1970, when it was written. */
  authoredAt: z.number(),
  subject: z.string(),
  references: z.array(CommitReference),
});
export type LogCommit = z.infer<typeof LogCommit>;

/** `path` is where the file was in that commit; `oldPath` where it came from when the commit moved it. */
export const FileHistoryCommit = LogCommit.extend({ path: ProjectPath, oldPath: ProjectPath.nullable() });
export type FileHistoryCommit = z.infer<typeof FileHistoryCommit>;

export const ChangedFile = z.object({
  path: ProjectPath,
  oldPath: ProjectPath.nullable(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'type']),
  /** Lines; null for files that are not text. */
  added: z.number().nullable(),
  removed: z.number().nullable(),
});
export type ChangedFile = z.infer<typeof ChangedFile>;

export const CommitDetails = LogCommit.extend({
  message: z.string(),
  committer: z.string(),
  committedAt: z.number(),
  /** Against the first parent; files outside of the project's folder are left out. */
  files: z.array(ChangedFile),
  /** There are more files than are listed. */
  truncated: z.boolean(),
});
export type CommitDetails = z.infer<typeof CommitDetails>;

export const BlameCommit = z.object({
  hash: z.string(),
  author: z.string(),
  email: z.string(),
  /** Milliseconds since 1970. */
  authoredAt: z.number(),
  subject: z.string(),
});
export type BlameCommit = z.infer<typeof BlameCommit>;

/** `lines` are runs as they are found, in no order: `count` lines from `line` (from 1) come from one commit; null is not
 * committed yet. */
export const BlamePart = z.object({
  commits: z.array(BlameCommit),
  lines: z.array(z.object({ line: z.number(), count: z.number(), commit: z.string().nullable() })),
});
export type BlamePart = z.infer<typeof BlamePart>;

/** The three versions of a file in conflict; null where a side has none. */
export const ConflictSides = z.object({
  base: z.string().nullable(),
  current: z.string().nullable(),
  incoming: z.string().nullable(),
  currentName: z.string(),
  incomingName: z.string(),
});
export type ConflictSides = z.infer<typeof ConflictSides>;

export const ClonePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), message: z.string(), fraction: z.number().nullable() }),
  z.object({ type: z.literal('cloned'), path: AbsolutePath }),
]);
export type ClonePart = z.infer<typeof ClonePart>;

/** What a step that writes history came to. `conflicts` lists files that must be solved before it can go on. */
export const HistoryOutcome = z.object({
  outcome: z.enum(['done', 'conflicts', 'nothing']),
  conflicts: z.array(ProjectPath),
});
export type HistoryOutcome = z.infer<typeof HistoryOutcome>;

/** One file's hunks as `git diff` writes them, from the first `@@`; Core puts the file's own head before them. */
export const maximumPatchLength = 8_000_000;

const inProject = z.object({ projectId: ProjectId });
const atPath = inProject.extend({ path: ProjectPath.refine((path) => path !== '', { message: 'A file is needed.' }) });
const atCommit = inProject.extend({ hash: CommitHash });

export const gitHistory = {
  /** Text up to 5 MB. `encoding` is the one the file on disk was read in; `known` spares sending the same contents again. */
  fileAt: procedure
    .input(
      atPath.extend({
        ref: FileRevision,
        encoding: TextEncodingName.optional(),
        known: z.string().max(200).optional(),
      }),
    )
    .output(FileAtRevision),
  /** Yields whenever the index, HEAD or a branch has changed, by whomever; once at the start. Ends at once without a repository. */
  watch: procedure
    .input(inProject)
    .output(eventIterator(z.object({ head: z.string().nullable(), merging: z.boolean() }))),
  /** Stages (or with `reverse` unstages) a part of a file's changes. Fails with GIT_FAILED, nothing staged, when it does not fit. */
  applyToIndex: procedure
    .input(
      atPath.extend({
        hunks: z.string().min(1).max(maximumPatchLength),
        encoding: TextEncodingName,
        reverse: z.boolean(),
      }),
    )
    .output(z.object({})),
  /** Commits, newest first and none before its children, in portions until `limit`. */
  log: procedure
    .input(
      inProject.extend({
        skip: z.number().int().min(0).max(10_000_000),
        limit: z.number().int().min(1).max(10_000),
        /** Every branch and tag, or what is checked out only. */
        scope: z.enum(['all', 'head']),
        message: z.string().max(500).optional(),
        author: z.string().max(500).optional(),
        /** A part of a path, whatever its case. */
        path: z.string().max(500).optional(),
        /** The start of a hash, at least four digits: that commit alone. */
        hash: z
          .string()
          .regex(/^[0-9a-f]{4,64}$/)
          .optional(),
      }),
    )
    .output(eventIterator(z.object({ commits: z.array(LogCommit) }))),
  commit: procedure.input(atCommit).output(CommitDetails),
  /** The commits that changed a file, renames followed, or a range of its lines (from 1, both ends counted). */
  fileHistory: procedure
    .input(
      atPath.extend({
        range: z.object({ start: z.number().int().min(1), end: z.number().int().min(1) }).optional(),
        limit: z.number().int().min(1).max(10_000),
      }),
    )
    .output(eventIterator(z.object({ commits: z.array(FileHistoryCommit) }))),
  /** Who wrote each line; `text` is the text as it is now, when that is not what the disk holds. */
  blame: procedure
    .input(
      atPath.extend({
        text: z
          .object({ value: z.string().max(20_000_000), encoding: TextEncodingName, byteOrderMark: z.boolean() })
          .optional(),
      }),
    )
    .output(eventIterator(BlamePart)),
  createBranch: procedure.input(atCommit.extend({ name: Revision, checkout: z.boolean() })).output(z.object({})),
  checkout: procedure.input(inProject.extend({ ref: Revision })).output(z.object({})),
  /** Commits what takes a commit back. */
  revert: procedure.input(atCommit).output(HistoryOutcome),
  /** Commits the changes of another commit here. */
  cherryPick: procedure.input(atCommit).output(HistoryOutcome),
  /** Null when the file is in no conflict as far as git knows. */
  conflict: procedure.input(atPath).output(z.object({ sides: ConflictSides.nullable() })),
  /** Stages the file as it is on disk: its conflict is solved. */
  completeMerge: procedure.input(atPath).output(z.object({ left: z.array(ProjectPath) })),
  /** Clones into `parentPath/name`. Cancelling, or an error, removes what was made. */
  clone: procedure
    .input(
      z.object({
        url: z.string().min(1).max(2000),
        parentPath: AbsolutePath,
        name: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^/\\\0:]+$/, 'That name cannot be used for a folder.')
          .refine((name) => name !== '.' && name !== '..' && name !== '.git' && !name.startsWith('-'), {
            message: 'That name cannot be used for a folder.',
          }),
      }),
    )
    .output(eventIterator(ClonePart)),
};
