import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type {
  SessionDocument,
  VersionAuthor,
  VersionKind,
  VersionStatistics,
} from '../../../contract/desktop/collaboration.ts';
import type { GeneratedFile, GenerationCheck, GenerationPlan } from '../../../contract/desktop/generate.ts';
import type { ConnectionKind, ModelProblem, TokenUsage } from '../../../contract/model/assistant-model.ts';
import type { Attachment, ChatMessage, ContextManifest, StagedFile, ToolCall } from '../../../contract/model/chat.ts';
import type { LineEnd } from '../../../contract/model/file.ts';
import type { WindowBounds, WindowLayout } from '../../../contract/model/layout.ts';

/** What becomes of hunks when a prepared step is done: of each file once all of its paths are. */
export interface EditPlan {
  readonly files: readonly {
    readonly fileId: string;
    readonly paths: readonly string[];
    readonly hunks: readonly { readonly id: string; readonly state: 'staged' | 'kept' | 'undone' }[];
  }[];
  readonly messageIds: readonly string[];
  /** The turn that the conversation goes back to before. */
  readonly takeBack: string | null;
}

/** A block that found no place; `earlier` where the model has been told and has not tried again. */
export type KeptFailure = StagedFile['failures'][number] & { readonly earlier?: boolean };

/** What a model was asked for. */
export type RequestPurpose = 'chat' | 'title' | 'summary' | 'inlineEdit' | 'completion' | 'generation' | 'repair';

/** Folders opened at least once. Forgetting one only takes it off the list: its unsaved text and its trust stay. */
export const projects = sqliteTable('projects', {
  id: text().primaryKey(),
  path: text().notNull().unique(),
  name: text().notNull(),
  pinned: integer({ mode: 'boolean' }).notNull(),
  trusted: integer({ mode: 'boolean' }).notNull(),
  listed: integer({ mode: 'boolean' }).notNull(),
  /** Milliseconds since 1970. */
  lastOpenedAt: integer('last_opened_at').notNull(),
});

/** The windows of the last session, in the order in which they are opened again. */
export const windows = sqliteTable('windows', {
  position: integer().primaryKey(),
  projectPath: text('project_path'),
  bounds: text({ mode: 'json' }).$type<WindowBounds>(),
});

export const layouts = sqliteTable('layouts', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projects.id, { onDelete: 'cascade' }),
  layout: text({ mode: 'json' }).$type<WindowLayout>().notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** Unsaved text, a row a document. */
export const backups = sqliteTable(
  'backups',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    document: text().notNull(),
    text: text().notNull(),
    encoding: text().notNull(),
    byteOrderMark: integer('byte_order_mark', { mode: 'boolean' }).notNull(),
    lineEnd: text('line_end').$type<LineEnd>().notNull(),
    baseVersion: text('base_version'),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.document] })],
);

/** State of this machine that is no preference and so in no `settings.json`. */
export const settings = sqliteTable('settings', {
  key: text().primaryKey(),
  value: text({ mode: 'json' }).notNull(),
});

