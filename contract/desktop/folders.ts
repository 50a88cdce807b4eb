import { z } from 'zod';
import { AbsolutePath } from '../model/path.ts';
import { procedure } from './errors.ts';

/** A folder of this machine with the folders in it: all that choosing one to open needs, and no files. */
export const FolderContents = z.object({
  path: AbsolutePath,
  /** Null at the top. */
  parent: AbsolutePath.nullable(),
  /** In natural order. */
  folders: z.array(z.object({ name: z.string(), path: AbsolutePath, hidden: z.boolean() })),
  /** There are more than were listed. */
  truncated: z.boolean(),
});
export type FolderContents = z.infer<typeof FolderContents>;

export const folders = {
  /** The folders in a folder; null starts in the user's own. */
  list: procedure.input(z.object({ path: AbsolutePath.nullable() })).output(FolderContents),
};
