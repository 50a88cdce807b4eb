import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ColorThemeSummary } from '../model/color-theme.ts';
import { FileChange } from '../model/file.ts';
import { GitStatus } from '../model/git-status.ts';
import { Project, ProjectId } from '../model/project.ts';
import { SettingsSnapshot } from '../model/settings.ts';
import { TaskProblem } from '../model/task.ts';
import { Terminal } from '../model/terminal.ts';
import { AccountState } from './account.ts';
import { CloudState } from './cloud.ts';
import { procedure } from './errors.ts';

/** What Core tells a window: facts in the past tense, with the changed data. */
export const CoreEvent = z.discriminatedUnion('type', [
  /** `rescan` means that changes were lost and every known folder must be listed anew. */
  z.object({
    type: z.literal('files.changed'),
    projectId: ProjectId,
    changes: z.array(FileChange),
    rescan: z.boolean(),
  }),
  z.object({ type: z.literal('projects.changed'), projects: z.array(Project) }),
  z.object({ type: z.literal('settings.changed'), projectId: ProjectId.nullable(), settings: SettingsSnapshot }),
  /** Imported themes came or went. */
  z.object({ type: z.literal('themes.changed'), themes: z.array(ColorThemeSummary) }),
  z.object({ type: z.literal('git.changed'), projectId: ProjectId, branch: z.string().nullable() }),
  z.object({ type: z.literal('git.statusChanged'), projectId: ProjectId, status: GitStatus }),
  /** All terminals of the project, in the order they were opened. */
  z.object({ type: z.literal('terminals.changed'), projectId: ProjectId, terminals: z.array(Terminal) }),
  /** Everything that the output of the project's tasks says now. */
  z.object({ type: z.literal('tasks.problemsChanged'), projectId: ProjectId, problems: z.array(TaskProblem) }),
  /** The cloud server came, went, or was shared; or another one is set. */
  z.object({ type: z.literal('cloud.changed'), state: CloudState }),
  z.object({ type: z.literal('account.changed'), account: AccountState }),
  /** Something a person should know: a repaired database, a watcher that fell back to polling. */
  z.object({
    type: z.literal('notice.raised'),
    level: z.enum(['info', 'warning', 'error']),
    title: z.string(),
    detail: z.string(),
  }),
]);
export type CoreEvent = z.infer<typeof CoreEvent>;

export const events = {
  /** One stream a window, for its project (or none, on the welcome view). Ends when the window's port closes. */
  subscribe: procedure.input(z.object({ projectId: ProjectId.nullable() })).output(eventIterator(CoreEvent)),
};
