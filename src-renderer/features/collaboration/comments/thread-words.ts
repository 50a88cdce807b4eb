import { t } from '../../../localize.ts';
import { timeAgo } from '../../../ui/time-ago.ts';
import type { CommentThread } from '../session/session-comments.ts';

/** Where a thread is: `Line 20`, `Lines 3 to 5`. */
export function placeOf({ lines: { first, last } }: Pick<CommentThread, 'lines'>): string {
  return first === last ? t('Line {{first}}', { first }) : t('Lines {{first}} to {{last}}', { first, last });
}

/** How a thread stands: `open, 2 comments`, `resolved by Mira, 2 h`. */
export function standingOf(
  { range, resolution, comments }: Pick<CommentThread, 'range' | 'resolution' | 'comments'>,
  nameOf: (person: string, name: string) => string,
): string {
  const words = [];
  if (range === null) words.push(t('outdated'));
  if (resolution?.resolved) {
    const name = nameOf(resolution.person, resolution.name);
    words.push(t('resolved by {{name}}, {{time}}', { name, time: timeAgo(resolution.at) }));
  } else words.push(t('open'));
  words.push(t('{{count}} comments', { count: comments.length }));
  return words.join(', ');
}

/** When something was said, in full: for a tooltip. */
export function fullTime(at: number, locale: string): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'medium' });
}
