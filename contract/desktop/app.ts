import { z } from 'zod';
import { AbsolutePath } from '../model/path.ts';
import { procedure } from './errors.ts';

export const app = {
  /** What runs, for the about box and diagnostics. */
  about: procedure.output(
    z.object({
      version: z.string(),
      node: z.string(),
      platform: z.string(),
      homeFolder: AbsolutePath,
      dataFolder: AbsolutePath,
    }),
  ),
  /** Answers what it was given; measures the way between a window and Core. */
  echo: procedure.input(z.object({ payload: z.string() })).output(z.object({ payload: z.string() })),
};
