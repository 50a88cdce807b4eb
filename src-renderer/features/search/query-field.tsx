import { type KeyboardEvent, type ReactNode, useId } from 'react';
import '../../ui/field.css';

interface QueryFieldProps {
  readonly field: 'text' | 'replacement' | 'include' | 'exclude';
  readonly label: string;
  /** The label stands above the field; otherwise it is its placeholder. */
  readonly labelShown?: boolean;
  readonly placeholder?: string;
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  /** Switches inside the field. */
  readonly children?: ReactNode;
  /** Beside the field. */
  readonly after?: ReactNode;
  readonly busy?: boolean;
}

const maximumRows = 6;

/** Text to fill in that grows with its lines: Shift+Enter makes another one. */
export function QueryField({
  field,
  label,
  labelShown = false,
  placeholder,
  value,
  problem,
  onChange,
  onKeyDown,
  children,
  after,
  busy = false,
}: QueryFieldProps) {
  const id = useId();
  const rows = Math.min(value.split('\n').length, maximumRows);
  return (
    <div className="search-field">
      {labelShown ? (
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
      ) : null}
      <div className="search-field-line">
        <div className={problem ? 'field search-field-box field-invalid' : 'field search-field-box'}>
          <textarea
            id={id}
            className="field-input search-input"
            data-field={field}
            rows={rows}
            value={value}
            readOnly={busy}
            placeholder={labelShown ? placeholder : label}
            aria-label={labelShown ? undefined : label}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          {children ? <span className="search-field-toggles">{children}</span> : null}
        </div>
        {after}
      </div>
      {problem ? (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
