import type { Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { CommentThread, SessionComment } from '../session/session-comments.ts';
import type { TalkNotices } from '../talk/talk-notices.ts';
import { firstLineOf } from '../talk/words.ts';
import type { CommentsContext } from './comments-context.ts';

/** Milliseconds in which what comes is told of together. */
const together = 300;

/** Why a person is told of a comment; null when they need not be. */
export function reasonToTell(
  thread: Pick<CommentThread, 'comments'>,
  comment: Pick<SessionComment, 'id' | 'author' | 'mentions'>,
  me: string,
): 'mention' | 'reply' | null {
  if (comment.author === me) return null;
  if (comment.mentions.some(({ person }) => person === me)) return 'mention';
  const before = thread.comments.slice(
    0,
    thread.comments.findIndex(({ id }) => id === comment.id),
  );
  return before.some(({ author }) => author === me) ? 'reply' : null;
}

/** Tells this person of comments that mention them or answer them, from now on. */
export function noticeComments(context: CommentsContext, notices: TalkNotices): Disposable {
  const { live, threads, unread } = context;
  const told = new Set(threads.getState().flatMap(({ comments }) => comments.map(({ id }) => id)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const fresh = threads.getState().flatMap((thread) =>
      thread.comments.flatMap((comment) => {
        if (told.has(comment.id)) return [];
        told.add(comment.id);
        const reason = unread.ids.getState().has(comment.id) ? reasonToTell(thread, comment, live.me.person) : null;
        return reason ? [{ thread, comment, reason }] : [];
      }),
    );
    notices.tell(
      fresh.map(({ thread, comment, reason }) => ({
        id: comment.id,
        title:
          reason === 'mention'
            ? t('{{name}} mentioned you in {{path}}', { name: comment.name, path: thread.path })
            : t('{{name}} answered in {{path}}', { name: comment.name, path: thread.path }),
        body: firstLineOf(comment.text).slice(0, 300),
        action: t('Show'),
        show: () => context.show(thread.id),
      })),
      (count) => t('{{count}} comments for you', { count }),
    );
  };
  const end = threads.subscribe(() => {
    timer ??= setTimeout(tell, together);
  });
  return {
    dispose() {
      end();
      clearTimeout(timer);
    },
  };
}