/** Ciphertext only; the key is in the system's key store. */
export const secrets = sqliteTable('secrets', {
  name: text().primaryKey(),
  cipher: blob({ mode: 'buffer' }).notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** When each file was last opened, for the quick-open list. */
export const openedFiles = sqliteTable(
  'opened_files',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    path: text().notNull(),
    openedAt: integer('opened_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.path] }),
    index('opened_files_by_time').on(table.projectId, table.openedAt),
  ],
);

/** Sessions that somebody here is or was in. What would let others in is kept as a secret beside them. */
export const collaborationSessions = sqliteTable(
  'collaboration_sessions',
  {
    id: text().primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    own: integer({ mode: 'boolean' }).notNull(),
    name: text().notNull(),
    ownerName: text('owner_name').notNull(),
    live: integer({ mode: 'boolean' }).notNull(),
    startedAt: integer('started_at').notNull(),
    lastActiveAt: integer('last_active_at').notNull(),
  },
  (table) => [index('collaboration_sessions_by_project').on(table.projectId, table.lastActiveAt)],
);

/** Yjs updates (V1) in the order in which they came; one that is too large for a row continues in the next of its document. */
export const collaborationUpdates = sqliteTable(
  'collaboration_updates',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sessionId: text('session_id')
      .notNull()
      .references(() => collaborationSessions.id, { onDelete: 'cascade' }),
    document: text().$type<SessionDocument>().notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
    continues: integer({ mode: 'boolean' }).notNull(),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [index('collaboration_updates_by_document').on(table.sessionId, table.document, table.id)],
);

/** Texts of versions, each kept once a session: raw deflate of UTF-8. */
export const collaborationTexts = sqliteTable(
  'collaboration_texts',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sessionId: text('session_id')
      .notNull()
      .references(() => collaborationSessions.id, { onDelete: 'cascade' }),
    /** SHA-256 of the text in base64 for URLs. */
    name: text().notNull(),
    content: blob({ mode: 'buffer' }).notNull(),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [uniqueIndex('collaboration_texts_by_name').on(table.sessionId, table.name)],
);

export const collaborationVersions = sqliteTable(
  'collaboration_versions',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sessionId: text('session_id')
      .notNull()
      .references(() => collaborationSessions.id, { onDelete: 'cascade' }),
    kind: text().$type<VersionKind>().notNull(),
    message: text(),
    authors: text({ mode: 'json' }).$type<readonly VersionAuthor[]>().notNull(),
    statistics: text({ mode: 'json' }).$type<VersionStatistics>().notNull(),
    /** Raw deflate of JSON: pairs of a path and the id of its text. */
    files: blob({ mode: 'buffer' }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('collaboration_versions_by_time').on(table.sessionId, table.createdAt)],
);

/** Projects that are being made or were; what is finished of one is in its folder. */
export const generations = sqliteTable('generations', {
  id: text().primaryKey(),
  prompt: text().notNull(),
  plan: text({ mode: 'json' }).$type<GenerationPlan>().notNull(),
  folder: text().notNull(),
  /** Device and inode of the folder: another one in its place is not written to. */
  folderIdentity: text('folder_identity').notNull(),
  status: text().$type<'writing' | 'checking' | 'stopped' | 'failed' | 'finished'>().notNull(),
  files: text({ mode: 'json' }).$type<readonly GeneratedFile[]>().notNull(),
  checks: text({ mode: 'json' }).$type<readonly GenerationCheck[]>().notNull(),
  usage: text({ mode: 'json' }).$type<TokenUsage>().notNull(),
  problem: text({ mode: 'json' }).$type<ModelProblem>(),
  repairs: integer().notNull(),
  model: text(),
  local: integer({ mode: 'boolean' }).notNull(),
  duration: integer().notNull(),
  projectId: text('project_id').references(() => projects.id, { onDelete: 'set null' }),
  createdAt: integer('created_at').notNull(),
});

/** Servers that models are asked at. Their keys are secrets beside them. */
export const modelConnections = sqliteTable('model_connections', {
  id: text().primaryKey(),
  kind: text().$type<ConnectionKind>().notNull(),
  name: text().notNull(),
  baseUrl: text('base_url').notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** What a server said that its models cost: dollars for a million tokens. */
export const modelPrices = sqliteTable(
  'model_prices',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => modelConnections.id, { onDelete: 'cascade' }),
    model: text().notNull(),
    inputPrice: real('input_price').notNull(),
    outputPrice: real('output_price').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.model] })],
);

/** How many tokens a server said that its models read at once. */
export const modelWindows = sqliteTable(
  'model_windows',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => modelConnections.id, { onDelete: 'cascade' }),
    model: text().notNull(),
    contextWindow: integer('context_window').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.model] })],
);

/** The model of a project; of the user's own folder, for all that have none of their own. */
export const modelChoices = sqliteTable('model_choices', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projects.id, { onDelete: 'cascade' }),
  connectionId: text('connection_id')
    .notNull()
    .references(() => modelConnections.id, { onDelete: 'cascade' }),
  model: text().notNull(),
  savedAt: integer('saved_at').notNull(),
});

export const conversations = sqliteTable(
  'conversations',
  {
    id: text().primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    /** What a person has written is never replaced by what a model suggests. */
    titleOrigin: text('title_origin').$type<'firstLine' | 'model' | 'person'>().notNull(),
    /** The last message of the branch that is shown. */
    shownMessageId: text('shown_message_id'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Until the next start it can be brought back. */
    removedAt: integer('removed_at'),
  },
  (table) => [index('conversations_by_project').on(table.projectId, table.updatedAt)],
);

/** A tree by `parent_id`. `messages_text`, a full-text index that triggers keep, knows them by `position`. */
export const messages = sqliteTable(
  'messages',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    parentId: text('parent_id'),
    role: text().$type<ChatMessage['role']>().notNull(),
    status: text().$type<ChatMessage['status']>().notNull(),
    text: text().notNull(),
    attachments: text({ mode: 'json' }).$type<Attachment[]>().notNull(),
    createdAt: integer('created_at').notNull(),
    model: text(),
    local: integer({ mode: 'boolean' }).notNull(),
    inputTokens: integer('input_tokens'),
    cachedTokens: integer('cached_tokens'),
    outputTokens: integer('output_tokens'),
    cost: real(),
    estimated: integer({ mode: 'boolean' }).notNull(),
    firstTokenAfter: integer('first_token_after'),
    duration: integer(),
    problem: text({ mode: 'json' }).$type<ModelProblem>(),
    tools: text({ mode: 'json' }).$type<ToolCall[]>().notNull(),
    manifest: text({ mode: 'json' }).$type<ContextManifest>(),
    editedFiles: integer('edited_files').notNull(),
  },
  (table) => [index('messages_by_conversation').on(table.conversationId, table.position)],
);

