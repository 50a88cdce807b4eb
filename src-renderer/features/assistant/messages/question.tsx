import { Pencil } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import { AttachmentChips } from '../composer/attachment-chips.tsx';
import { ManifestCard } from '../context/manifest-card.tsx';
import type { AssistantSession } from '../session/assistant-session.ts';
import { BranchSwitch } from './branch-switch.tsx';
import { CopyButton } from './code-block.tsx';

interface QuestionProps {
  readonly message: ChatMessage;
  readonly session: AssistantSession;
}

/** What a person asked, with what went along. */
export const Question = memo(function Question({ message, session }: QuestionProps) {
  const busy = useStore(session.state, ({ turn }) => turn !== null);
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const end = () => {
    setEditing(false);
    pencil.current?.focus();
  };
  return (
    <>
      <header className="assistant-by">
        <Avatar name={t('You')} color={null} />
        <span className="assistant-who">{t('You')}</span>
        <span className="assistant-facts">{timeAgo(message.createdAt)}</span>
        <span className="assistant-by-tools">
          <BranchSwitch message={message} disabled={busy} show={(id) => void session.showBranch(id)} />
          <span className="assistant-hover-tools">
            <CopyButton text={message.text} label={t('Copy message')} />
          </span>
          <IconButton ref={pencil} label={t('Edit and ask again')} disabled={busy} onClick={() => setEditing(true)}>
            <Pencil aria-hidden="true" />
          </IconButton>
        </span>
      </header>
      {editing ? (
        <QuestionEditor
          text={message.text}
          onCancel={end}
          onSend={(text) => {
            setEditing(false);
            session.edit(message, text);
          }}
        />
      ) : (
        <p className="assistant-asked">{message.text}</p>
      )}
      <AttachmentChips attachments={message.attachments} />
      {message.manifest ? <ManifestCard manifest={message.manifest} initiallyOpen={false} /> : null}
    </>
  );
});

interface QuestionEditorProps {
  readonly text: string;
  readonly onCancel: () => void;
  readonly onSend: (text: string) => void;
}

function QuestionEditor({ text, onCancel, onSend }: QuestionEditorProps) {
  const [value, setValue] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const send = () => {
    if (value.trim() !== '') onSend(value.trim());
  };
  return (
    <div className="assistant-question-editor">
      <textarea
        ref={field}
        className="assistant-question-field"
        aria-label={t('Your message, changed')}
        rows={Math.min(10, value.split('\n').length + 1)}
        value={value}
        onChange={({ target }) => setValue(target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') onCancel();
          else if (event.key === 'Enter' && !event.shiftKey) send();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div className="assistant-problem-actions">
        <span className="assistant-facts">{t('What followed stays, as another branch.')}</span>
        <Button small onClick={onCancel}>
          {t('Cancel')}
        </Button>
        <Button small kind="primary" disabled={value.trim() === ''} onClick={send}>
          {t('Ask again')}
        </Button>
      </div>
    </div>
  );
}
