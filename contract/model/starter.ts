import { z } from 'zod';

/** A project template that ships with the app: the manifest in `resources/starters/<id>/starter.json`. */
export const Starter = z.strictObject({
  /** Name of the starter's folder. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1).max(40),
  /** What it is made of, in a few words: "Vite, TypeScript". */
  description: z.string().min(1).max(80),
  /** Name of a lucide icon in kebab case. */
  icon: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  tags: z.array(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)).readonly(),
  /** Whether `npm ci` must run before the scripts work. */
  install: z.boolean(),
  /** Commands to run in the new project's folder. A missing one means that the starter has no such step. */
  scripts: z.strictObject({
    dev: z.string().min(1).optional(),
    start: z.string().min(1).optional(),
    build: z.string().min(1).optional(),
    test: z.string().min(1).optional(),
  }),
  /** Files to open first, relative to the project's folder; the first of them gets the focus. */
  open: z
    .array(z.string().regex(/^(?!\/)(?!.*\.\.)(?!.*\\).+$/))
    .min(1)
    .readonly(),
});
export type Starter = z.infer<typeof Starter>;
