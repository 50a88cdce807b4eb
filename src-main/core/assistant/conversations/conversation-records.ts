import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { TokenUsage } from '../../../../contract/model/assistant-model.ts';
import type { ChatMessage, Conversation, ConversationSummary } from '../../../../contract/model/chat.ts';
import { t } from '../../../../localization/index.ts';
import { type CoreDatabase, tables } from '../../database/index.ts';
import { desktopError } from '../../desktop-error.ts';
import { type Branch, branchTo, newestBelow, type TreeMessage } from './branches.ts';
import { messageOf } from './message-rows.ts';
import { excerptOf, searchWords } from './search-words.ts';
import { titleOfFirstLine } from './titles.ts';

export type ConversationRow = typeof tables.conversations.$inferSelect;
export type MessageRow = typeof tables.messages.$inferSelect;
export type NewMessageRow = Pick<
  MessageRow,
  'id' | 'conversationId' | 'parentId' | 'role' | 'status' | 'text' | 'attachments' | 'model' | 'local'
>;
type MessageChange = Partial<Omit<MessageRow, 'position' | 'id' | 'conversationId' | 'role'>>;

/** The longest list of conversations; older ones are found by searching. */
const mostListed = 500;
/** Messages of a conversation that come with it; those before them are asked for. */
const mostOpened = 60;

/** Conversations and their messages. What fails does with NOT_FOUND. */
export interface ConversationRecords {
  /** Messages of conversations that were removed before this start, and are gone for good. */
  readonly forgotten: readonly string[];
  list(projectId: string, search: string): ConversationSummary[];
  get(conversationId: string): ConversationRow;
  title(conversationId: string): string | null;
  open(conversationId: string): Conversation;
  /** What all answers of a conversation have taken. */
  usage(conversationId: string): TokenUsage;
  /** The nearest messages before one in its branch, in their order. */
  earlier(messageId: string, count: number): ChatMessage[];
  create(projectId: string, text: string): ConversationRow;
  rename(conversationId: string, title: string, origin: ConversationRow['titleOrigin']): void;
  remove(conversationId: string): void;
  restore(conversationId: string): void;
  /** Shows the branch that a message is in, down to its newest. */
  showBranch(messageId: string): Conversation;
  /** Shows the branch that ends with a message; null shows none. */
  show(conversationId: string, messageId: string | null): void;
  message(messageId: string): MessageRow;
  /** Messages of the branch that ends with one, first one first. */
  branch(messageId: string): MessageRow[];
  /** An answer and those after it in the branch that is shown, oldest first. */
  turnsFrom(messageId: string): string[];
  /** Shows the conversation as it was before the question of this answer. */
  takeBack(messageId: string): void;
  /** Adds a message, and shows the branch that ends with it. */
  add(message: NewMessageRow): MessageRow;
  change(messageId: string, change: MessageChange): void;
  /** The same for text that goes on: a power cut may take the last of it. */
  changeSoon(messageId: string, change: MessageChange): void;
  described(messageId: string): ChatMessage;
}

