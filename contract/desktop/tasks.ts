import { z } from 'zod';
import { ProjectId } from '../model/project.ts';
import { Task, TaskProblem } from '../model/task.ts';
import { Terminal, TerminalSize } from '../model/terminal.ts';
import { procedure } from './errors.ts';

export const tasks = {
  /** The scripts of `package.json`, in its order. `problem` says why there are none, where the file is there but cannot be read. */
  list: procedure
    .input(z.object({ projectId: ProjectId }))
    .output(z.object({ tasks: z.array(Task), packageManager: z.string(), problem: z.string().nullable() })),
  /** Runs a task in a terminal of its own, the one it had before if that is still there. NOT_TRUSTED in a restricted folder. */
  run: procedure
    .input(z.object({ projectId: ProjectId, name: Task.shape.name, ...TerminalSize.shape }))
    .output(Terminal),
  /** What the tasks' output has said since each was last run. */
  problems: procedure.input(z.object({ projectId: ProjectId })).output(z.object({ problems: z.array(TaskProblem) })),
};
