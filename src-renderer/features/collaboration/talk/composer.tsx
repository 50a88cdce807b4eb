import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { keyText } from '../../../ui/key-names.ts';
import { takeFocus } from '../../../ui/take-focus.ts';
import { matchMention, mentionBefore } from '../session/mentions.ts';
import './composer.css';

/** Somebody who can be mentioned. */
export interface ComposerPerson {
  readonly person: string;
  readonly name: string;
  readonly color: number;
}

interface ComposerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Rejects with what is wrong; the text stays then. */
  readonly onSend: (text: string) => Promise<void>;
  readonly people: readonly ComposerPerson[];
  readonly longest: number;
  readonly sendTitle: string;
  /** Enter sends and Shift+Enter begins a line; otherwise Ctrl+Enter sends. */
  readonly enterSends?: boolean;
  /** Shows the buttons without being asked. */
  readonly open?: boolean;
  readonly onCancel?: () => void;
  readonly focusRequest?: number;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
}

const mostRows = 10;

/** Where somebody writes to others: grows with its text, offers names after an `@`. */
export function Composer(props: ComposerProps) {
  const { value, onChange, people, longest, enterSends = false, onCancel, focusRequest = 0 } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  const field = props.field ?? own;
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const listId = useId();
  const problemId = useId();
  const mention = focused ? mentionBefore(value, caret) : null;
  const offered = mention && mention.start !== closedAt ? matchMention(mention.query, people).slice(0, 6) : [];
  const current = offered[Math.min(chosen, offered.length - 1)];
  const tooLong = value.length > longest;

  useLayoutEffect(() => fitToText(field.current, value), [field, value]);
  useEffect(() => {
    // A place in a text scrolls there by itself, and may not be laid out yet.
    return focusRequest > 0 && field.current ? takeFocus(field.current) : undefined;
  }, [field, focusRequest]);

  const complete = (name: string) => {
    if (!mention) return;
    const before = `${value.slice(0, mention.start)}@${name} `;
    onChange(before + value.slice(caret).replace(/^ /, ''));
    setCaret(before.length);
    setChosen(0);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };
  const send = async () => {
    if (sending || value.trim() === '' || tooLong) return;
    setSending(true);
    setProblem(null);
    try {
      await props.onSend(value);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a letter is being composed, Enter and the arrows belong to that.
    if (event.nativeEvent.isComposing) return;
    if (current) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) setChosen((offered.indexOf(current) + step + offered.length) % offered.length);
      else if (event.key === 'Escape') setClosedAt(mention?.start ?? null);
      else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab')
        complete(current.name);
      else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const sends = event.key === 'Enter' && (enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey);
    if (!sends) return;
    event.preventDefault();
    event.stopPropagation();
    void send();
  };
  const showButtons = props.open || value !== '' || sending;
  const follow = () => setCaret(field.current?.selectionStart ?? 0);
  return (
    <div className="composer">
      <textarea
        ref={field}
        className="composer-field"
        rows={1}
        aria-label={props.label}
        placeholder={props.placeholder}
        value={value}
        aria-controls={current ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${listId}-${current.person}` : undefined}
        aria-invalid={tooLong || problem !== null || undefined}
        aria-describedby={tooLong || problem !== null ? problemId : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
          setProblem(null);
          setChosen(0);
          if (!event.currentTarget.value.includes('@')) setClosedAt(null);
        }}
        onSelect={follow}
        onFocus={() => {
          setFocused(true);
          follow();
        }}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
      />
      <MentionList id={listId} field={field} people={offered} current={current?.person ?? null} onChoose={complete} />
      {tooLong || problem !== null ? (
        <p className="composer-problem" id={problemId} role="alert">
          {problem ?? t('{{length}} of {{longest}} characters', { length: value.length, longest })}
        </p>
      ) : null}
      {showButtons ? (
        <div className="composer-buttons">
          <span className="composer-hint">
            {enterSends ? t('{{keys}} for a new line', { keys: keyText('Shift+Enter') }) : keyText('Ctrl+Enter')}
          </span>
          {onCancel ? (
            <Button small kind="ghost" onClick={onCancel}>
              {t('Cancel')}
            </Button>
          ) : null}
          <Button small kind="primary" disabled={sending || value.trim() === '' || tooLong} onClick={() => void send()}>
            {props.sendTitle}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface MentionListProps {
  readonly id: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly people: readonly ComposerPerson[];
  readonly current: string | null;
  readonly onChoose: (name: string) => void;
}

/** Stands in the page's own layer: what scrolls around the field must not cut it off. */
function MentionList({ id, field, people, current, onChoose }: MentionListProps) {
  const box = field.current?.getBoundingClientRect();
  if (people.length === 0 || !box) return null;
  const above = box.top > window.innerHeight / 2;
  const edge = above ? { bottom: window.innerHeight - box.top + 2 } : { top: box.bottom + 2 };
  return createPortal(
    <div
      className="menu composer-people"
      role="listbox"
      id={id}
      aria-label={t('People')}
      style={{ left: box.left, ...edge }}
    >
      {people.map(({ person, name, color }) => (
        <div
          key={person}
          id={`${id}-${person}`}
          className="menu-item"
          role="option"
          tabIndex={-1}
          aria-selected={person === current}
          data-highlighted={person === current || undefined}
          onMouseDown={(event) => {
            // The field keeps the focus, and with it the keys.
            event.preventDefault();
            onChoose(name);
          }}
        >
          <Avatar name={name} color={color} size="small" />
          <span className="menu-item-label clip">{name}</span>
        </div>
      ))}
    </div>,
    document.body,
  );
}

function fitToText(field: HTMLTextAreaElement | null, value: string): void {
  if (!field) return;
  field.style.height = 'auto';
  const line = Number.parseFloat(getComputedStyle(field).lineHeight);
  const border = field.offsetHeight - field.clientHeight;
  // An empty field is one line high, however long its placeholder.
  const wanted = value === '' ? 0 : field.scrollHeight + border;
  field.style.height = wanted === 0 ? '' : `${Math.min(wanted, line * mostRows + border + 8)}px`;
}
