import { z } from 'zod';
import { MessageId, StagedFile } from '../../model/chat.ts';
import { ProjectPath } from '../../model/path.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

/** What a file is to hold after a step, worked out against what it holds now. Lines end with LF. */
export const FileStep = z.discriminatedUnion('type', [
  /** `text` replaces what the file held when the step was worked out, which was `before`. */
  z.object({ type: z.literal('write'), path: ProjectPath, before: z.string(), text: z.string() }),
  z.object({ type: z.literal('create'), path: ProjectPath, text: z.string() }),
  z.object({ type: z.literal('delete'), path: ProjectPath, before: z.string() }),
  z.object({ type: z.literal('rename'), from: ProjectPath, path: ProjectPath }),
]);
export type FileStep = z.infer<typeof FileStep>;

const OpenText = z.object({ path: ProjectPath, text: z.string() });

/**
 * Staged edits. Core works out what a step would make of each file, from the texts that windows hold and else from disk; the window does it in its working
 * copies, so that it can be undone there and everyone in a session sees it, and says so with `settle`. Nothing here writes a file of the project.
 */
export const edits = {
  list: procedure
    .input(z.object({ messageId: MessageId, open: z.array(OpenText).max(500) }))
    .output(z.object({ files: z.array(StagedFile) })),
  /** Hunks that could still be kept or undone, of every conversation of the project, for the editors. */
  pending: procedure
    .input(z.object({ projectId: ProjectId, open: z.array(OpenText).max(500) }))
    .output(z.object({ files: z.array(StagedFile) })),
  /**
   * Works out what keeping (or taking back what was kept of) these hunks makes of their files. A checkpoint of the files is kept first.
   * What no longer fits is marked as a conflict, in `files`, and left out of `steps`. `confirmed` names protected files and flagged hunks that a person has agreed to.
   */
  prepare: procedure
    .input(
      z.object({
        messageId: MessageId,
        hunkIds: z.array(z.string().max(200)).min(1).max(5000),
        direction: z.enum(['keep', 'undo']),
        open: z.array(OpenText).max(500),
        confirmed: z.array(z.string().max(2000)).max(500),
      }),
    )
    .output(
      z.object({
        stepId: z.string(),
        steps: z.array(FileStep),
        files: z.array(StagedFile),
        /** Paths and hunk ids that need somebody's agreement first; nothing of them is in `steps`. */
        ask: z.array(z.object({ id: z.string(), path: ProjectPath, reason: z.string() })),
      }),
    ),
  /** Says which files of a prepared step were changed; the others' hunks stay as they were. */
  settle: procedure
    .input(z.object({ stepId: z.string().max(200), done: z.array(ProjectPath).max(500) }))
    .output(z.object({ files: z.array(StagedFile) })),
  /** Drops hunks that are only staged, or takes a drop back. */
  drop: procedure
    .input(
      z.object({
        messageId: MessageId,
        hunkIds: z.array(z.string().max(200)).min(1).max(5000),
        dropped: z.boolean(),
        open: z.array(OpenText).max(500),
      }),
    )
    .output(z.object({ files: z.array(StagedFile) })),
  /**
   * Works out how to undo everything that a turn and those after it in its branch have changed, work done by hand since being spared. Files that are to be
   * `restore`d become what they were before the turn, all of them, where its checkpoint still is. Ends with `settle`, which also takes the conversation
   * back to before the turn when `withChat`, unless nothing could be undone.
   */
  prepareUndoTurn: procedure
    .input(
      z.object({
        messageId: MessageId,
        open: z.array(OpenText).max(500),
        withChat: z.boolean(),
        restore: z.array(ProjectPath).max(500),
      }),
    )
    .output(
      z.object({
        stepId: z.string(),
        steps: z.array(FileStep),
        /** What makes it all once more. */
        again: z.object({ stepId: z.string(), steps: z.array(FileStep) }),
        conflicts: z.array(z.object({ path: ProjectPath, reason: z.string(), restorable: z.boolean() })),
      }),
    ),
};
