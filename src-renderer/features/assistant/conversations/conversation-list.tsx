import { Pencil, Search, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ConversationSummary } from '../../../../contract/model/chat.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import { usageText } from '../messages/answer-facts.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import './conversations.css';

interface ConversationListProps {
  readonly session: AssistantSession;
  readonly close: () => void;
}

/** Milliseconds of rest after which the words are looked for. */
const restFor = 150;

/** The conversations of the project, with search. */
export function ConversationList({ session, close }: ConversationListProps) {
  const { core, coreEvents, dialogs, notifications, workspace } = useServices();
  const current = useStore(session.state, ({ conversation }) => conversation?.id ?? null);
  const projectId = useStore(workspace, (state) => state.project?.id);
  const [search, setSearch] = useState('');
  const [list, setList] = useState<readonly ConversationSummary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const load = useCallback(async () => {
    if (projectId === undefined) return;
    try {
      const { conversations } = await core.assistant.chat.list({ projectId, search });
      setList(conversations);
      setProblem(null);
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, [core, projectId, search]);
  useEffect(() => {
    const timer = setTimeout(() => void load(), search === '' ? 0 : restFor);
    return () => clearTimeout(timer);
  }, [load, search]);
  useEffect(() => {
    const listening = coreEvents.listen((event) => {
      if (event.type === 'conversations.changed' && event.projectId === projectId) void load();
    });
    return () => listening.dispose();
  }, [coreEvents, load, projectId]);
  useEffect(() => field.current?.focus(), []);

  const open = (id: string) => {
    close();
    void session.open(id).then(session.focusComposer);
  };
  const rename = async ({ id, title }: ConversationSummary) => {
    const next = await dialogs.prompt({
      title: t('Rename conversation'),
      label: t('Title'),
      value: title,
      confirm: t('Rename'),
      validate: (value) => (value.trim() === '' ? t('A title needs at least one letter.') : null),
    });
    if (next === null) return;
    await session.rename(id, next.trim());
    await load();
  };
  const remove = async ({ id, title }: ConversationSummary) => {
    await core.assistant.chat.remove({ conversationId: id });
    if (id === current) session.startNew();
    await load();
    field.current?.focus();
    notifications.info(t('“{{title}}” was removed', { title }), {
      actions: [
        {
          title: t('Undo'),
          async run() {
            await core.assistant.chat.restore({ conversationId: id });
            await load();
          },
        },
      ],
    });
  };
  const fail = (error: unknown) => setProblem(messageOf(error));

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and the arrows work on all of it
    <div
      className="conversations"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          close();
          session.focusComposer();
        } else stepRows(event);
      }}
    >
      <div className="field conversations-search">
        <Search className="icon-small" aria-hidden="true" />
        <input
          ref={field}
          className="field-input"
          type="search"
          aria-label={t('Search conversations')}
          placeholder={t('Search conversations')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      {problem === null ? null : (
        <p className="conversations-note" role="alert">
          {problem}
        </p>
      )}
      {list?.length === 0 ? (
        <p className="conversations-note">
          {search === ''
            ? t('No conversations yet. The first message begins one.')
            : t('No conversation holds these words.')}
        </p>
      ) : null}
      <ul className="conversations-list">
        {list?.map((conversation) => (
          <li key={conversation.id} className="conversations-row" data-current={conversation.id === current}>
            <button
              type="button"
              className="conversations-open"
              aria-current={conversation.id === current ? 'true' : undefined}
              onClick={() => open(conversation.id)}
              onKeyDown={(event) => {
                if (event.key === 'F2') void rename(conversation).catch(fail);
                else if (event.key === 'Delete') void remove(conversation).catch(fail);
                else return;
                event.preventDefault();
              }}
            >
              <span className="conversations-title clip">{conversation.title}</span>
              <span className="conversations-detail clip">
                {conversation.excerpt ||
                  [
                    timeAgo(conversation.updatedAt),
                    t('{{count}} messages', { count: conversation.messages }),
                    usageText(conversation.usage),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
              </span>
            </button>
            <span className="conversations-tools">
              <IconButton
                label={t('Rename “{{title}}”', { title: conversation.title })}
                onClick={() => void rename(conversation).catch(fail)}
              >
                <Pencil className="icon-small" aria-hidden="true" />
              </IconButton>
              <IconButton
                label={t('Remove “{{title}}”', { title: conversation.title })}
                onClick={() => void remove(conversation).catch(fail)}
              >
                <Trash2 className="icon-small" aria-hidden="true" />
              </IconButton>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function stepRows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.field-input, .conversations-open')];
  const at = stops.indexOf(event.target as HTMLElement);
  const next = stops[at + step];
  if (at === -1 || !next) return;
  event.preventDefault();
  next.focus();
}
