import { ArrowUp, Check, Square, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../../localize.ts';
import { AssistantIcon } from '../../../ui/assistant-icon.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { InlineEdit } from './inline-session.ts';
import './inline-edit-bar.css';

interface InlineEditBarProps {
  readonly edit: InlineEdit;
  /** Grows when the field can take the focus. */
  readonly focusRequest: number;
  readonly accept: () => void;
  readonly reject: () => void;
  readonly connect: () => void;
}

/** Where one describes a change in place, and decides about what comes of it. */
export function InlineEditBar({ edit, focusRequest, accept, reject, connect }: InlineEditBarProps) {
  const { asking, proposal, lines, problem } = useStore(edit.state);
  const [words, setWords] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focusRequest > 0) field.current?.focus({ preventScroll: true });
  }, [focusRequest]);
  const send = () => {
    const instruction = words.trim();
    if (instruction === '' || asking) return;
    setWords('');
    void edit.ask(instruction).catch(reportError);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The editor around it must not take these for its own.
    event.stopPropagation();
    const { key, shiftKey, ctrlKey, metaKey } = event;
    if (event.nativeEvent.isComposing) return;
    if (key === 'Escape') reject();
    else if (key === 'Enter' && (ctrlKey || metaKey) && proposal !== null && !asking) accept();
    else if (key === 'Enter' && !shiftKey && event.target === field.current) {
      if (words.trim() === '' && proposal !== null && !asking) accept();
      else send();
    } else return;
    event.preventDefault();
  };
  const placeholder =
    proposal !== null
      ? t('Describe what should be different, or press Enter to accept')
      : edit.isInsertion
        ? t('Describe what to insert')
        : t('Describe the change');
  const canConnect =
    problem !== null && ['noModel', 'noKey', 'wrongKey', 'modelNotFound'].includes(problem.reason ?? '');
  return (
    <section className="inline-edit" aria-label={t('Edit in place')} onKeyDown={onKeyDown}>
      <div className="inline-edit-row">
        <AssistantIcon size={16} strokeWidth={1.25} className="inline-edit-icon" aria-hidden="true" />
        <textarea
          ref={field}
          className="inline-edit-field"
          rows={Math.min(5, words.split('\n').length)}
          value={words}
          placeholder={placeholder}
          aria-label={placeholder}
          spellCheck={false}
          onChange={(event) => setWords(event.target.value)}
        />
        {asking ? (
          <IconButton label={t('Stop')} onClick={edit.stop}>
            <Square className="icon-small" />
          </IconButton>
        ) : (
          <IconButton label={t('Ask')} keys="Enter" disabled={words.trim() === ''} onClick={send}>
            <ArrowUp className="icon-small" />
          </IconButton>
        )}
        <IconButton label={proposal === null ? t('Close') : t('Reject')} keys="Escape" onClick={reject}>
          <X className="icon-small" />
        </IconButton>
      </div>
      {problem ? (
        <p className="inline-edit-problem" role="alert">
          <span>{problem.message}</span>
          {canConnect ? (
            <Button small onClick={connect}>
              {t('Connect a model')}
            </Button>
          ) : null}
        </p>
      ) : null}
      {asking || proposal !== null ? (
        <div className="inline-edit-row inline-edit-foot">
          <span className="inline-edit-note" role="status">
            {asking ? t('Writing… {{count}} lines', { count: lines }) : t('Proposed. Nothing is changed yet.')}
          </span>
          {proposal !== null && !asking ? (
            <>
              <Button small kind="ghost" onClick={reject}>
                {t('Reject')}
              </Button>
              <Button small kind="primary" onClick={accept} data-tooltip={t('Accept')} data-tooltip-keys="Ctrl+Enter">
                <Check className="icon-small" aria-hidden="true" />
                {t('Accept')}
              </Button>
            </>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}
