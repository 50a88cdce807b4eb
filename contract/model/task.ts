import { z } from 'zod';
import { ProjectPath } from './path.ts';

/** A script of the project's `package.json`. */
export const Task = z.object({
  name: z.string().min(1).max(214),
  /** What the script says. */
  script: z.string(),
  /** What is run: `pnpm run build`. */
  command: z.string(),
  /** The one that "Run build task" runs. */
  build: z.boolean(),
});
export type Task = z.infer<typeof Task>;

/** What a task's output says about a line of a file of the project. */
export const TaskProblem = z.object({
  task: z.string(),
  path: ProjectPath,
  /** From 1. */
  line: z.number().int().min(1),
  column: z.number().int().min(1),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  /** Who says so, with the rule or code: `ts(2304)`. */
  source: z.string(),
});
export type TaskProblem = z.infer<typeof TaskProblem>;
