import { t } from '../../../../../localization/index.ts';
import type { TokenCounter } from '../tokens/token-counter.ts';
import { shareEvenly } from './allot.ts';
import { tokensPerMessage } from './messages.ts';
import type { DraftPart, SizedPart } from './request.ts';

/** An earlier message whose secrets are blacked out. */
export interface SafeMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly redacted: number;
  /** What of it is kept; the beginning where left out. */
  readonly keep?: 'start' | 'end';
}

export const verbatimMessages = 10;
const smallestMessage = 12;
const shortened = '[… shortened]';

/** The last messages within so many tokens. Where they are too many, each keeps its beginning, or its end, to an even share. */
export async function fitHistory(
  history: readonly SafeMessage[],
  tokens: number,
  counter: Pick<TokenCounter, 'countAll' | 'cut' | 'count'>,
): Promise<{ readonly parts: SizedPart[]; readonly left: number }> {
  const recent = history.slice(-verbatimMessages);
  const cuts = await Promise.all(recent.map(({ text, keep = 'start' }) => counter.cut(text, tokens, keep)));
  const needs = cuts.map((cut) => cut.tokens + tokensPerMessage + 1);
  const grants = shareEvenly(needs, tokens);
  const parts: SizedPart[] = [];
  let left = tokens;
  for (const [index, message] of recent.entries()) {
    const grant = grants[index] ?? 0;
    const whole = cuts[index];
    const fits = whole !== undefined && !whole.cut && (needs[index] ?? 0) <= grant;
    const room = grant - tokensPerMessage - (fits ? 1 : 8);
    if (!fits && room < smallestMessage) continue;
    const cut = fits ? whole : await counter.cut(message.text, room, message.keep ?? 'start');
    const text = fits ? cut.text : message.keep === 'end' ? `${shortened}\n${cut.text}` : `${cut.text}\n${shortened}`;
    const part = sizedMessage(message, text, (await counter.count(text)) + tokensPerMessage + 1, !fits);
    parts.push(part);
    left -= part.part.tokens;
  }
  return { parts, left };
}

function sizedMessage(message: SafeMessage, text: string, tokens: number, cut: boolean): SizedPart {
  const draft: DraftPart = {
    id: `message:${message.id}`,
    kind: 'messages',
    title: message.role === 'user' ? t('Earlier question') : t('Earlier answer'),
    detail: firstLine(message.text),
    path: null,
    redacted: message.redacted,
    removable: message.keep !== 'end',
    tag: message.role,
    text,
    firstLine: null,
    keep: message.keep ?? 'start',
  };
  const { text: _text, tag: _tag, firstLine: _line, keep: _keep, ...described } = draft;
  return { part: { ...described, tokens, cut }, draft, text, lines: null };
}

function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
