import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { FolderListing } from '../model/file.ts';
import { WindowLayout } from '../model/layout.ts';
import { AbsolutePath, ProjectPath } from '../model/path.ts';
import { Project, ProjectId } from '../model/project.ts';
import { SettingsSnapshot } from '../model/settings.ts';
import { Starter } from '../model/starter.ts';
import { DocumentBackup } from './editor.ts';
import { procedure } from './errors.ts';
import { FileReadPart } from './files.ts';

/** A long piece of work: where it is, and at the end what it made. `fraction` is 0 to 1, or null when unknown. */
export const CreateProjectPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), message: z.string(), fraction: z.number().nullable() }),
  z.object({ type: z.literal('created'), project: Project, open: z.array(z.string()) }),
]);
export type CreateProjectPart = z.infer<typeof CreateProjectPart>;

/** All that a window needs to paint a project in one go. */
export const OpenedProject = z.object({
  project: Project,
  layout: WindowLayout.nullable(),
  settings: SettingsSnapshot,
  /** The project's folder and every folder the layout has open, of each the first rows (`firstRows`) at most. */
  listing: FolderListing,
  /** Unsaved text from before: hot exit. */
  backups: z.array(DocumentBackup),
  /** The file of the active tab when it is small enough to come along. */
  activeFile: z.object({ parts: z.array(FileReadPart) }).nullable(),
  git: z.object({ branch: z.string().nullable() }).nullable(),
});
export type OpenedProject = z.infer<typeof OpenedProject>;

export const projects = {
  /** Opens a folder: remembers it, starts watching it, answers all that the first paint needs. */
  open: procedure.input(z.object({ path: AbsolutePath })).output(OpenedProject),
  /** Opened before: pinned first, then by time. */
  list: procedure.output(z.array(Project)),
  pin: procedure.input(z.object({ projectId: ProjectId, pinned: z.boolean() })).output(Project),
  /** Removes it from the recent list; nothing on disk is touched. */
  forget: procedure.input(z.object({ projectId: ProjectId })).output(z.object({})),
  trust: procedure.input(z.object({ projectId: ProjectId, trusted: z.boolean() })).output(Project),
  starters: procedure.output(z.object({ starters: z.array(Starter), defaultFolder: AbsolutePath })),
  /** Copies a starter into `parentPath/name`, makes the first commit. Cancelling removes what was made. */
  create: procedure
    .input(z.object({ starterId: z.string(), parentPath: AbsolutePath, name: z.string().min(1).max(200) }))
    .output(eventIterator(CreateProjectPart)),
  /** The project shown on the very first start, made on demand in the user's folder. */
  openSample: procedure.output(z.object({ path: AbsolutePath, open: z.array(ProjectPath) })),
  saveLayout: procedure.input(z.object({ projectId: ProjectId, layout: WindowLayout })).output(z.object({})),
};
