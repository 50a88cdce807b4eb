import { z } from 'zod';
import { procedure } from '../errors.ts';

/** A text to begin a message with. `{{selection}}`, `{{file}}`, `{{language}}` and `{{problems}}` are filled in; any other name is asked for. */
export const PromptTemplate = z.object({
  id: z.string().max(100),
  title: z.string().min(1).max(100),
  text: z.string().min(1).max(20_000),
  builtIn: z.boolean(),
});
export type PromptTemplate = z.infer<typeof PromptTemplate>;

export const promptTemplates = {
  /** The seven that come with FlashFusion, then the user's own. */
  list: procedure.input(z.object({})).output(z.object({ templates: z.array(PromptTemplate) })),
  /** Keeps one of the user's own; without an id it is new. */
  save: procedure
    .input(PromptTemplate.pick({ title: true, text: true }).extend({ id: z.string().max(100).nullable() }))
    .output(PromptTemplate),
  /** Removes one of the user's own and answers it, for taking that back. */
  remove: procedure.input(z.object({ id: z.string().max(100) })).output(PromptTemplate),
};
