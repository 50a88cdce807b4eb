import { useEffect, useId, useRef, useState } from 'react';
import { messageOf } from '../../app/error-message.ts';
import type { NameEdit } from './tree-row.tsx';

/**
 * A name that is typed in the tree. Enter takes it, Escape leaves things as they were, and so does leaving an empty or
 * impossible one; what is wrong is said right below.
 */
export function NameInput({
  edit,
  label,
  onType,
}: {
  readonly edit: NameEdit;
  readonly label: string;
  readonly onType?: (name: string) => void;
}) {
  const [name, setName] = useState(edit.value);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  const messageId = useId();
  const { selected } = edit;

  useEffect(() => {
    const element = input.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(0, selected);
  }, [selected]);

  const untouched = name === edit.value;
  const problem = failure ?? (untouched ? null : edit.problem(name));
  const message = problem ?? edit.remark(name);

  const finish = async () => {
    if (finished.current) return;
    if (untouched && name !== '') {
      finished.current = true;
      edit.cancel();
      return;
    }
    const wrong = edit.problem(name);
    if (wrong) {
      setFailure(wrong);
      return;
    }
    finished.current = true;
    setBusy(true);
    try {
      await edit.submit(name);
    } catch (error) {
      finished.current = false;
      setBusy(false);
      setFailure(messageOf(error));
      input.current?.focus();
    }
  };
  const leave = () => {
    // The window losing the focus is no answer; clicking elsewhere is.
    if (finished.current || !document.hasFocus()) return;
    if (untouched || edit.problem(name) || failure) {
      finished.current = true;
      edit.cancel();
    } else void finish();
  };

  return (
    <span className="explorer-name">
      <input
        ref={input}
        className={problem ? 'explorer-name-input explorer-name-invalid' : 'explorer-name-input'}
        aria-label={label}
        aria-invalid={problem !== null}
        aria-describedby={message ? messageId : undefined}
        spellCheck={false}
        autoComplete="off"
        readOnly={busy}
        value={name}
        onChange={(event) => {
          setFailure(null);
          setName(event.target.value);
          onType?.(event.target.value);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') void finish();
          else if (event.key === 'Escape') {
            finished.current = true;
            edit.cancel();
          }
        }}
        onBlur={leave}
      />
      {message ? (
        <span
          id={messageId}
          role="alert"
          className={problem ? 'explorer-name-message explorer-name-problem' : 'explorer-name-message'}
        >
          {message}
        </span>
      ) : null}
    </span>
  );
}
