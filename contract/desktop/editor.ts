import { z } from 'zod';
import { FileVersion, LineEnd, TextEncodingName } from '../model/file.ts';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

/**
 * Unsaved text of one document. `document` is a project path, or `untitled:<n>` for text that has no file yet.
 * `baseVersion` is the version on disk that the text grew from, null for untitled.
 */
export const DocumentBackup = z.object({
  document: z.string().min(1).max(4096),
  text: z.string(),
  encoding: TextEncodingName,
  byteOrderMark: z.boolean(),
  lineEnd: LineEnd,
  baseVersion: FileVersion.nullable(),
  /** Milliseconds since 1970. */
  savedAt: z.number(),
});
export type DocumentBackup = z.infer<typeof DocumentBackup>;

export const editor = {
  /** Keeps unsaved text on disk (durable before the reply), replacing what was kept for the document. */
  backup: procedure
    .input(z.object({ projectId: ProjectId, backup: DocumentBackup.omit({ savedAt: true }) }))
    .output(z.object({})),
  discardBackups: procedure
    .input(z.object({ projectId: ProjectId, documents: z.array(z.string()).max(10_000) }))
    .output(z.object({})),
};
