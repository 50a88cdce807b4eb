import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { type ModelProblem, TokenUsage } from '../../model/assistant-model.ts';
import {
  Attachment,
  ChatMessage,
  ContextManifest,
  Conversation,
  ConversationId,
  ConversationSummary,
  MessageId,
  StagedFile,
  ToolCall,
} from '../../model/chat.ts';
import { ProjectPath } from '../../model/path.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

/** What the window shows when a message is sent. `unsaved` texts stand in for what is on disk. */
export const EditorSituation = z.object({
  activePath: ProjectPath.nullable(),
  /** The line of the cursor, from 1. */
  line: z.number().int().min(1).nullable(),
  openPaths: z.array(ProjectPath).max(200),
  pinnedPaths: z.array(ProjectPath).max(50),
  unsaved: z.array(z.object({ path: ProjectPath, text: z.string() })).max(200),
  /** Errors and warnings that are known, worst first. */
  problems: z
    .array(z.object({ path: ProjectPath, line: z.number().int(), severity: z.string(), message: z.string().max(5000) }))
    .max(500),
});
export type EditorSituation = z.infer<typeof EditorSituation>;

export const NewMessage = z.object({
  text: z.string().min(1).max(200_000),
  attachments: z.array(Attachment).max(50),
  situation: EditorSituation,
  /** Parts of the context, by their ids, that are not to be sent. */
  leaveOut: z.array(z.string().max(2000)).max(500),
});
export type NewMessage = z.infer<typeof NewMessage>;

/** A turn as it happens. The last part is `done`, whatever became of it. */
export const TurnPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), conversationId: ConversationId, question: ChatMessage, answerId: MessageId }),
  z.object({ type: z.literal('context'), manifest: ContextManifest }),
  z.object({ type: z.literal('text'), text: z.string() }),
  /** A call that is new, or one that was told of has gone on. */
  z.object({ type: z.literal('tool'), call: ToolCall }),
  /** All that is staged so far by this answer. */
  z.object({ type: z.literal('edits'), files: z.array(StagedFile) }),
  /** `usage` is the whole conversation's, this answer included. */
  z.object({ type: z.literal('done'), answer: ChatMessage, files: z.array(StagedFile), usage: TokenUsage }),
]);
export type TurnPart = z.infer<typeof TurnPart>;

export const chat = {
  /** Conversations of a project, last changed first; with words, those that hold all of them. */
  list: procedure
    .input(z.object({ projectId: ProjectId, search: z.string().max(1000) }))
    .output(z.object({ conversations: z.array(ConversationSummary) })),
  open: procedure.input(z.object({ conversationId: ConversationId })).output(Conversation),
  /** Messages that stand before this one in its branch, the nearest ones, in their order. */
  earlier: procedure
    .input(z.object({ messageId: MessageId, count: z.number().int().min(1).max(500) }))
    .output(z.object({ messages: z.array(ChatMessage) })),
  rename: procedure
    .input(z.object({ conversationId: ConversationId, title: z.string().min(1).max(200) }))
    .output(z.object({})),
  /** Takes it off the list; `restore` brings it back until FlashFusion is started again. */
  remove: procedure.input(z.object({ conversationId: ConversationId })).output(z.object({})),
  restore: procedure.input(z.object({ conversationId: ConversationId })).output(z.object({})),
  /** Shows the branch that a message is in, down to its newest answer. */
  showBranch: procedure.input(z.object({ messageId: MessageId })).output(Conversation),
  /** What would be sent. */
  previewContext: procedure
    .input(
      z.object({
        projectId: ProjectId,
        conversationId: ConversationId.nullable(),
        parentId: MessageId.nullable(),
        message: NewMessage.extend({ text: z.string().max(200_000) }),
      }),
    )
    .output(ContextManifest),
  /**
   * Sends a message and answers the turn. Without a conversation a new one begins; `parentId` is the answer it follows, null at the start: with another
   * parent than the last answer's it is a branch. Ending the stream stops the model, and what it has said is kept.
   * What goes wrong with the model is in `done`; NOT_FOUND when the conversation is gone.
   */
  send: procedure
    .input(
      z.object({
        projectId: ProjectId,
        conversationId: ConversationId.nullable(),
        parentId: MessageId.nullable(),
        message: NewMessage,
      }),
    )
    .output(eventIterator(TurnPart)),
  /** Asks the question of an answer again, as another branch. */
  retry: procedure
    .input(
      z.object({ messageId: MessageId, situation: EditorSituation, leaveOut: z.array(z.string().max(2000)).max(500) }),
    )
    .output(eventIterator(TurnPart)),
  /** Goes on with an answer that was stopped or interrupted; new text is added to it. */
  continue: procedure
    .input(z.object({ messageId: MessageId, situation: EditorSituation }))
    .output(eventIterator(TurnPart)),
  /** Stops a turn that runs. */
  stop: procedure.input(z.object({ messageId: MessageId })).output(z.object({})),
  /** Answers a tool call that asks. `always` allows this kind of call in this project from now on. */
  allow: procedure
    .input(z.object({ messageId: MessageId, callId: z.string().max(200), answer: z.enum(['once', 'always', 'deny']) }))
    .output(z.object({})),
  /** Tokens that a text would take, by the tokenizer of today's OpenAI models. */
  countTokens: procedure
    .input(z.object({ text: z.string().max(1_000_000) }))
    .output(z.object({ tokens: z.number().int() })),
};

export type { ModelProblem, TokenUsage };
