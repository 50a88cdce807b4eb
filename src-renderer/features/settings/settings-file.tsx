import { Pencil, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { FileIcon } from '../../ui/file-icon.tsx';
import { type JsonTokenKind, jsonTokens, lineOfKey } from './json-tokens.ts';
import type { SettingScope } from './settings-view.tsx';
import { useSettingsFile } from './use-settings-file.ts';
import './settings-file.css';

interface SettingsFileProps {
  readonly scope: SettingScope;
  /** The setting in use, whose line is marked. */
  readonly current: string | null;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

const classNames: Readonly<Record<JsonTokenKind, string | undefined>> = {
  key: 'settings-file-key',
  string: 'settings-file-string',
  number: 'settings-file-number-token',
  literal: 'settings-file-literal',
  comment: 'settings-file-comment',
  punctuation: 'settings-file-punctuation',
  plain: undefined,
};
/** The file behind the form, to be read along and changed; the pencil opens it in the editor. */
export function SettingsFile({ scope, current, onEdit, onClose }: SettingsFileProps) {
  const file = useSettingsFile(scope);
  const scopeName = scope === 'user' ? t('user') : t('project');
  const lines = file.text.replace(/\n$/, '').split('\n');
  const text = useRef<HTMLDivElement>(null);
  const footId = useId();
  const marked = current === null ? -1 : lineOfKey(lines, current);
  useEffect(() => {
    text.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && file.dirty) {
      event.preventDefault();
      file.revert();
    }
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    void file.save();
  };
  return (
    <aside className="settings-file" aria-label={t('Settings file')}>
      <header className="settings-file-head">
        <div className="settings-file-tab">
          <FileIcon name="settings.json" />
          settings.json
          <span className="settings-file-scope">
            {file.dirty ? t('{{scope}}, unsaved', { scope: scopeName }) : scopeName}
          </span>
        </div>
        <div className="settings-file-tools">
          <IconButton label={t('Edit the file')} onClick={onEdit}>
            <Pencil aria-hidden="true" />
          </IconButton>
          <IconButton label={t('Hide the file')} onClick={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      <div className="settings-file-text">
        <div className="settings-file-page" data-keys-of-its-own={file.dirty ? '' : undefined}>
          <div className="settings-file-lines" ref={text} aria-hidden="true">
            {numbered(lines).map(({ number, line }) => (
              <div
                className={
                  number - 1 === marked ? 'settings-file-line settings-file-line-current' : 'settings-file-line'
                }
                key={number}
              >
                <span className="settings-file-number">{number}</span>
                <code className="settings-file-code">
                  {jsonTokens(line).map((token) => (
                    <span className={classNames[token.kind]} key={token.at}>
                      {token.text}
                    </span>
                  ))}
                </code>
              </div>
            ))}
          </div>
          <textarea
            className="settings-file-input"
            aria-label={t('Text of the settings file')}
            aria-describedby={footId}
            spellCheck={false}
            wrap="off"
            readOnly={file.readOnly}
            value={file.text}
            onChange={(event) => file.edit(event.currentTarget.value)}
            onBlur={() => void file.save()}
            onKeyDown={onKeyDown}
          />
        </div>
      </div>
      <p
        className={file.problem === null ? 'settings-file-foot' : 'settings-file-foot settings-file-failed'}
        id={footId}
        role={file.problem === null ? undefined : 'alert'}
      >
        {file.problem ??
          (file.dirty
            ? t('Ctrl S writes it, Esc takes it back.')
            : t('The form and the file are the same thing. Comments stay.'))}
      </p>
    </aside>
  );
}

function numbered(lines: readonly string[]): readonly { readonly number: number; readonly line: string }[] {
  return lines.map((line, index) => ({ number: index + 1, line }));
}
