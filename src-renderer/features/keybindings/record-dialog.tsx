import { TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { isModifierOnly, recordedStroke } from '../../app/keystrokes.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { keyText } from '../../ui/key-names.ts';
import { Keys } from '../../ui/keys.tsx';
import { findConflicts, type KeyRow } from './rows.ts';

interface RecordDialogProps {
  readonly row: KeyRow;
  readonly rows: readonly KeyRow[];
  /** Further keys, instead of others. */
  readonly adds: boolean;
  readonly onDone: (keys: string | null) => void;
}

/** Shows keys instead of text, which no field of HTML does. */
const recorder = { role: 'textbox', 'aria-label': t('Press the keys'), 'aria-readonly': true, tabIndex: 0 };

/** Takes down the keys that are pressed, chords too, and shows what else has them. */
export function RecordDialog({ row, rows, adds, onDone }: RecordDialogProps) {
  const field = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const [keys, setKeys] = useState<string | null>(null);
  const conflicts = keys === null ? [] : findConflicts(rows, keys, adds ? null : row);

  const onKeyDown = (event: KeyboardEvent) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    // These leave the field, so that nobody is caught in it.
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) return;
    if (plain && event.key === 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (plain && event.key === 'Enter') {
      if (keys !== null) onDone(keys);
      return;
    }
    if (isModifierOnly(event) || event.repeat) return;
    const stroke = recordedStroke(event.nativeEvent);
    setKeys((before) => (before === null || before.includes(' ') ? stroke : `${before} ${stroke}`));
  };

  return (
    <Dialog
      open
      onDismiss={() => onDone(null)}
      title={adds ? t('Add keys for {{title}}', { title: row.title }) : t('Keys for {{title}}', { title: row.title })}
      initialFocus={field}
      actions={
        <>
          {keys === null ? null : (
            <Button
              kind="ghost"
              onClick={() => {
                setKeys(null);
                field.current?.focus();
              }}
            >
              {t('Start again')}
            </Button>
          )}
          <Button onClick={() => onDone(null)}>{t('Cancel')}</Button>
          <Button kind="primary" disabled={keys === null} onClick={() => onDone(keys)}>
            {t('Set keys')}
          </Button>
        </>
      }
    >
      <div ref={field} className="record-field" aria-describedby={hintId} {...recorder} {...{ onKeyDown }}>
        {keys === null ? <span className="record-placeholder">{t('Press the keys')}</span> : <Keys keys={keys} />}
        <span className="visually-hidden" role="status">
          {keys === null ? '' : keyText(keys)}
        </span>
      </div>
      <p className="record-hint" id={hintId}>
        {t('Enter sets them, Esc leaves all as it is. Two steps in a row are a chord, such as Ctrl K Ctrl S.')}
      </p>
      {conflicts.length > 0 ? (
        <section className="record-conflicts" aria-label={t('Other commands with these keys')}>
          <h3 className="record-conflicts-title">
            <TriangleAlert aria-hidden="true" />
            {conflictTitle(conflicts, keys)}
          </h3>
          <ul className="record-conflicts-list">
            {conflicts.slice(0, 12).map((conflict) => (
              <li className="record-conflict" key={conflict.key}>
                <span className="clip">
                  <span className="keybindings-category">{conflict.category}</span>
                  {conflict.title}
                </span>
                <Keys keys={conflict.keys ?? ''} />
                <span className="record-conflict-when clip">{conflict.when || t('always')}</span>
              </li>
            ))}
          </ul>
          <p className="record-hint">
            {conflicts.some((conflict) => conflict.keys === keys)
              ? t('Where several when-clauses hold at once, your own keys win.')
              : t('A chord can no longer be typed where its first keys do something by themselves.')}
          </p>
        </section>
      ) : null}
    </Dialog>
  );
}

function conflictTitle(conflicts: readonly KeyRow[], keys: string | null): string {
  const same = conflicts.filter((conflict) => conflict.keys === keys).length;
  if (same > 0)
    return same === 1 ? t('1 other command has these keys') : t('{{same}} other commands have these keys', { same });
  return conflicts.length === 1
    ? t('The chord of 1 other command is in the way')
    : t('The chords of {{amount}} other commands are in the way', { amount: conflicts.length });
}
