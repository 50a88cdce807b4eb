import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

interface ListFieldProps {
  readonly label: string;
  readonly items: readonly (string | number)[];
  readonly numbers: boolean;
  readonly disabled: boolean;
  readonly problem: string | null;
  readonly onChange: (items: readonly (string | number)[]) => void;
}

/** Several values: each can be taken away, and one more is added with Enter. */
export function ListField({ label, items, numbers, disabled, problem, onChange }: ListFieldProps) {
  const [text, setText] = useState('');
  const add = () => {
    const value = text.trim();
    if (value === '') return;
    setText('');
    const item = numbers ? Number(value) : value;
    if (!items.includes(item)) onChange([...items, item]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') add();
    if (event.key !== 'Escape' || text === '') return;
    event.preventDefault();
    setText('');
  };
  return (
    <div className="list-field">
      {items.length > 0 ? (
        <ul className="list-field-items" aria-label={label}>
          {items.map((item) => (
            <li className="list-field-item" key={item}>
              <span className="clip">{item}</span>
              <IconButton
                label={t('Remove {{item}}', { item })}
                disabled={disabled}
                onClick={() => onChange(items.filter((other) => other !== item))}
              >
                <X className="icon-small" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <Field
        aria-label={t('Add to {{label}}', { label })}
        placeholder={t('Add one')}
        disabled={disabled}
        inputMode={numbers ? 'numeric' : undefined}
        value={text}
        problem={problem}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        end={
          <IconButton label={t('Add to {{label}}', { label })} disabled={disabled || text.trim() === ''} onClick={add}>
            <Plus className="icon-small" aria-hidden="true" />
          </IconButton>
        }
      />
    </div>
  );
}
