import { Ellipsis, History, Plus, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CommandButton } from '../../../app/command-button.tsx';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { PaneHead } from '../../../ui/pane-head.tsx';
import { Composer } from '../composer/composer.tsx';
import { createContextPreview } from '../context/context-preview.ts';
import { PreviewedContext } from '../context/previewed-context.tsx';
import { ConversationList } from '../conversations/conversation-list.tsx';
import { conversationMarkdown } from '../conversations/export-markdown.ts';
import { createHunkActions } from '../hunks/hunk-actions.ts';
import { ReviewBar } from '../hunks/review-bar.tsx';
import type { AssistantParts } from '../index.ts';
import { usageText } from '../messages/answer-facts.ts';
import { MessageList } from '../messages/message-list.tsx';
import { ConnectCard } from '../models/connect-card.tsx';
import { canAnswer } from '../models/index.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import { EmptyConversation } from './empty-conversation.tsx';
import './assistant.css';
import '../messages/messages.css';
import '../hunks/hunks.css';
import '../context/context.css';

interface PanelProps {
  readonly parts: AssistantParts;
  readonly session: AssistantSession;
}

/** The conversation, what it would change, and where one writes. */
export function Panel({ parts, session }: PanelProps) {
  const services = useServices();
  const { commands } = services;
  const [listed, setListed] = useState(false);
  const [contextShown, setContextShown] = useState(false);
  const title = useStore(session.state, ({ conversation }) => conversation?.title ?? t('New conversation'));
  const preview = useMemo(() => createContextPreview(services, session), [services, session]);
  useEffect(() => preview.dispose, [preview]);
  const actions = useMemo(() => createHunkActions(services, parts.editActions), [services, parts]);
  const files = useShownFiles(parts, session);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      actions.keepAll(files);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (contextShown) setContextShown(false);
      else void commands.run('assistant.close');
    }
  };
  return (
    <section className="assistant" aria-label={t('Conversation')} onKeyDown={onKeyDown}>
      <PaneHead title={listed ? t('Conversations') : title}>
        <CommandButton command="assistant.newConversation" icon={Plus} />
        <IconButton label={t('Conversations')} aria-pressed={listed} onClick={() => setListed(!listed)}>
          <History aria-hidden="true" />
        </IconButton>
        <MoreMenu session={session} />
        <CommandButton command="assistant.close" icon={X} />
      </PaneHead>
      {listed ? (
        <ConversationList session={session} close={() => setListed(false)} />
      ) : (
        <>
          <Conversation parts={parts} session={session} actions={actions} />
          <ReviewBar files={files} actions={actions} />
          {contextShown ? <PreviewedContext session={session} preview={preview} /> : null}
          <Composer
            session={session}
            preview={preview}
            models={parts.models}
            templates={parts.templates}
            sources={parts.sources}
            contextShown={contextShown}
            onToggleContext={() => setContextShown(!contextShown)}
          />
        </>
      )}
      <Announcements session={session} />
    </section>
  );
}

interface ConversationProps extends PanelProps {
  readonly actions: ReturnType<typeof createHunkActions>;
}

function Conversation({ parts, session, actions }: ConversationProps) {
  const empty = useStore(session.state, ({ messages, opening }) => messages.length === 0 && !opening);
  const opening = useStore(session.state, (state) => state.opening);
  const [without, setWithout] = useState(false);
  const unconnected = !useStore(parts.models.state, canAnswer);
  const wasUnconnected = useRef(unconnected);
  useEffect(() => {
    // The button that led to the connection is gone: one goes on by writing.
    if (wasUnconnected.current && !unconnected && document.activeElement === document.body) session.focusComposer();
    wasUnconnected.current = unconnected;
  }, [unconnected, session]);
  if (opening) return <div className="assistant-list" aria-busy="true" />;
  if (!empty) return <MessageList session={session} staged={parts.staged} actions={actions} />;
  return (
    <div className="assistant-empty">
      {unconnected && !without ? (
        <ConnectCard models={parts.models} onGoOnWithout={() => setWithout(true)} />
      ) : (
        <EmptyConversation session={session} connected={!unconnected} />
      )}
    </div>
  );
}

function MoreMenu({ session }: { readonly session: AssistantSession }) {
  const { commands, dialogs, editor } = useServices();
  const conversation = useStore(session.state, (state) => state.conversation);
  const run = (command: string) => () => void commands.run(command);
  const rename = async () => {
    if (!conversation) return;
    const title = await dialogs.prompt({
      title: t('Rename conversation'),
      label: t('Title'),
      value: conversation.title,
      confirm: t('Rename'),
      validate: (value) => (value.trim() === '' ? t('A title needs at least one letter.') : null),
    });
    if (title !== null) await session.rename(conversation.id, title.trim());
  };
  const exported = async () => {
    const { messages } = session.state.getState();
    const text = conversationMarkdown(conversation?.title ?? t('New conversation'), messages);
    await editor.newUntitled({ text, languageId: 'markdown' });
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('More of the assistant')}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem disabled={conversation === null} onSelect={() => void rename().catch(reportError)}>
        {t('Rename conversation…')}
      </MenuItem>
      <MenuItem
        disabled={conversation === null}
        detail={usageText(conversation?.usage ?? null)}
        onSelect={() => void exported().catch(reportError)}
      >
        {t('Export as Markdown')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={run('assistant.showModels')}>{t('Manage models')}</MenuItem>
      <MenuItem onSelect={run('assistant.showPromptTemplates')}>{t('Edit prompt templates')}</MenuItem>
      <MenuItem onSelect={run('assistant.showUsage')}>{t('Show usage')}</MenuItem>
    </Menu>
  );
}

/** Says aloud what happens, since the text that comes in is not read out word by word. */
function Announcements({ session }: { readonly session: AssistantSession }) {
  const running = useStore(session.state, ({ turn }) => turn !== null);
  const last = useStore(session.state, ({ messages }) => messages.at(-1));
  const said = running
    ? t('The assistant is answering')
    : last?.role !== 'assistant'
      ? ''
      : last.status === 'complete'
        ? t('The answer is complete')
        : t('The answer has ended early');
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}

/** The staged files of the messages that are shown. */
function useShownFiles({ staged }: AssistantParts, session: AssistantSession) {
  const files = useStore(staged.files);
  const messages = useStore(session.state, (state) => state.messages);
  return useMemo(() => {
    if (files.size === 0) return [];
    const shown = new Set(messages.map(({ id }) => id));
    return [...files.values()].filter(({ messageId }) => shown.has(messageId));
  }, [files, messages]);
}
