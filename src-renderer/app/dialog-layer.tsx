import { type FormEvent, useId, useRef, useState } from 'react';
import { t } from '../localize.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import type { OpenDialog } from './dialogs.ts';

/** Shows one dialog of the queue. */
export default function DialogLayer({ dialog }: { dialog: OpenDialog }) {
  return dialog.kind === 'ask' ? (
    <AskDialog key={dialog.id} {...dialog} />
  ) : (
    <PromptDialog key={dialog.id} {...dialog} />
  );
}

function AskDialog({ question, answer }: Extract<OpenDialog, { kind: 'ask' }>) {
  const primary = useRef<HTMLButtonElement>(null);
  const last = question.buttons.length - 1;
  return (
    <Dialog
      open
      onDismiss={() => answer(null)}
      title={question.title}
      body={question.body}
      wide={question.content !== undefined}
      initialFocus={primary}
      actions={question.buttons.map(({ id, title, danger }, index) => (
        <Button
          key={id}
          ref={index === last ? primary : undefined}
          kind={danger ? 'danger' : index === last ? 'primary' : index === 0 && last > 1 ? 'ghost' : 'default'}
          onClick={() => answer(id)}
        >
          {title}
        </Button>
      ))}
    >
      {question.content}
    </Dialog>
  );
}

function PromptDialog({ question, answer }: Extract<OpenDialog, { kind: 'prompt' }>) {
  const input = useRef<HTMLInputElement>(null);
  const formId = useId();
  const [value, setValue] = useState(question.value);
  const [touched, setTouched] = useState(false);
  const problem = question.validate?.(value) ?? null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!problem) answer(value);
  };
  return (
    <Dialog
      open
      onDismiss={() => answer(null)}
      title={question.title}
      initialFocus={input}
      sticky
      actions={
        <>
          <Button onClick={() => answer(null)}>{t('Cancel')}</Button>
          <Button kind="primary" type="submit" form={formId}>
            {question.confirm}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          ref={input}
          label={question.label}
          type={question.secret ? 'password' : 'text'}
          value={value}
          problem={touched ? problem : null}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            setValue(event.currentTarget.value);
            setTouched(true);
          }}
        />
      </form>
    </Dialog>
  );
}
