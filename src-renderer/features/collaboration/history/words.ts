import type { Version, VersionAuthor, VersionKind } from '../../../../contract/desktop/collaboration.ts';
import { currentLocale, t } from '../../../localize.ts';

/** What a version is called in a list: its message, or how it came to be. */
export function titleOf({ message, kind }: Pick<Version, 'message' | 'kind'>): string {
  return message ?? kindName(kind);
}

export function kindName(kind: VersionKind): string {
  switch (kind) {
    case 'automatic':
      return t('Automatic');
    case 'saved':
      return t('Saved');
    case 'before-restore':
      return t('Before a restore');
    default:
      return kind satisfies never;
  }
}

/** The time of day, in the list under its day. */
export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString(currentLocale(), { hour: '2-digit', minute: '2-digit' });
}

/** Day and time, where nothing around it says which day. */
export function momentOf(at: number): string {
  return new Date(at).toLocaleString(currentLocale(), { dateStyle: 'medium', timeStyle: 'short' });
}

/** The day of a time: "Today", "Yesterday", "Thu, 26 November". */
export function dayOf(at: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return t('Today');
  const before = new Date(midnight);
  before.setDate(before.getDate() - 1);
  if (at >= before.getTime()) return t('Yesterday');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(currentLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** Names as a list in words: "Jonas, Mira and Tove"; the person here is "you". */
export function namesOf(authors: readonly VersionAuthor[], self: string | null): string {
  const names = authors.map(({ person, name }) => (person === self ? t('you') : name));
  return new Intl.ListFormat(currentLocale(), { type: 'conjunction' }).format(names);
}

/** The colour of somebody who may not be here: the same every time. */
export function colorOf(person: string): number {
  return [...person].reduce((sum, letter) => (sum + letter.charCodeAt(0)) % 8, 0);
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
