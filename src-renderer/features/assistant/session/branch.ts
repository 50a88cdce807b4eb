import type { Attachment, ChatMessage } from '../../../../contract/model/chat.ts';

/** How the question and the answer that are on their way are called until Core has named them. */
export const pendingQuestion = 'pending-question';
export const pendingAnswer = 'pending-answer';

/** The messages up to and with this one; none for null, or where it stands before those that are here. */
export function upTo(messages: readonly ChatMessage[], id: string | null): readonly ChatMessage[] {
  if (id === null || messages[0]?.parentId === id) return [];
  const at = messages.findIndex((message) => message.id === id);
  return at === -1 ? messages : messages.slice(0, at + 1);
}

/** A question as it is shown before Core has it. */
export function newQuestion(text: string, attachments: readonly Attachment[], parentId: string | null): ChatMessage {
  return {
    ...blank,
    id: pendingQuestion,
    parentId,
    role: 'user',
    text,
    status: 'complete',
    attachments: [...attachments],
    createdAt: Date.now(),
  };
}

/** An answer of which nothing has come yet. */
export function emptyAnswer(id: string, parentId: string | null): ChatMessage {
  return { ...blank, id, parentId, role: 'assistant', text: '', status: 'streaming', createdAt: Date.now() };
}

const blank = {
  attachments: [],
  model: null,
  local: false,
  usage: null,
  firstTokenAfter: null,
  duration: null,
  problem: null,
  tools: [],
  manifest: null,
  editedFiles: 0,
  siblings: [],
} satisfies Partial<ChatMessage>;
