import { Copy, Trash2 } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { PromptTemplate } from '../../../../contract/desktop/assistant/prompt-templates.ts';
import { messageOf } from '../../../app/error-message.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { TemplateDraft } from './prompt-templates.ts';
import { TemplateField } from './template-field.tsx';
import { askedVariables, knownVariables, parseTemplate, type TemplatePiece } from './template-text.ts';

interface TemplateEditorProps {
  readonly template: PromptTemplate;
  readonly isNew: boolean;
  /** What has been written and not saved. */
  readonly draft: TemplateDraft | null;
  readonly onDraft: (draft: TemplateDraft | null) => void;
  readonly onSave: (draft: TemplateDraft) => Promise<void>;
  readonly onDiscard: () => void;
  readonly onDuplicate: (draft: TemplateDraft) => void;
  readonly onRemove: () => void;
}

const meanings: Readonly<Record<(typeof knownVariables)[number], string>> = {
  selection: t('the selected code, attached'),
  file: t('the path of the open file'),
  language: t('its language'),
  problems: t('its errors and warnings, attached'),
};

/** One template: its title, its text with the variables marked, and what is wrong with it. Ctrl+S saves. */
export function TemplateEditor(props: TemplateEditorProps) {
  const { template, isNew, draft, onDraft, onSave, onDiscard, onDuplicate, onRemove } = props;
  const shown = draft ?? template;
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const textField = useRef<HTMLTextAreaElement>(null);
  const titleField = useRef<HTMLInputElement>(null);
  const { builtIn } = template;
  const broken = parseTemplate(shown.text).filter((piece) => piece.kind === 'broken');
  const asked = askedVariables(shown.text);
  const titleProblem = shown.title.trim() === '' ? t('Give it a title.') : null;
  const textProblem = shown.text.trim() === '' ? t('Write what the message begins with.') : null;

  const change = (next: TemplateDraft) => {
    const same = next.title === template.title && next.text === template.text;
    onDraft(same && !isNew ? null : next);
  };
  const save = async (event?: FormEvent) => {
    event?.preventDefault();
    if (builtIn) return;
    setTried(true);
    setProblem(null);
    if (titleProblem !== null) titleField.current?.focus();
    else if (textProblem !== null) textField.current?.focus();
    if (titleProblem !== null || textProblem !== null) return;
    try {
      await onSave({ title: shown.title.trim(), text: shown.text });
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const insert = (name: string) => {
    const area = textField.current;
    if (!area) return;
    area.focus();
    const { selectionStart: start, selectionEnd: end } = area;
    const piece = `{{${name}}}`;
    change({ ...shown, text: shown.text.slice(0, start) + piece + shown.text.slice(end) });
    // Once the new text is there.
    requestAnimationFrame(() => area.setSelectionRange(start + piece.length, start + piece.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    void save();
  };
  return (
    <form
      className="template-editor"
      aria-label={shown.title || t('New template')}
      onSubmit={(event) => void save(event)}
      onKeyDown={onKeyDown}
    >
      <Field
        label={t('Title')}
        maxLength={100}
        ref={titleField}
        readOnly={builtIn}
        autoFocus={isNew}
        value={shown.title}
        problem={tried ? titleProblem : null}
        onChange={(event) => change({ ...shown, title: event.currentTarget.value })}
      />
      <div className="template-editor-text">
        <label className="field-label" htmlFor="template-text">
          {t('Text')}
        </label>
        <TemplateField
          id="template-text"
          fieldRef={textField}
          maxLength={20_000}
          readOnly={builtIn}
          aria-invalid={(tried && textProblem !== null) || broken.length > 0}
          aria-describedby="template-notes"
          value={shown.text}
          onChange={(event) => change({ ...shown, text: event.currentTarget.value })}
        />
        <div id="template-notes" className="template-notes">
          {tried && textProblem !== null ? (
            <p className="field-problem" role="alert">
              {textProblem}
            </p>
          ) : null}
          {broken.map((piece) => (
            <p className="field-problem" key={`${piece.line} ${piece.text}`}>
              {brokenText(piece)}
            </p>
          ))}
          {asked.length > 0 ? <p>{t('Asked for when it is used: {{names}}', { names: asked.join(', ') })}</p> : null}
        </div>
      </div>
      {builtIn ? (
        <p className="template-editor-note">
          {t('It comes with FlashFusion and stays as it is. Duplicate it to change the copy.')}
        </p>
      ) : (
        <dl className="template-variables" aria-label={t('Variables')}>
          {knownVariables.map((name) => (
            <div key={name}>
              <dt>
                <button
                  type="button"
                  className="template-variable"
                  aria-label={t('Insert {{name}}', { name })}
                  onClick={() => insert(name)}
                >
                  {`{{${name}}}`}
                </button>
              </dt>
              <dd>{meanings[name]}</dd>
            </div>
          ))}
          <div>
            <dt>
              <code className="template-variable-other">{'{{…}}'}</code>
            </dt>
            <dd>{t('any other name is asked for')}</dd>
          </div>
        </dl>
      )}
      {problem !== null ? <Notice level="error">{problem}</Notice> : null}
      <div className="template-editor-actions">
        {builtIn || isNew ? null : (
          <Button kind="ghost" onClick={onRemove}>
            <Trash2 className="icon-small" aria-hidden="true" />
            {t('Remove')}
          </Button>
        )}
        {isNew ? null : (
          <Button kind={builtIn ? 'primary' : 'default'} onClick={() => onDuplicate(shown)}>
            <Copy className="icon-small" aria-hidden="true" />
            {t('Duplicate')}
          </Button>
        )}
        {draft === null ? null : <Button onClick={onDiscard}>{isNew ? t('Discard') : t('Discard changes')}</Button>}
        {builtIn ? null : (
          <Button kind="primary" type="submit" disabled={draft === null}>
            {t('Save template')}
          </Button>
        )}
      </div>
    </form>
  );
}

function brokenText({ why, line, text }: Extract<TemplatePiece, { kind: 'broken' }>): string {
  switch (why) {
    case 'empty':
      return t('Line {{line}}: a variable needs a name.', { line });
    case 'open':
      return t('Line {{line}}: two braces open and do not close in this line.', { line });
    case 'name':
      return t('Line {{line}}: {{text}} is no name. Use letters, digits, spaces, - and _.', { line, text });
  }
}
