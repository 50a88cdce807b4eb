import { z } from 'zod';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

/** What only a window knows of itself. Names of files have no place in it. */
export const WindowFacts = z.object({
  browser: z.string().max(1000),
  language: z.string().max(100),
  screen: z.string().max(200),
  theme: z.string().max(100),
  zoomPercent: z.number(),
  openDocuments: z.number().int().min(0),
  unsavedDocuments: z.number().int().min(0),
  commands: z.number().int().min(0),
  /** Milliseconds since the page began to load. */
  marks: z.array(z.object({ name: z.string().max(200), at: z.number() })).max(500),
  /** Titles and details of the latest notices of errors. */
  errors: z.array(z.string().max(2000)).max(50),
});
export type WindowFacts = z.infer<typeof WindowFacts>;

export const diagnostics = {
  /** Puts the report together, secrets and names removed. It is written nowhere and sent nowhere. */
  createReport: procedure
    .input(z.object({ projectId: ProjectId.nullable(), window: WindowFacts }))
    .output(z.object({ text: z.string() })),
};
