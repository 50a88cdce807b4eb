import type { CommentThread } from '../session/session-comments.ts';

/** Which threads a list shows. */
export interface CommentFilter {
  readonly status: 'open' | 'resolved' | 'all';
  readonly about: 'everything' | 'mine' | 'mentions' | 'file';
  readonly search: string;
}

export const firstFilter: CommentFilter = { status: 'open', about: 'everything', search: '' };

/** The threads that a filter lets through, by file and line. `file` is the path that is open. */
export function filterThreads(
  threads: readonly CommentThread[],
  { status, about, search }: CommentFilter,
  { me, file }: { readonly me: string; readonly file: string | null },
): readonly CommentThread[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return threads
    .filter((thread) => status === 'all' || thread.resolved === (status === 'resolved'))
    .filter((thread) => isAbout(thread, about, me, file))
    .filter((thread) => {
      if (words.length === 0) return true;
      const said = thread.comments.map(({ name, text }) => `${name} ${text}`).join(' ');
      const whole = `${thread.path} ${thread.quote} ${said}`.toLowerCase();
      return words.every((word) => whole.includes(word));
    })
    .sort((a, b) => compare(a.path, b.path) || a.lines.first - b.lines.first);
}

function isAbout(thread: CommentThread, about: CommentFilter['about'], me: string, file: string | null): boolean {
  switch (about) {
    case 'everything':
      return true;
    case 'mine':
      return thread.comments.some(({ author }) => author === me);
    case 'mentions':
      return thread.comments.some(({ mentions }) => mentions.some(({ person }) => person === me));
    case 'file':
      return thread.path === file;
  }
}

/** The thread after the one at a line, or before it with -1, going round at the ends; null when there is none. */
export function neighbourThread(
  threads: readonly CommentThread[],
  from: { readonly line: number; readonly thread: string | null },
  step: 1 | -1,
): CommentThread | null {
  const placed = threads.filter(({ range }) => range !== null).sort((a, b) => a.lines.last - b.lines.last);
  const current = placed.findIndex(({ id }) => id === from.thread);
  if (current >= 0) return placed[(current + step + placed.length) % placed.length] ?? null;
  const next =
    step === 1
      ? placed.find(({ lines }) => lines.last >= from.line)
      : placed.findLast(({ lines }) => lines.last <= from.line);
  return next ?? placed.at(step === 1 ? 0 : -1) ?? null;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
