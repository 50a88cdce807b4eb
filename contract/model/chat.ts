import { z } from 'zod';
import { ModelProblem, TokenUsage } from './assistant-model.ts';
import { ProjectPath } from './path.ts';

export const ConversationId = z.uuid();
export const MessageId = z.uuid();

/** Something a person names with @ in a message. Texts are as they were when it was sent. */
export const Attachment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: ProjectPath }),
  z.object({ kind: z.literal('folder'), path: ProjectPath }),
  /** `line` to `endLine`, from 1. */
  z.object({
    kind: z.literal('selection'),
    path: ProjectPath.nullable(),
    line: z.number().int().min(1),
    endLine: z.number().int().min(1),
    text: z.string().max(1_000_000),
  }),
  z.object({
    kind: z.literal('symbol'),
    name: z.string().max(500),
    path: ProjectPath,
    line: z.number().int().min(1),
    /** The same as `line` where only the name's place is known; all of its definition is sent then. */
    endLine: z.number().int().min(1),
  }),
  z.object({ kind: z.literal('problems'), path: ProjectPath.nullable(), text: z.string().max(1_000_000) }),
  z.object({ kind: z.literal('terminal'), name: z.string().max(300), text: z.string().max(1_000_000) }),
  z.object({ kind: z.literal('preview'), text: z.string().max(1_000_000) }),
  /** What differs from the last commit, or from what is staged for a file. */
  z.object({ kind: z.literal('diff'), path: ProjectPath.nullable() }),
]);
export type Attachment = z.infer<typeof Attachment>;

/** What a part of the context is. The order is the order in which parts have a claim on the budget. */
export const ContextPartKind = z.enum([
  'instructions',
  'question',
  'pinned',
  'selection',
  'active',
  'attachment',
  'found',
  'map',
  'messages',
  'summary',
]);
export type ContextPartKind = z.infer<typeof ContextPartKind>;

/** One part of what is sent. `id` names it for leaving it out. */
export const ContextPart = z.object({
  id: z.string().max(2000),
  kind: ContextPartKind,
  /** What a person reads: a path, `Project map`, `Earlier messages`. */
  title: z.string(),
  /** `lines 20 to 41`, `41 signatures`, `open`. May be empty. */
  detail: z.string(),
  path: ProjectPath.nullable(),
  tokens: z.number().int().min(0),
  /** Secret values that were blacked out in it. */
  redacted: z.number().int().min(0),
  /** Cut to fit. */
  cut: z.boolean(),
  removable: z.boolean(),
});
export type ContextPart = z.infer<typeof ContextPart>;

/** Everything that was sent, or would be, with its size; and what was held back, with the reason. */
export const ContextManifest = z.object({
  budget: z.number().int(),
  /** Tokens that the model reads at once, where that leaves less than the settings do. */
  window: z.number().int().optional(),
  tokens: z.number().int(),
  parts: z.array(ContextPart),
  heldBack: z.array(
    z.object({
      path: z.string(),
      reason: z.enum(['gitignore', 'aiignore', 'secretFile', 'binary', 'tooLarge', 'outside', 'missing']),
    }),
  ),
  /** Ids of parts that were not to be sent. */
  leftOut: z.array(z.string()).optional(),
  /** The index of the project is still being made, so what was found is not all. */
  indexing: z.boolean(),
});
export type ContextManifest = z.infer<typeof ContextManifest>;

/** What the model asked for while it answered, and what became of it. */
export const ToolCall = z.object({
  id: z.string(),
  name: z.enum(['search', 'read_file', 'list_files', 'list_problems', 'run_task', 'propose_edit', 'unknown']),
  /** One line for people: `Search for "isLate"`, `Run npm test`. */
  title: z.string(),
  status: z.enum(['asking', 'running', 'done', 'failed', 'denied']),
  /** What went back to the model between marks of data, secrets blacked out. */
  result: z.string(),
});
export type ToolCall = z.infer<typeof ToolCall>;

export const HunkStatus = z.enum(['staged', 'kept', 'undone', 'conflict']);
export type HunkStatus = z.infer<typeof HunkStatus>;

/** One change of one file. Lines are without their ends, counted from 1, in the text the edit was staged against. */
export const EditHunk = z.object({
  id: z.string(),
  status: HunkStatus,
  oldStart: z.number().int().min(1),
  oldLines: z.array(z.string()),
  newStart: z.number().int().min(1),
  newLines: z.array(z.string()),
  /** Up to three lines each, as they were. */
  contextBefore: z.array(z.string()),
  contextAfter: z.array(z.string()),
  /** It only resembles what the model looked for: nothing applies it but a person who has looked. */
  flagged: z.boolean(),
  /** Why it is in conflict; empty otherwise. */
  problem: z.string(),
});
export type EditHunk = z.infer<typeof EditHunk>;

/** What an answer would do to one file. */
export const StagedFile = z.object({
  id: z.string(),
  messageId: MessageId,
  path: ProjectPath,
  kind: z.enum(['change', 'create', 'delete', 'rename']),
  /** Of a rename. */
  from: ProjectPath.nullable(),
  hunks: z.array(EditHunk),
  added: z.number().int(),
  removed: z.number().int(),
  /** Git's own files, CI, package scripts, ignore files, settings of editors: named, so that a person is asked each time. Null for all others. */
  protected: z.string().nullable(),
  /** Blocks of the answer that found no place, with the lines that come nearest. */
  failures: z.array(
    z.object({
      reason: z.string(),
      /** What was looked for. */
      search: z.string(),
      nearest: z.object({ line: z.number().int(), text: z.string(), similarity: z.number() }).nullable(),
    }),
  ),
});
export type StagedFile = z.infer<typeof StagedFile>;

export const MessageStatus = z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']);

/** A message of the branch that is shown. */
export const ChatMessage = z.object({
  id: MessageId,
  parentId: MessageId.nullable(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  status: MessageStatus,
  attachments: z.array(Attachment),
  createdAt: z.number(),
  /** Of an answer. */
  model: z.string().nullable(),
  local: z.boolean(),
  usage: TokenUsage.nullable(),
  /** Milliseconds to the first token and in all. */
  firstTokenAfter: z.number().nullable(),
  duration: z.number().nullable(),
  problem: ModelProblem.nullable(),
  tools: z.array(ToolCall),
  /** Of a question: what went with it. */
  manifest: ContextManifest.nullable(),
  /** Files that it would change; their hunks are asked for with `edits.list`. */
  editedFiles: z.number().int(),
  /** Messages with the same parent, itself included, oldest first. */
  siblings: z.array(MessageId),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const ConversationSummary = z.object({
  id: ConversationId,
  title: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  messages: z.number().int(),
  /** Where the searched words are; empty without a search. */
  excerpt: z.string(),
  usage: TokenUsage,
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/**
 * A conversation with the newest messages of the branch that is shown, in their order; `earlier` is how many of the branch stand before
 * them.
 */
export const Conversation = z.object({
  id: ConversationId,
  title: z.string(),
  messages: z.array(ChatMessage),
  earlier: z.number().int().min(0),
  usage: TokenUsage,
});
export type Conversation = z.infer<typeof Conversation>;
