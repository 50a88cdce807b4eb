import { z } from 'zod';
import { AbsolutePath } from './path.ts';

/** The id of the folder that holds the user's own settings and keybindings; it is addressed like a project. */
export const USER_FOLDER_ID = 'user';

export const ProjectId = z.string().min(1).max(64);
export type ProjectId = z.infer<typeof ProjectId>;

/** A folder that has been opened at least once. */
export const Project = z.object({
  id: ProjectId,
  /** The folder's real path, symbolic links resolved. */
  path: AbsolutePath,
  name: z.string(),
  pinned: z.boolean(),
  /** Folders that are not trusted yet run nothing of their own: no scripts, hooks, executable settings. */
  trusted: z.boolean(),
  /** Milliseconds since 1970. */
  lastOpenedAt: z.number(),
  /** The folder is not there now (moved, deleted, drive not mounted). */
  missing: z.boolean(),
});
export type Project = z.infer<typeof Project>;
