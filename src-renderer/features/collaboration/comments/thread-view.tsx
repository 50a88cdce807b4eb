import { Check, ChevronUp, MessageSquareText, RotateCcw } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { type CommentThread, longestComment } from '../session/session-comments.ts';
import { Composer } from '../talk/composer.tsx';
import { useMentionable, useWho } from '../talk/who.ts';
import { CommentRow } from './comment-row.tsx';
import type { CommentsContext } from './comments-context.ts';
import { standingOf } from './thread-words.ts';
import './thread-view.css';

interface ThreadViewProps {
  readonly context: CommentsContext;
  /** Null while it has no comment yet. */
  readonly thread: CommentThread | null;
  /** What it is about: `Line 20`. */
  readonly place: string;
  /** Under what name a draft is kept. */
  readonly draft: string;
  readonly onSend: (text: string) => Promise<void>;
  /** Without it the thread can't be closed. */
  readonly onClose?: () => void;
  /** Grows when the thread is to take the focus. */
  readonly focusRequest?: number;
  /** Shown above what was said, such as the text that is gone. */
  readonly children?: ReactNode;
}

/** A thread: what was said at a place, and where to answer. */
export function ThreadView({
  context,
  thread,
  place,
  draft,
  onSend,
  onClose,
  focusRequest,
  children,
}: ThreadViewProps) {
  const { live, drafts } = context;
  const { comments } = live.session;
  const who = useWho(live);
  const people = useMentionable(live);
  const role = useStore(live.state, (state) => state.role);
  const text = useStore(drafts, (all) => all.get(draft) ?? '');
  const element = useRef<HTMLElement>(null);
  const mayComment = role !== null && role !== 'viewer';
  useEffect(() => {
    if (focusRequest && !mayComment) element.current?.focus({ preventScroll: true });
  }, [focusRequest, mayComment]);

  const color = thread ? who(thread.author, thread.comments[0]?.name ?? '').color : null;
  const onKeyDown = (event: KeyboardEvent) => {
    // The editor around a thread must not take its keys.
    event.stopPropagation();
    if (event.key !== 'Escape' || !onClose) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section
      ref={element}
      className={`comment-thread ${color === null ? 'person-self' : `person-${color + 1}`}`}
      aria-label={t('Comments, {{place}}', { place })}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className="comment-thread-head">
        <MessageSquareText className="icon-small" aria-hidden="true" />
        <span className="comment-thread-place">{place}</span>
        <span className="comment-thread-standing clip">
          {thread ? standingOf(thread, (person, name) => who(person, name).name) : t('new comment')}
        </span>
        {thread && mayComment ? (
          <Button
            small
            kind="ghost"
            onClick={() =>
              void context.attempt(t('The thread was not changed'), () => comments.resolve(thread.id, !thread.resolved))
            }
          >
            {thread.resolved ? (
              <RotateCcw className="icon-small" aria-hidden="true" />
            ) : (
              <Check className="icon-small" aria-hidden="true" />
            )}
            {thread.resolved ? t('Reopen') : t('Resolve')}
          </Button>
        ) : null}
        {onClose ? (
          <IconButton label={t('Close the thread')} keys="Escape" onClick={onClose}>
            <ChevronUp aria-hidden="true" />
          </IconButton>
        ) : null}
      </header>
      {children}
      {thread ? (
        <ol className="comment-list" aria-label={t('What was said')}>
          {thread.comments.map((comment) => {
            const own = comment.author === live.me.person;
            return (
              <CommentRow
                key={comment.id}
                context={context}
                comment={comment}
                who={who(comment.author, comment.name)}
                people={people}
                mayEdit={own && mayComment}
                mayDelete={mayComment && (own || live.own !== null)}
              />
            );
          })}
        </ol>
      ) : null}
      {mayComment ? (
        <div className="comment-reply">
          <Avatar name={live.me.profile.name} color={null} size="small" />
          <Composer
            label={thread ? t('Reply') : t('Comment')}
            placeholder={thread ? t('Reply, or @mention someone') : t('Comment, or @mention someone')}
            value={text}
            onChange={(value) => drafts.write(draft, value)}
            onSend={async (value) => {
              await onSend(value);
              drafts.write(draft, '');
            }}
            onCancel={thread ? undefined : onClose}
            open={thread === null}
            people={people}
            longest={longestComment}
            sendTitle={thread ? t('Reply') : t('Comment')}
            focusRequest={focusRequest}
          />
        </div>
      ) : (
        <p className="comment-readonly">
          {context.ended
            ? t('This session is over. What was said in it can be read.')
            : t('You can read this session, not change it. Ask {{owner}} to make you an editor.', {
                owner: context.ownerName(),
              })}
        </p>
      )}
    </section>
  );
}