/** One row for each request to a model, kept when its conversation goes. */
export const modelRequests = sqliteTable(
  'model_requests',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    startedAt: integer('started_at').notNull(),
    projectId: text('project_id'),
    conversationId: text('conversation_id'),
    purpose: text().$type<RequestPurpose>().notNull(),
    /** Begun by a person's message, and so counted by the limits. */
    counted: integer({ mode: 'boolean' }).notNull(),
    model: text().notNull(),
    local: integer({ mode: 'boolean' }).notNull(),
    inputTokens: integer('input_tokens').notNull(),
    cachedTokens: integer('cached_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    cost: real(),
    estimated: integer({ mode: 'boolean' }).notNull(),
  },
  (table) => [
    index('model_requests_by_time').on(table.startedAt),
    index('model_requests_by_conversation').on(table.conversationId),
  ],
);

/** What a model may do in a project without asking again. */
export const toolPermissions = sqliteTable(
  'tool_permissions',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** The tool and, of a task, its name and the command that was agreed to. */
    subject: text().notNull(),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.subject] })],
);

export const promptTemplates = sqliteTable('prompt_templates', {
  id: text().primaryKey(),
  title: text().notNull(),
  text: text().notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** What answers would change, a row a file. Texts are in `edit_texts`, by their hashes. */
export const editFiles = sqliteTable(
  'edit_files',
  {
    id: text().primaryKey(),
    messageId: text('message_id').notNull(),
    projectId: text('project_id').notNull(),
    position: integer().notNull(),
    path: text().notNull(),
    kind: text().$type<StagedFile['kind']>().notNull(),
    from: text('from_path'),
    /** Null where there is no such file before, or after. */
    base: text(),
    result: text(),
    failures: text({ mode: 'json' }).$type<readonly KeptFailure[]>().notNull(),
    stagedAt: integer('staged_at').notNull(),
  },
  (table) => [
    index('edit_files_by_message').on(table.messageId, table.position),
    index('edit_files_by_project').on(table.projectId),
  ],
);

/** Lines count from 0 here, in the text the edit was staged against and in the one with all hunks made. */
export const editHunks = sqliteTable(
  'edit_hunks',
  {
    id: text().primaryKey(),
    fileId: text('file_id')
      .notNull()
      .references(() => editFiles.id, { onDelete: 'cascade' }),
    state: text().$type<'staged' | 'kept' | 'undone'>().notNull(),
    oldStart: integer('old_start').notNull(),
    oldLines: text('old_lines', { mode: 'json' }).$type<readonly string[]>().notNull(),
    newStart: integer('new_start').notNull(),
    newLines: text('new_lines', { mode: 'json' }).$type<readonly string[]>().notNull(),
    flagged: integer({ mode: 'boolean' }).notNull(),
    /** Why it does not fit; empty when it does. */
    problem: text().notNull(),
  },
  (table) => [index('edit_hunks_by_file').on(table.fileId, table.oldStart)],
);

/** Texts with LF line ends, each kept once: raw deflate of UTF-8, by their SHA-256 in base64 for URLs. */
export const editTexts = sqliteTable('edit_texts', {
  hash: text().primaryKey(),
  content: blob({ mode: 'buffer' }).notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** What files held before edits were kept; null for those that were not there. */
export const editCheckpoints = sqliteTable(
  'edit_checkpoints',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    messageId: text('message_id').notNull(),
    path: text().notNull(),
    hash: text(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('edit_checkpoints_by_message').on(table.messageId, table.id),
    index('edit_checkpoints_by_text').on(table.hash),
  ],
);

/** Steps that windows were given and have not told the end of. */
export const editSteps = sqliteTable('edit_steps', {
  id: text().primaryKey(),
  plan: text({ mode: 'json' }).$type<EditPlan>().notNull(),
  createdAt: integer('created_at').notNull(),
});
