import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { AbsolutePath, ProjectPath } from '../model/path.ts';
import { ProjectId } from '../model/project.ts';
import { Terminal, TerminalId, TerminalSize } from '../model/terminal.ts';
import { procedure } from './errors.ts';

/** A program that a terminal can run. */
export const Shell = z.object({ name: z.string(), path: AbsolutePath });
export type Shell = z.infer<typeof Shell>;

/**
 * What a window is told of one terminal's output. First `attached`, then what was written before (`replay`), then what is
 * written from then on. The text of the last must be acknowledged: a program whose window does not keep up is paused.
 */
export const TerminalPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attached'), streamId: z.string(), ...TerminalSize.shape }),
  z.object({ type: z.literal('output'), text: z.string(), replay: z.boolean() }),
  /** The same terminal runs its program anew: what was shown is gone. */
  z.object({ type: z.literal('restarted') }),
]);
export type TerminalPart = z.infer<typeof TerminalPart>;

const one = z.object({ terminalId: TerminalId });

export const terminal = {
  /** The shells of this system; `initial` is the one that new terminals take unless another is asked for. */
  shells: procedure
    .input(z.object({ projectId: ProjectId }))
    .output(z.object({ shells: z.array(Shell), initial: Shell })),
  list: procedure.input(z.object({ projectId: ProjectId })).output(z.object({ terminals: z.array(Terminal) })),
  /** Starts a shell. Without `cwd` in the project's folder. NOT_TRUSTED in a restricted folder. */
  create: procedure
    .input(
      z.object({
        projectId: ProjectId,
        /** One of `shells`; null takes the initial one. */
        shell: AbsolutePath.nullable(),
        cwd: AbsolutePath.nullable(),
        ...TerminalSize.shape,
      }),
    )
    .output(Terminal),
  attach: procedure.input(one).output(eventIterator(TerminalPart)),
  /** Says that so many characters (UTF-16 code units) of a stream's live output have been shown. */
  acknowledge: procedure
    .input(one.extend({ streamId: z.string().max(64), characters: z.number().int().min(1).max(100_000_000) }))
    .output(z.object({})),
  write: procedure.input(one.extend({ text: z.string().min(1).max(100_000) })).output(z.object({})),
  resize: procedure.input(one.extend(TerminalSize.shape)).output(z.object({})),
  /** An empty name gives the program's own back. */
  rename: procedure.input(one.extend({ name: z.string().max(100) })).output(Terminal),
  /** Forgets what was written. */
  clear: procedure.input(one).output(z.object({})),
  /** Ends what runs in it, and runs its program again. */
  restart: procedure.input(one.extend(TerminalSize.shape)).output(Terminal),
  /** Ends what runs in it, but keeps what it has written. */
  stop: procedure.input(one).output(z.object({})),
  /** Ends it with everything that it started. */
  close: procedure.input(one).output(z.object({})),
  /** Which of these texts name files of the project, seen from `cwd` or from the project's folder. */
  findFiles: procedure
    .input(
      z.object({
        projectId: ProjectId,
        cwd: AbsolutePath.nullable(),
        paths: z.array(z.string().min(1).max(1024)).max(50),
      }),
    )
    .output(z.object({ files: z.array(ProjectPath.nullable()) })),
};
