import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ModelProblem, TokenUsage } from '../../model/assistant-model.ts';
import { ProjectPath } from '../../model/path.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

/** The new text of a selection as it arrives; the last part says what became of it. */
export const InlinePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  /** `text` is all of it, without fences. `problem` is null when it is complete. */
  z.object({
    type: z.literal('done'),
    text: z.string(),
    usage: TokenUsage.nullable(),
    problem: ModelProblem.nullable(),
  }),
]);
export type InlinePart = z.infer<typeof InlinePart>;

const place = {
  projectId: ProjectId,
  path: ProjectPath.nullable(),
  languageId: z.string().max(100),
};

export const inline = {
  /** Rewrites a selection as described. `before` and `after` are the rest of the file; ending the stream stops it. */
  edit: procedure
    .input(
      z.object({
        ...place,
        before: z.string().max(5_000_000),
        selected: z.string().max(200_000),
        after: z.string().max(5_000_000),
        instruction: z.string().min(1).max(20_000),
      }),
    )
    .output(eventIterator(InlinePart)),
  /** What could come at the cursor; empty when nothing is worth it, the setting is off, or no model is connected. Never fails for the model's sake. */
  complete: procedure
    .input(z.object({ ...place, before: z.string().max(200_000), after: z.string().max(200_000) }))
    .output(z.object({ text: z.string() })),
};
