import type { TalkMessage } from '../session/session-talk.ts';

/** A row of the chat. */
export type ChatRow =
  | { readonly kind: 'day'; readonly id: string; readonly at: number }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly message: TalkMessage;
      /** It follows another of the same person: whose it is need not be said again. */
      readonly follows: boolean;
    };

/** Milliseconds after which a person's next message names them anew. */
const namedAfter = 5 * 60_000;

/** The messages with a row before the first of each day of this machine's calendar. What was taken back is left out. */
export function chatRows(messages: readonly TalkMessage[]): readonly ChatRow[] {
  const rows: ChatRow[] = [];
  let before: TalkMessage | null = null;
  for (const message of messages) {
    if (message.deleted) continue;
    const sameDay = before !== null && startOfDay(before.at) === startOfDay(message.at);
    if (!sameDay) rows.push({ kind: 'day', id: `day ${startOfDay(message.at)} ${message.id}`, at: message.at });
    const follows = sameDay && before?.author === message.author && message.at - before.at < namedAfter;
    rows.push({ kind: 'message', id: message.id, message, follows });
    before = message;
  }
  return rows;
}

/** How far back a day is: 0 for today, 1 for yesterday. */
export function daysAgo(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
