import { z } from 'zod';
import { ProjectId } from '../model/project.ts';
import { SettingsSnapshot } from '../model/settings.ts';
import { procedure } from './errors.ts';

export const settings = {
  /** Without a project: the user's own settings. */
  get: procedure.input(z.object({ projectId: ProjectId.nullable() })).output(SettingsSnapshot),
  /** Writes one value into `settings.json`, comments kept; an absent value removes the key. */
  update: procedure
    .input(
      z.object({
        scope: z.enum(['user', 'project']),
        projectId: ProjectId.nullable(),
        key: z.string(),
        value: z.unknown().optional(),
      }),
    )
    .output(SettingsSnapshot),
  /** Makes the file if it is missing and answers where it is, for opening it as JSON. */
  locate: procedure
    .input(z.object({ file: z.enum(['user', 'project', 'keybindings']), projectId: ProjectId.nullable() }))
    .output(z.object({ projectId: ProjectId, path: z.string() })),
};
