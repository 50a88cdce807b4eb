import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ModelConnection } from '../model/assistant-model.ts';
import { ConversationId } from '../model/chat.ts';
import { ColorThemeSummary } from '../model/color-theme.ts';
import { FileChange } from '../model/file.ts';
import { GitStatus } from '../model/git-status.ts';
import { Project, ProjectId } from '../model/project.ts';
import { SettingsSnapshot } from '../model/settings.ts';
import { TaskProblem } from '../model/task.ts';
import { Terminal } from '../model/terminal.ts';
import { AccountState } from './account.ts';
import { PromptTemplate } from './assistant/prompt-templates.ts';
import { UsageSum } from './assistant/usage.ts';
import { CloudState } from './cloud.ts';
import { CollaborationIdentity, SessionRecord } from './collaboration.ts';
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
  /** This person has another name or colour in sessions. */
  z.object({ type: z.literal('collaboration.identityChanged'), identity: CollaborationIdentity }),
  /** Sessions came, went, or were left; the one that was active last first. */
  z.object({ type: z.literal('collaboration.sessionsChanged'), sessions: z.array(SessionRecord) }),
  /** Connections to models or choices among them changed; a window asks `models.state` for what counts in its project. */
  z.object({ type: z.literal('models.changed'), connections: z.array(ModelConnection) }),
  /** A conversation has another title: its model's, which comes after its first answer. */
  z.object({
    type: z.literal('conversations.changed'),
    projectId: ProjectId,
    conversationId: ConversationId,
    title: z.string(),
  }),
  /** Something was used; all projects together. */
  z.object({ type: z.literal('usage.changed'), today: UsageSum }),
  /** Prompt templates of the user's own came, went or changed. */
  z.object({ type: z.literal('promptTemplates.changed'), templates: z.array(PromptTemplate) }),
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
