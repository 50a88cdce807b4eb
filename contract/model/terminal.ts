import { z } from 'zod';
import { AbsolutePath } from './path.ts';
import { ProjectId } from './project.ts';

export const TerminalId = z.string().min(1).max(64);
export type TerminalId = z.infer<typeof TerminalId>;

/** In characters. */
export const TerminalSize = z.object({
  columns: z.number().int().min(2).max(1000),
  rows: z.number().int().min(1).max(500),
});
export type TerminalSize = z.infer<typeof TerminalSize>;

/** What a terminal does. The code is null when a signal ended it. */
export const TerminalState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('exited'), code: z.number().nullable(), signal: z.number().nullable() }),
]);
export type TerminalState = z.infer<typeof TerminalState>;

/** A shell or a task, running or ended, that Core keeps for the windows of a project. */
export const Terminal = z.object({
  id: TerminalId,
  projectId: ProjectId,
  /** What the user called it, or the program's own name. */
  name: z.string(),
  /** The task that runs in it; null for a shell. */
  task: z.string().nullable(),
  /** Where it was started. */
  cwd: AbsolutePath,
  pid: z.number(),
  state: TerminalState,
  /** Comes with command lines that our own shell integration reports, and with no others. */
  nonce: z.string(),
});
export type Terminal = z.infer<typeof Terminal>;