export function createConversationRecords(dependencies: {
  database: CoreDatabase;
  now: () => number;
}): ConversationRecords {
  const { now } = dependencies;
  const { durable, cached } = dependencies.database;
  const { conversations, messages } = tables;
  const forgotten = settleInterrupted();

  /** A crash or a power cut ended these; what was removed before the last end is gone for good. */
  function settleInterrupted(): string[] {
    durable.update(messages).set({ status: 'interrupted' }).where(eq(messages.status, 'streaming')).run();
    const removed = sql`${messages.conversationId} IN (SELECT id FROM conversations WHERE removed_at IS NOT NULL)`;
    const gone = durable.select({ id: messages.id }).from(messages).where(removed).all();
    durable.delete(conversations).where(sql`${conversations.removedAt} IS NOT NULL`).run();
    return gone.map(({ id }) => id);
  }

  const gone = () => desktopError('NOT_FOUND', { message: t('That conversation is not there any more.') });
  const get = (conversationId: string): ConversationRow => {
    const row = durable.select().from(conversations).where(eq(conversations.id, conversationId)).get();
    if (!row) throw gone();
    return row;
  };
  const message = (messageId: string): MessageRow => {
    const row = durable.select().from(messages).where(eq(messages.id, messageId)).get();
    if (!row) throw gone();
    return row;
  };
  const tree = (conversationId: string): TreeMessage[] =>
    cached
      .select({ id: messages.id, parentId: messages.parentId })
      .from(messages)
      .where(eq(messages.conversationId, conversationId))
      .orderBy(asc(messages.position))
      .all();
  const rowsOf = (conversationId: string, ids: ReadonlySet<string>): Map<string, MessageRow> => {
    const all = cached.select().from(messages).where(eq(messages.conversationId, conversationId));
    const rows =
      ids.size <= 500
        ? cached
            .select()
            .from(messages)
            .where(inArray(messages.id, [...ids]))
            .all()
        : all.all();
    return new Map(rows.map((row) => [row.id, row]));
  };
  const usageOf = (condition: SQL | undefined) =>
    cached
      .select({
        conversationId: messages.conversationId,
        count: sql<number>`count(*)`,
        inputTokens: sql<number>`coalesce(sum(${messages.inputTokens}), 0)`,
        cachedTokens: sql<number>`coalesce(sum(${messages.cachedTokens}), 0)`,
        outputTokens: sql<number>`coalesce(sum(${messages.outputTokens}), 0)`,
        cost: sql<number | null>`CASE WHEN count(${messages.inputTokens}) = 0 THEN 0 ELSE sum(${messages.cost}) END`,
        estimated: sql<number>`max(${messages.estimated})`,
      })
      .from(messages)
      .where(condition)
      .groupBy(messages.conversationId)
      .all();
  const emptyUsage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, cost: 0, estimated: false };

  const described = (conversationId: string, branch: Branch): ChatMessage[] => {
    const rows = rowsOf(conversationId, new Set(branch.map((each) => each.id)));
    return branch.flatMap(({ id, siblings }) => {
      const row = rows.get(id);
      return row ? [messageOf(row, siblings)] : [];
    });
  };
  const usage = (conversationId: string): TokenUsage => {
    const [used] = usageOf(eq(messages.conversationId, conversationId));
    const { conversationId: _, count: __, ...sums } = used ?? { ...emptyUsage, conversationId, count: 0 };
    return { ...sums, estimated: Boolean(sums.estimated) };
  };
  const open = (conversationId: string): Conversation => {
    const { id, title, shownMessageId } = get(conversationId);
    const branch = branchTo(tree(id), shownMessageId);
    const newest = branch.slice(-mostOpened);
    return {
      id,
      title,
      usage: usage(id),
      messages: described(id, newest),
      earlier: branch.length - newest.length,
    };
  };
  const show = (conversationId: string, messageId: string | null) =>
    void durable
      .update(conversations)
      .set({ shownMessageId: messageId })
      .where(eq(conversations.id, conversationId))
      .run();

  /** Where words are: of short ones there is no index. */
  const holds = (word: string) => {
    const like = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const inText =
      [...word].length < 3
        ? sql`SELECT conversation_id FROM messages WHERE text LIKE ${like} ESCAPE '\\'`
        : sql`SELECT conversation_id FROM messages WHERE position IN (SELECT rowid FROM messages_text WHERE messages_text MATCH ${`"${word.replaceAll('"', '""')}"`})`;
    return sql`(${conversations.title} LIKE ${like} ESCAPE '\\' OR ${conversations.id} IN (${inText}))`;
  };
  const excerpt = (conversationId: string, words: readonly string[]): string => {
    const word = [...words].sort((one, other) => other.length - one.length)[0] ?? '';
    const found = cached
      .select({ text: messages.text })
      .from(messages)
      .where(and(eq(messages.conversationId, conversationId), sql`instr(lower(${messages.text}), lower(${word})) > 0`))
      .orderBy(desc(messages.position))
      .limit(1)
      .get();
    return found ? excerptOf(found.text, words) : '';
  };

  return {
    forgotten,
    get,
    open,
    usage,
    earlier(messageId, count) {
      const { conversationId, parentId } = message(messageId);
      return described(conversationId, branchTo(tree(conversationId), parentId).slice(-count));
    },
    message,
    show,
    title: (id) =>
      cached.select({ title: conversations.title }).from(conversations).where(eq(conversations.id, id)).get()?.title ??
      null,
    list(projectId, search) {
      const words = searchWords(search);
      const rows = cached
        .select()
        .from(conversations)
        .where(and(eq(conversations.projectId, projectId), isNull(conversations.removedAt), ...words.map(holds)))
        .orderBy(desc(conversations.updatedAt), desc(conversations.createdAt))
        .limit(mostListed)
        .all();
      const used = new Map(
        usageOf(sql`${messages.conversationId} IN (SELECT id FROM conversations WHERE project_id = ${projectId})`).map(
          (each) => [each.conversationId, each],
        ),
      );
      return rows.map(({ id, title, createdAt, updatedAt }) => {
        const {
          count = 0,
          conversationId: _,
          ...usage
        } = used.get(id) ?? { ...emptyUsage, conversationId: id, count: 0 };
        return {
          id,
          title,
          createdAt,
          updatedAt,
          messages: count,
          excerpt: words.length === 0 ? '' : excerpt(id, words),
          usage: { ...usage, estimated: Boolean(usage.estimated) },
        };
      });
    },
    create: (projectId, text) =>
      durable
        .insert(conversations)
        .values({
          id: randomUUID(),
          projectId,
          title: titleOfFirstLine(text),
          titleOrigin: 'firstLine',
          createdAt: now(),
          updatedAt: now(),
        })
        .returning()
        .get(),
    rename(conversationId, title, titleOrigin) {
      get(conversationId);
      durable.update(conversations).set({ title, titleOrigin }).where(eq(conversations.id, conversationId)).run();
    },
    remove(conversationId) {
      get(conversationId);
      durable.update(conversations).set({ removedAt: now() }).where(eq(conversations.id, conversationId)).run();
    },
    restore(conversationId) {
      get(conversationId);
      durable.update(conversations).set({ removedAt: null }).where(eq(conversations.id, conversationId)).run();
    },
    showBranch(messageId) {
      const { conversationId } = message(messageId);
      show(conversationId, newestBelow(tree(conversationId), messageId));
      return open(conversationId);
    },
    branch(messageId) {
      const { conversationId } = message(messageId);
      const branch = branchTo(tree(conversationId), messageId);
      const rows = rowsOf(conversationId, new Set(branch.map((each) => each.id)));
      return branch.flatMap(({ id }) => rows.get(id) ?? []);
    },
    turnsFrom(messageId) {
      const { conversationId } = message(messageId);
      const all = tree(conversationId);
      const { shownMessageId } = get(conversationId);
      const shown = branchTo(all, shownMessageId).map(({ id }) => id);
      const branch = shown.includes(messageId) ? shown : branchTo(all, newestBelow(all, messageId)).map(({ id }) => id);
      const rows = rowsOf(conversationId, new Set(branch));
      return branch.slice(branch.indexOf(messageId)).filter((id) => rows.get(id)?.role === 'assistant');
    },
    takeBack(messageId) {
      const { conversationId, parentId } = message(messageId);
      show(conversationId, parentId === null ? null : message(parentId).parentId);
    },
    add: (added) =>
      durable.transaction((transaction) => {
        const row = transaction
          .insert(messages)
          .values({ ...added, createdAt: now(), estimated: false, tools: [], editedFiles: 0 })
          .returning()
          .get();
        transaction
          .update(conversations)
          .set({ shownMessageId: row.id, updatedAt: now() })
          .where(eq(conversations.id, row.conversationId))
          .run();
        return row;
      }),
    change: (messageId, change) => void durable.update(messages).set(change).where(eq(messages.id, messageId)).run(),
    changeSoon: (messageId, change) => void cached.update(messages).set(change).where(eq(messages.id, messageId)).run(),
    described(messageId) {
      const row = message(messageId);
      const same = row.parentId === null ? isNull(messages.parentId) : eq(messages.parentId, row.parentId);
      const siblings = cached
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.conversationId, row.conversationId), same))
        .orderBy(asc(messages.position))
        .all();
      return messageOf(
        row,
        siblings.map(({ id }) => id),
      );
    },
  };
}
