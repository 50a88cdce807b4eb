import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { FileHead, FileVersion, FolderListing, LineEnd, TextEncodingName } from '../model/file.ts';
import { ProjectPath } from '../model/path.ts';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

const inProject = z.object({ projectId: ProjectId });
const atPath = inProject.extend({ path: ProjectPath });

/** A file as it arrives: its head (with the whole text when that is small), then pieces of text until `done`. */
export const FileReadPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('head'), head: FileHead, text: z.string().optional() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('done') }),
]);
export type FileReadPart = z.infer<typeof FileReadPart>;

export const QuickOpenMatch = z.object({
  path: ProjectPath,
  score: z.number(),
  /** Indexes into `path` of the characters that matched. */
  matched: z.array(z.number()),
});
export type QuickOpenMatch = z.infer<typeof QuickOpenMatch>;

/** A file as text with LF between its lines, and what goes around the text on disk. */
export const ProjectText = z.object({
  path: ProjectPath,
  text: z.string(),
  version: FileVersion,
  encoding: TextEncodingName,
  byteOrderMark: z.boolean(),
  lineEnd: LineEnd,
  mixedLineEnds: z.boolean(),
});
export type ProjectText = z.infer<typeof ProjectText>;

/**
 * A portion of a project's files. `others` are not given as text: binary, too large, or not to be written back as they were. Of the paths
 * that were asked for, `folders` are folders, and at `gone` there is nothing.
 */
export const ProjectTextsPart = z.object({
  texts: z.array(ProjectText),
  others: z.array(z.object({ path: ProjectPath, size: z.number() })),
  folders: z.array(ProjectPath),
  gone: z.array(ProjectPath),
});
export type ProjectTextsPart = z.infer<typeof ProjectTextsPart>;

/** A text that is to become a file. */
export const NewProjectText = ProjectText.pick({
  path: true,
  text: true,
  encoding: true,
  byteOrderMark: true,
  lineEnd: true,
});
export type NewProjectText = z.infer<typeof NewProjectText>;

/** Answered by whatever changes the tree: where things are now, and the ticket that takes it back. */
const undoable = z.object({ undoId: z.string() });

export const files = {
  /** Rows of several folders at once, of each the first `maxRows` at most. Folders that are gone are left out of the reply. */
  list: procedure
    .input(inProject.extend({ paths: z.array(ProjectPath).max(5000), maxRows: z.number().int().min(1).optional() }))
    .output(FolderListing),
  /** Every folder under `path` down to `maxEntries` rows, breadth first: what "expand all" needs, in one call. */
  listTree: procedure
    .input(atPath.extend({ maxEntries: z.number().int().min(1).max(500_000) }))
    .output(z.object({ listing: FolderListing, truncated: z.boolean() })),
  /** Reads a file. Text up to 1 MB comes with the head; larger text in pieces. `encoding` overrides detection. */
  read: procedure.input(atPath.extend({ encoding: TextEncodingName.optional() })).output(eventIterator(FileReadPart)),
  /**
   * The texts of all files that are not ignored, or of those at `paths` and in folders there, in portions. Files of more than `largest`
   * bytes come as `others`; those that can't be read are left out. With `ignored`, files at `paths` come even if they are.
   */
  readTexts: procedure
    .input(
      inProject.extend({
        largest: z.number().int().positive(),
        paths: z.array(ProjectPath).max(10_000).optional(),
        ignored: z.boolean().optional(),
      }),
    )
    .output(eventIterator(ProjectTextsPart)),
  /** What ignore rules hide below a folder; a folder that is hidden stands for all that is in it. */
  listIgnored: procedure.input(atPath).output(z.object({ paths: z.array(ProjectPath) })),
  /** Those of some folders, there or not, that ignore rules hide. */
  ignoredFolders: procedure
    .input(inProject.extend({ paths: z.array(ProjectPath).max(1000) }))
    .output(z.object({ ignored: z.array(ProjectPath) })),
  /**
   * Makes many files at once, with the folders above them. What is `there` already stays as it is. Not made to survive a power cut: for
   * copies of what is kept elsewhere.
   */
  writeTexts: procedure.input(inProject.extend({ texts: z.array(NewProjectText).min(1).max(1000) })).output(
    z.object({
      written: z.array(z.object({ path: ProjectPath, version: FileVersion })),
      there: z.array(ProjectPath),
    }),
  ),
  /** The bytes of a picture, base64. At most 32 MB. */
  readImage: procedure.input(atPath).output(z.object({ mediaType: z.string(), base64: z.string() })),
  /**
   * Saves text atomically and durably. `baseVersion` is the version the text grew from: if the disk holds something else
   * by now the answer is CHANGED_ON_DISK and nothing is written; null writes whatever is there.
   */
  save: procedure
    .input(
      atPath.extend({
        text: z.string(),
        encoding: TextEncodingName,
        byteOrderMark: z.boolean(),
        lineEnd: LineEnd,
        /** Unchanged lines of a file with mixed line ends keep theirs. */
        keepMixedLineEnds: z.boolean(),
        baseVersion: FileVersion.nullable(),
      }),
    )
    .output(z.object({ version: FileVersion, size: z.number() })),
  /** The version on disk now, or null when the file is gone. */
  version: procedure.input(atPath).output(z.object({ version: FileVersion.nullable() })),
  createFile: procedure.input(atPath.extend({ text: z.string().default('') })).output(undoable),
  createFolder: procedure.input(atPath).output(undoable),
  /** Renames or moves, several at once: all or none. Never replaces what is there. */
  move: procedure
    .input(
      inProject.extend({
        moves: z
          .array(z.object({ from: ProjectPath, to: ProjectPath }))
          .min(1)
          .max(1000),
      }),
    )
    .output(undoable),
  /** Copies beside the original under a free name ("name copy.ext"), or into `intoFolder`. */
  duplicate: procedure
    .input(inProject.extend({ paths: z.array(ProjectPath).min(1).max(1000), intoFolder: ProjectPath.optional() }))
    .output(undoable.extend({ created: z.array(ProjectPath) })),
  trash: procedure.input(inProject.extend({ paths: z.array(ProjectPath).min(1).max(1000) })).output(undoable),
  /** Removes those folders, in this order, that have nothing in them; the others stay as they are. */
  removeEmptyFolders: procedure
    .input(inProject.extend({ paths: z.array(ProjectPath).max(10_000) }))
    .output(z.object({})),
  /** Copies files from outside (a drop from the desktop) into a folder of the project. */
  import: procedure
    .input(inProject.extend({ sources: z.array(z.string()).min(1).max(1000), intoFolder: ProjectPath }))
    .output(undoable.extend({ created: z.array(ProjectPath) })),
  /** Takes back one change of the tree, newest first or any that is still possible. */
  undo: procedure.input(inProject.extend({ undoId: z.string() })).output(z.object({ restored: z.array(ProjectPath) })),
  /** Paths that fit the query best, best first; the empty query answers the files opened last. */
  quickOpen: procedure
    .input(inProject.extend({ query: z.string().max(500), limit: z.number().int().min(1).max(500) }))
    .output(z.object({ matches: z.array(QuickOpenMatch), total: z.number(), complete: z.boolean() })),
};
