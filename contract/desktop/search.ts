import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { FileVersion } from '../model/file.ts';
import { ProjectPath } from '../model/path.ts';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

export type { SearchedFile, SearchMatch } from './searched-files.ts';

/** More matches than this are never looked for; the reply says that there are more. */
export const maximumSearchMatches = 20_000;

const noNul = (text: string) => !text.includes('\0');
const Glob = z.string().min(1).max(1000).refine(noNul);

/** What to look for, and where. */
export const SearchQuery = z.object({
  text: z.string().min(1).max(10_000).refine(noNul),
  regex: z.boolean(),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
  /** Globs as people write them: `src`, `*.ts`, `./docs`. Without any, everywhere. */
  include: z.array(Glob).max(200),
  exclude: z.array(Glob).max(200),
  /** Leaves out what `.gitignore` and its like name. */
  useIgnoreRules: z.boolean(),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/**
 * A place in a text: lines from 1, columns from 1 in UTF-16 units. Lines end with LF; the CR before it belongs to neither the line nor
 * a match on one line.
 */
const place = {
  line: z.number().int().min(1),
  column: z.number().int().min(1),
  endLine: z.number().int().min(1),
  endColumn: z.number().int().min(1),
};

/** A search as it arrives: when it began, then matches in batches, then what there was in all. */
export const SearchPart = z.discriminatedUnion('type', [
  /** Milliseconds since 1970 by Core's clock, for a later replace to compare with. */
  z.object({ type: z.literal('started'), searchedAt: z.number() }),
  /** `files` is for `decodeSearchedFiles` of `searched-files.ts`: as one text it crosses at a fraction of what walking through 20,000 matches costs. */
  z.object({ type: z.literal('found'), files: z.string() }),
  z.object({
    type: z.literal('done'),
    /** Files that were looked into. */
    searchedFiles: z.number(),
    /** There are more matches than the limit. */
    limited: z.boolean(),
  }),
]);
export type SearchPart = z.infer<typeof SearchPart>;

/** One change of a replace. `expected` is what must be at the place now. */
export const ReplaceEdit = z.object({ ...place, expected: z.string().max(10_000), text: z.string().max(1_000_000) });
export type ReplaceEdit = z.infer<typeof ReplaceEdit>;

/** The changes of one file, in order. `version` is what the file must hold; null: what it held when it was searched. */
export const ReplaceFile = z.object({
  path: ProjectPath,
  version: FileVersion.nullable(),
  edits: z.array(ReplaceEdit).min(1).max(maximumSearchMatches),
});
export type ReplaceFile = z.infer<typeof ReplaceFile>;

/** What became of one file: its new version, or why it was left as it is. */
export const ReplaceOutcome = z.discriminatedUnion('type', [
  z.object({ type: z.literal('replaced'), path: ProjectPath, version: FileVersion }),
  z.object({ type: z.literal('left'), path: ProjectPath, reason: z.string() }),
]);
export type ReplaceOutcome = z.infer<typeof ReplaceOutcome>;

/** Names one replace, made up by whoever replaces, so that it can be taken back even if the reply never comes. */
const UndoId = z.uuid();

export const search = {
  /**
   * Looks through the files of a project with ripgrep. `unsaved` texts stand in for what is on disk. Fails with INVALID_SEARCH,
   * which names the field that is wrong, before anything is found.
   */
  run: procedure
    .input(
      z.object({
        projectId: ProjectId,
        query: SearchQuery,
        limit: z.number().int().min(1).max(maximumSearchMatches),
        unsaved: z.array(z.object({ path: ProjectPath, text: z.string() })).max(1000),
      }),
    )
    .output(eventIterator(SearchPart)),
  /**
   * Changes files that are as they were when they were searched (`searchedAt`), each in one step that a crash cannot cut in half,
   * encoding, byte order mark and line ends kept. Files that are not are left, and it is said why. Several calls with one `undoId` are
   * one replace.
   */
  replace: procedure
    .input(
      z.object({ projectId: ProjectId, undoId: UndoId, searchedAt: z.number(), files: z.array(ReplaceFile).max(500) }),
    )
    .output(z.object({ outcomes: z.array(ReplaceOutcome) })),
  /** Puts back, byte for byte, what a replace has changed; files that have changed since are left, and named. */
  undoReplace: procedure.input(z.object({ projectId: ProjectId, undoId: UndoId })).output(
    z.object({
      restored: z.array(ProjectPath),
      left: z.array(z.object({ path: ProjectPath, reason: z.string() })),
    }),
  ),
};
