import { useVirtualizer } from '@tanstack/react-virtual';
import { Ellipsis, MessagesSquare, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { currentLocale, t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { longestMessage, type TalkMessage } from '../session/session-talk.ts';
import { type ChatRow, chatRows, daysAgo } from './chat-rows.ts';
import { Composer } from './composer.tsx';
import { SpokenText } from './spoken-text.tsx';
import type { TalkContext } from './talk-context.ts';
import { useMentionable, useWho, type Who } from './who.ts';
import './chat-view.css';

/** What scrolls must take the focus. */
const reachedByKeys = { tabIndex: 0 };
/** Pixels from the end within which new messages are scrolled to. */
const nearEnd = 60;

/** The session's chat, the newest message last. */
export default function ChatView({ context }: { context: TalkContext }) {
  const { live, unread } = context;
  const { talk } = live.session;
  const messages = useSyncExternalStore(talk.onChanged, talk.messages);
  const rows = useMemo(() => chatRows(messages), [messages]);
  const windowFocused = useStore(context.focused);
  useEffect(() => {
    if (windowFocused) unread.see(messages.map(({ id }) => id));
  }, [unread, messages, windowFocused]);
  return (
    <div className="chat">
      {rows.length > 0 ? (
        <ChatList context={context} rows={rows} />
      ) : (
        <EmptyState icon={<MessagesSquare aria-hidden="true" />} title={t('Nothing said yet')}>
          {context.ended ? null : t('What you write here is for everybody in the session, and kept with it.')}
        </EmptyState>
      )}
      {context.ended ? (
        <p className="chat-ended">{t('This session is over. What was said in it can be read.')}</p>
      ) : (
        <ChatComposer context={context} />
      )}
    </div>
  );
}

function ChatComposer({ context }: { context: TalkContext }) {
  const { live, draft } = context;
  const people = useMentionable(live);
  const text = useStore(draft);
  const focusRequest = useStore(context.focusRequests);
  // The field has taken it: whoever comes here by the tabs keeps the focus there.
  useEffect(() => {
    if (focusRequest > 0) context.focusRequests.setState(0, true);
  }, [context, focusRequest]);
  return (
    <div className="chat-composer">
      <Composer
        label={t('Message')}
        placeholder={t('Message everybody, or @mention someone')}
        value={text}
        onChange={(value) => draft.setState(value, true)}
        onSend={async (value) => {
          await live.session.talk.say(value);
          draft.setState('', true);
        }}
        people={people}
        longest={longestMessage}
        sendTitle={t('Send')}
        focusRequest={focusRequest}
        enterSends
      />
    </div>
  );
}

function ChatList({ context, rows }: { context: TalkContext; rows: readonly ChatRow[] }) {
  const who = useWho(context.live);
  const container = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => container.current,
    estimateSize: (index) => (rows[index]?.kind === 'day' ? 28 : 44),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    paddingEnd: 8,
  });
  const total = virtualizer.getTotalSize();
  // Whoever reads what was said before is left there.
  // The height changes once rows are measured, and with it where the end is.
  useLayoutEffect(() => {
    if (atEnd.current && total > 0) virtualizer.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [rows.length, total, virtualizer]);
  const last = rows.at(-1);
  return (
    <div
      ref={container}
      className="chat-list"
      role="log"
      aria-label={t('Chat')}
      aria-live="off"
      {...reachedByKeys}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
      }}
    >
      <div className="chat-rows" style={{ height: total }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="chat-row"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'day' ? (
                <div className="chat-day">{dayName(row.at)}</div>
              ) : (
                <ChatMessage
                  context={context}
                  message={row.message}
                  follows={row.follows}
                  who={who(row.message.author, row.message.name)}
                />
              )}
            </div>
          );
        })}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {last?.kind === 'message' && last.message.author !== context.live.me.person
          ? `${last.message.name}: ${last.message.text}`
          : ''}
      </p>
    </div>
  );
}

function ChatMessage(props: { context: TalkContext; message: TalkMessage; follows: boolean; who: Who }) {
  const { context, message, follows, who } = props;
  const { live } = context;
  const people = useMentionable(live);
  const [edited, setEdited] = useState<string | null>(null);
  const time = new Date(message.at);
  const mentionsMe = message.mentions.some(({ person }) => person === live.me.person);
  return (
    <article
      className={mentionsMe ? 'chat-message chat-message-mine' : 'chat-message'}
      data-follows={follows || undefined}
    >
      {follows ? <span /> : <Avatar name={who.name} color={who.color} size="small" />}
      <div className="chat-main">
        {follows ? null : (
          <div className="chat-by">
            <span className="chat-author clip">{who.self ? t('You', { context: 'person' }) : who.name}</span>
            <time className="chat-time" dateTime={time.toISOString()}>
              {time.toLocaleTimeString(currentLocale(), { hour: '2-digit', minute: '2-digit' })}
            </time>
          </div>
        )}
        {edited === null ? (
          <div className="chat-text">
            <SpokenText text={message.text} mentions={message.mentions} me={live.me.person} />
            {message.editedAt === null ? null : <span className="chat-time">{t('edited')}</span>}
          </div>
        ) : (
          <Composer
            label={t('Edit the message')}
            placeholder=""
            value={edited}
            onChange={setEdited}
            onSend={async (text) => {
              await live.session.talk.edit(message.id, text);
              setEdited(null);
            }}
            onCancel={() => setEdited(null)}
            people={people}
            longest={longestMessage}
            sendTitle={t('Save')}
            focusRequest={1}
            enterSends
            open
          />
        )}
      </div>
      {who.self && !context.ended && edited === null ? (
        <Menu
          align="end"
          trigger={
            <IconButton className="chat-more" label={t('More about this message')}>
              <Ellipsis className="icon-small" aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setEdited(message.text)}>
            {t('Edit')}
          </MenuItem>
          <MenuItem
            danger
            icon={<Trash2 aria-hidden="true" />}
            onSelect={() =>
              void context.attempt(t('The message was not deleted'), () => live.session.talk.remove(message.id))
            }
          >
            {t('Delete message')}
          </MenuItem>
        </Menu>
      ) : null}
    </article>
  );
}

function dayName(at: number): string {
  const days = daysAgo(at, Date.now());
  if (days <= 0) return t('Today');
  if (days === 1) return t('Yesterday');
  return new Date(at).toLocaleDateString(currentLocale(), { weekday: 'long', day: 'numeric', month: 'long' });
}
