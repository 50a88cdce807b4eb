import { describe, expect, it, vi } from 'vitest';
import {
  filterThreads,
  firstFilter,
  neighbourThread,
} from '../../../../src-renderer/features/collaboration/comments/comment-filter.ts';
import { reasonToTell } from '../../../../src-renderer/features/collaboration/comments/notice-comments.ts';
import type { CommentThread } from '../../../../src-renderer/features/collaboration/session/session-comments.ts';
import {
  createTalkNotices,
  type SystemNotification,
} from '../../../../src-renderer/features/collaboration/talk/talk-notices.ts';

const ann = 'a'.repeat(43);
const ben = 'b'.repeat(43);
const cid = 'c'.repeat(43);

function thread(
  id: string,
  change: Partial<CommentThread> & { said?: [string, string, string?][] } = {},
): CommentThread {
  const { said = [[ann, 'Ann says so']], ...rest } = change;
  return {
    id,
    author: ann,
    file: 'file',
    path: 'main.ts',
    range: { start: 0, end: 1 },
    lines: { first: 1, last: 1 },
    columns: { first: 1, last: 2 },
    wholeLine: false,
    quote: 'const answer',
    resolved: false,
    resolution: null,
    comments: said.map(([author, text, mentioned], index) => ({
      id: `${id}-${index}`,
      author,
      name: author === ann ? 'Ann' : 'Ben',
      at: index,
      text,
      mentions: mentioned ? [{ person: mentioned, name: 'x' }] : [],
      editedAt: null,
    })),
    ...rest,
  };
}

describe('the filter of comments', () => {
  const threads = [
    thread('late', { lines: { first: 9, last: 9 } }),
    thread('early', { said: [[ben, 'a question', ann]] }),
    thread('done', { resolved: true }),
    thread('other', { path: 'lib.ts', quote: 'let ferry', said: [[ben, 'Late departures']] }),
  ];
  const ids = (change: Partial<typeof firstFilter>, file: string | null = 'main.ts') =>
    filterThreads(threads, { ...firstFilter, ...change }, { me: ann, file }).map(({ id }) => id);

  it('lets through what is asked for, by file and line', () => {
    expect(ids({})).toEqual(['other', 'early', 'late']);
    expect(ids({ status: 'resolved' })).toEqual(['done']);
    expect(ids({ status: 'all' })).toEqual(['other', 'early', 'done', 'late']);
    expect(ids({ about: 'mine' })).toEqual(['late']);
    expect(ids({ about: 'mentions' })).toEqual(['early']);
    expect(ids({ about: 'file' })).toEqual(['early', 'late']);
    expect(ids({ about: 'file' }, null)).toEqual([]);
    expect(ids({ search: 'ferry DEPART' })).toEqual(['other']);
    expect(ids({ search: 'ben' })).toEqual(['other', 'early']);
    expect(ids({ search: 'nothing of the kind' })).toEqual([]);
  });

  it('steps to the next and previous thread of a text, going round', () => {
    const placed = [3, 9, 20].map((line) => thread(`${line}`, { lines: { first: line, last: line } }));
    const gone = thread('gone', { range: null });
    const step = (line: number, open: string | null, by: 1 | -1) =>
      neighbourThread([...placed, gone], { line, thread: open }, by)?.id;
    expect(step(1, null, 1)).toBe('3');
    expect(step(10, null, 1)).toBe('20');
    expect(step(21, null, 1)).toBe('3');
    expect(step(10, null, -1)).toBe('9');
    expect(step(1, null, -1)).toBe('20');
    expect(step(9, '9', 1)).toBe('20');
    expect(step(9, '3', -1)).toBe('20');
    expect(neighbourThread([gone], { line: 1, thread: null }, 1)).toBeNull();
  });
});

describe('notices of what others said', () => {
  it('are of mentions, and of answers to what one said oneself', () => {
    const mixed = thread('t', {
      said: [
        [ann, 'first'],
        [ben, 'answer'],
        [cid, 'aside', ben],
      ],
    });
    const reason = (index: number, me: string) => {
      const comment = mixed.comments[index];
      return comment && reasonToTell(mixed, comment, me);
    };
    expect(reason(0, ann)).toBeNull();
    expect(reason(0, ben)).toBeNull();
    expect(reason(1, ann)).toBe('reply');
    expect(reason(2, ben)).toBe('mention');
    expect(reason(1, cid)).toBeNull();
  });

  it('are one for many, and lead to what they are about from the window and the system', async () => {
    const raised: { title: string; actions: readonly { run(): void | Promise<void> }[] }[] = [];
    const info = (title: string, { actions = [] }: { actions?: (typeof raised)[0]['actions'] } = {}) =>
      void raised.push({ title, actions });
    const sent: SystemNotification[] = [];
    const notices = createTalkNotices(
      { notifications: { info, warning: info, error: info, progress: () => Promise.reject(new Error('none')) } },
      (notification) => {
        sent.push(notification);
        return Promise.reject(new Error('this system has none'));
      },
    );
    const show = vi.fn();
    const notice = (id: string) => ({ id, title: `title ${id}`, body: 'body', action: 'Show', show });
    const summary = (count: number) => `${count} at once`;
    notices.tell([], summary);
    expect(raised).toEqual([]);
    notices.tell([notice('1'), notice('2')], summary);
    notices.tell(['3', '4', '5', '6'].map(notice), summary);
    expect(raised.map(({ title }) => title)).toEqual(['title 1', 'title 2', '4 at once']);
    expect(sent.map(({ id }) => id)).toEqual(['1', '2', '6']);
    await raised[0]?.actions[0]?.run();
    notices.chosen('6');
    notices.chosen('unknown');
    expect(show).toHaveBeenCalledTimes(2);
  });
});
