import { z } from 'zod';
import { ProjectPath } from './path.ts';

/** One row of a folder. `link` is a symbolic link; its target decides between `file` and `folder`. */
export const FileEntry = z.object({
  name: z.string(),
  kind: z.enum(['file', 'folder']),
  link: z.boolean().optional(),
  /** Matched by an ignore rule (`.gitignore`, `.git/info/exclude`); shown dimmed. */
  ignored: z.boolean().optional(),
});
export type FileEntry = z.infer<typeof FileEntry>;

/** Folder path to its rows, folders first, then by name in natural order. */
export const FolderListing = z.record(z.string(), z.array(FileEntry));
export type FolderListing = z.infer<typeof FolderListing>;

/** What a file's bytes were when they were read: changes whenever the contents do. Opaque to the renderer. */
export const FileVersion = z.string();
export type FileVersion = z.infer<typeof FileVersion>;

/** Names follow the WHATWG Encoding Standard where it has one, in lower case. */
export const TextEncodingName = z.string().min(2).max(40);
export type TextEncodingName = z.infer<typeof TextEncodingName>;

export const LineEnd = z.enum(['lf', 'crlf']);
export type LineEnd = z.infer<typeof LineEnd>;

/** Everything about a text file but its text. */
export const TextFileHead = z.object({
  kind: z.literal('text'),
  path: ProjectPath,
  version: FileVersion,
  /** Bytes on disk. */
  size: z.number(),
  encoding: TextEncodingName,
  byteOrderMark: z.boolean(),
  /** The line end that most lines have; new files take the setting. */
  lineEnd: LineEnd,
  /** The file mixes line ends: unchanged lines keep their own on save. */
  mixedLineEnds: z.boolean(),
  /** Set when the bytes cannot be written back as they were; the text is shown and cannot be changed. */
  readOnly: z.object({ reason: z.string() }).optional(),
});
export type TextFileHead = z.infer<typeof TextFileHead>;

/** A file that is not text: shown as a picture or as a summary. */
export const BinaryFileHead = z.object({
  kind: z.enum(['image', 'binary']),
  path: ProjectPath,
  version: FileVersion,
  size: z.number(),
  /** IANA media type for pictures, `application/octet-stream` otherwise. */
  mediaType: z.string(),
});
export type BinaryFileHead = z.infer<typeof BinaryFileHead>;

export const FileHead = z.discriminatedUnion('kind', [TextFileHead, BinaryFileHead]);
export type FileHead = z.infer<typeof FileHead>;

/**
 * One thing that happened, in the order in which it did. `changed`: it was there all the time. `created`: it came, or came back, or
 * another file took its place. `deleted`: it has gone, for a folder with all that was in it; one that was exchanged is `deleted`
 * and then `created`.
 */
export const FileChange = z.object({
  path: ProjectPath,
  kind: z.enum(['created', 'changed', 'deleted']),
});
export type FileChange = z.infer<typeof FileChange>;
