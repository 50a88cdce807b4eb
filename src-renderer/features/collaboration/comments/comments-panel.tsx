import { MessageSquareText, Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { keyText } from '../../../ui/key-names.ts';
import { RowList } from '../../../ui/row-list.tsx';
import { Select } from '../../../ui/select.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import type { CommentThread } from '../session/session-comments.ts';
import { useWho } from '../talk/who.ts';
import { firstLineOf } from '../talk/words.ts';
import { type CommentFilter, filterThreads, firstFilter } from './comment-filter.ts';
import type { CommentsContext } from './comments-context.ts';
import { ThreadView } from './thread-view.tsx';
import { placeOf } from './thread-words.ts';
import './comments-panel.css';

const rowHeight = 44;

/** All comments of the session, and the thread that is chosen among them. */
export default function CommentsPanel({ context }: { context: CommentsContext }) {
  const { live, services } = context;
  const threads = useStore(context.threads);
  const selected = useStore(context.selected);
  const unread = useStore(context.unread.ids);
  const file = useStore(services.editor.state, (state) => state.active);
  const [filter, setFilter] = useState<CommentFilter>(firstFilter);
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => filterThreads(threads, filter, { me: live.me.person, file }),
    [threads, filter, live.me.person, file],
  );
  const thread = threads.find(({ id }) => id === selected) ?? null;
  const focusRequests = useStore(context.focusRequests);
  useEffect(() => {
    if (focusRequests === 0) return;
    list.current?.focus();
    context.focusRequests.setState(0, true);
  }, [context, focusRequests]);
  useEffect(() => {
    if (thread) context.unread.see(thread.comments.map(({ id }) => id));
  }, [context, thread]);

  if (threads.length === 0) {
    return (
      <EmptyState icon={<MessageSquareText aria-hidden="true" />} title={t('No comments yet.')}>
        {context.ended
          ? t('Nobody commented in the last session of this folder.')
          : t('Select some code and press {{keys}}.', { keys: keyText('Ctrl+Alt+M') })}
      </EmptyState>
    );
  }
  return (
    <div className="comments-panel">
      <div className="comments-main">
        <CommentTools filter={filter} onChange={setFilter} onDown={() => list.current?.focus()} />
        {shown.length > 0 ? (
          <ThreadList context={context} threads={shown} selected={selected} unread={unread} container={list} />
        ) : (
          <EmptyState
            icon={<MessageSquareText aria-hidden="true" />}
            title={t('Nothing found')}
            actions={
              <Button small onClick={() => setFilter({ ...firstFilter, status: 'all' })}>
                {t('Show all comments')}
              </Button>
            }
          >
            {t('{{count}} threads are left out by the filter.', { count: threads.length })}
          </EmptyState>
        )}
      </div>
      {thread ? (
        <div className="comments-detail">
          <ThreadView
            key={thread.id}
            context={context}
            thread={thread}
            place={`${thread.path}, ${placeOf(thread)}`}
            draft={thread.id}
            onSend={async (text) => void (await live.session.comments.reply(thread.id, text))}
            onClose={() => {
              context.selected.setState(null, true);
              list.current?.focus();
            }}
          >
            <pre className="comment-quote">{thread.quote}</pre>
          </ThreadView>
        </div>
      ) : null}
    </div>
  );
}

interface CommentToolsProps {
  readonly filter: CommentFilter;
  readonly onChange: (filter: CommentFilter) => void;
  readonly onDown: () => void;
}

function CommentTools({ filter, onChange, onDown }: CommentToolsProps) {
  const { status, about, search } = filter;
  return (
    <div className="comments-tools" role="toolbar" aria-label={t('Comments')}>
      <Field
        className="comments-search"
        aria-label={t('Search the comments')}
        placeholder={t('Words, a name or a file')}
        icon={<Search className="icon-small" aria-hidden="true" />}
        value={search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && search !== '') onChange({ ...filter, search: '' });
          else if (event.key === 'ArrowDown') onDown();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        end={
          search === '' ? undefined : (
            <IconButton label={t('Clear the search')} onClick={() => onChange({ ...filter, search: '' })}>
              <X className="icon-small" aria-hidden="true" />
            </IconButton>
          )
        }
      />
      <Select
        label={t('Which comments')}
        value={status}
        options={[
          { value: 'open', label: t('Open comments') },
          { value: 'resolved', label: t('Resolved comments') },
          { value: 'all', label: t('All comments') },
        ]}
        onChange={(value) => onChange({ ...filter, status: value })}
      />
      <Select
        label={t('Whose comments')}
        value={about}
        options={[
          { value: 'everything', label: t('Everybody’s') },
          { value: 'mine', label: t('With mine') },
          { value: 'mentions', label: t('Mentioning me') },
          { value: 'file', label: t('In this file') },
        ]}
        onChange={(value) => onChange({ ...filter, about: value })}
      />
    </div>
  );
}

interface ThreadListProps {
  readonly context: CommentsContext;
  readonly threads: readonly CommentThread[];
  readonly selected: string | null;
  readonly unread: ReadonlySet<string>;
  readonly container: React.RefObject<HTMLDivElement | null>;
}

function ThreadList({ context, threads, selected, unread, container }: ThreadListProps) {
  const who = useWho(context.live);
  const index = threads.findIndex(({ id }) => id === selected);
  return (
    <RowList
      label={t('Comments')}
      count={threads.length}
      rowHeight={rowHeight}
      padding={[4, 4]}
      index={index}
      container={container}
      onChoose={(to) => context.selected.setState(threads[to]?.id ?? null, true)}
      onOpen={() => {
        if (selected !== null) void context.show(selected);
      }}
    >
      {(places) =>
        places.map((place) => {
          const thread = threads[place.index];
          const [first] = thread?.comments ?? [];
          const last = thread?.comments.at(-1);
          if (!thread || !first || !last) return null;
          const { name, color } = who(first.author, first.name);
          const isUnread = thread.comments.some(({ id }) => unread.has(id));
          return (
            <div
              key={thread.id}
              id={place.id}
              className="row-list-row comments-row"
              role="option"
              tabIndex={-1}
              aria-selected={thread.id === selected}
              style={{ transform: `translateY(${place.top}px)` }}
              onMouseDown={(event) => {
                if (event.button !== 0) return;
                // The place takes the focus, or the list keeps it.
                event.preventDefault();
                container.current?.focus();
                void context.show(thread.id);
              }}
            >
              <Avatar name={name} color={color} size="small" />
              <span className="comments-row-main">
                <span className="comments-row-text clip">
                  {isUnread ? <span className="comments-row-new">{t('New')}</span> : null}
                  <strong>{name}</strong> {firstLineOf(first.text)}
                </span>
                <span className="comments-row-place clip">
                  {[thread.path, placeOf(thread)].join(', ')}
                  {thread.range === null ? <em>{t('outdated')}</em> : null}
                  {thread.resolved ? <em>{t('resolved')}</em> : null}
                  {thread.comments.length > 1 ? (
                    <em>{t('{{count}} replies', { count: thread.comments.length - 1 })}</em>
                  ) : null}
                </span>
              </span>
              <span className="comments-row-when">{timeAgo(last.at)}</span>
            </div>
          );
        })
      }
    </RowList>
  );
}
