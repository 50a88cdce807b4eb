import { z } from 'zod';
import { AbsolutePath } from '../model/path.ts';
import { procedure } from './errors.ts';

/** Characters of base64 in one piece: 3 MB of a file. */
export const largestPiece = 4 * 1024 * 1024;

const uploadId = z.string().regex(/^[\w-]{1,64}$/);

/** Files that a browser hands over piece by piece, since it tells no paths; `files.import` takes them from where they are put. */
export const uploads = {
  /** Makes a place for the files of one drop. */
  begin: procedure.output(z.object({ uploadId })),
  /** Adds to the end of a file and answers where it is. TOO_LARGE from 512 MB of one upload on. */
  append: procedure
    .input(z.object({ uploadId, name: z.string().min(1).max(255), base64: z.base64().max(largestPiece) }))
    .output(z.object({ path: AbsolutePath })),
  /** Removes what was handed over. */
  discard: procedure.input(z.object({ uploadId })).output(z.object({})),
};
