import { type ComponentProps, type ReactNode, useId } from 'react';
import './field.css';

interface FieldProps extends Omit<ComponentProps<'input'>, 'children'> {
  /** Shown above the input; without it give `aria-label`. */
  label?: string;
  /** What is wrong, shown below. */
  problem?: string | null;
  hint?: ReactNode;
  icon?: ReactNode;
  unit?: string;
  /** Shown at the end of the input, for instance a button. */
  end?: ReactNode;
}

/** One line of text to fill in, with its label, its unit and what is wrong with it. */
export function Field({ label, problem, hint, icon, unit, end, className, id, ...rest }: FieldProps) {
  const made = useId();
  const inputId = id ?? made;
  const noteId = `${inputId}-note`;
  const noted = Boolean(problem) || Boolean(hint);
  return (
    <div className={className}>
      {label ? (
        <label className="field-label" htmlFor={inputId}>
          {label}
        </label>
      ) : null}
      <div className={problem ? 'field field-invalid' : 'field'}>
        {icon}
        <input
          id={inputId}
          className="field-input"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem ? true : undefined}
          aria-describedby={noted ? noteId : undefined}
          {...rest}
        />
        {unit ? <span className="field-unit">{unit}</span> : null}
        {end}
      </div>
      {problem ? (
        <p className="field-problem" id={noteId} role="alert">
          {problem}
        </p>
      ) : hint ? (
        <p className="field-hint" id={noteId}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
