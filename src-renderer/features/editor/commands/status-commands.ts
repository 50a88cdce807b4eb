import type { Command } from '../../../app/commands.ts';
import { encodingName, languageName } from '../../../app/language-names.ts';
import { t } from '../../../localize.ts';
import { hasModel } from '../../../monaco/text-buffer.ts';
import type { EditorParts } from '../parts.ts';
import { encodings } from './encodings.ts';

/** Changing what the status bar says about a document. */
export function statusCommands({ session, saving }: EditorParts): readonly Command[] {
  const { area, documents, services } = session;
  const { dialogs } = services;
  const active = () => {
    const id = area.state.getState().active?.document;
    const copy = id === undefined ? undefined : documents.get(id);
    return id !== undefined && copy?.buffer() ? { id, copy } : null;
  };

  const askForEncoding = (placeholder: string, current: string) =>
    dialogs.pick({
      placeholder,
      items: encodings.map((encoding) => ({
        label: encodingName(encoding.name, encoding.byteOrderMark),
        description: encoding.region,
        ...(encoding.name === current ? { detail: t('now') } : {}),
        value: encoding,
      })),
    });

  return [
    {
      id: 'workbench.action.editor.changeEncoding',
      title: t('Change encoding'),
      category: t('File'),
      when: 'activeEditorIsText',
      async run() {
        const document = active();
        if (!document) return;
        const { id, copy } = document;
        const { encoding, dirty } = copy.state.getState();
        const action = await dialogs.pick<'reopen' | 'save'>({
          placeholder: t('Encoding of this file: {{encoding}}', { encoding: encodingName(encoding, false) }),
          items: [
            { label: t('Save with another encoding'), description: t('Writes the text you see'), value: 'save' },
            ...(copy.path === null
              ? []
              : [
                  {
                    label: t('Read again with another encoding'),
                    description: t('If it looks wrong'),
                    value: 'reopen' as const,
                  },
                ]),
          ],
        });
        if (action === null) return;
        if (action === 'reopen' && dirty) {
          services.notifications.warning(t('Save or revert the file first'), {
            detail: t('Reading it again would replace your unsaved edits.'),
          });
          return;
        }
        const chosen = await askForEncoding(action === 'save' ? t('Save with') : t('Read with'), encoding);
        if (!chosen) return;
        if (action === 'save') await saving.saveWithEncoding(id, chosen.name, chosen.byteOrderMark);
        else await copy.revert(chosen.name);
      },
    },
    {
      id: 'workbench.action.editor.changeEOL',
      title: t('Change line ends'),
      category: t('File'),
      when: 'activeEditorIsText && !editorReadonly',
      async run() {
        const document = active();
        if (!document) return;
        const lineEnd = await dialogs.pick<'lf' | 'crlf'>({
          placeholder: t('Line ends of this file'),
          items: [
            { label: 'LF', description: 'Linux, macOS', value: 'lf' },
            { label: 'CRLF', description: 'Windows', value: 'crlf' },
          ],
        });
        if (lineEnd) document.copy.setLineEnd(lineEnd);
      },
    },
    {
      id: 'workbench.action.editor.changeLanguageMode',
      title: t('Change language'),
      category: t('File'),
      keys: ['Ctrl+K M'],
      when: 'activeEditorIsText',
      async run() {
        const document = active();
        if (!document) return;
        const { monaco } = await session.loader.load();
        const ids = [...new Set(monaco.languages.getLanguages().map(({ id }) => id))];
        const chosen = await dialogs.pick({
          placeholder: t('Language of this file: {{languageId}}', {
            languageId: languageName(document.copy.state.getState().languageId),
          }),
          items: ids
            .map((id) => ({ label: languageName(id), description: id, value: id }))
            .sort((one, other) => one.label.localeCompare(other.label)),
        });
        if (chosen !== null) document.copy.setLanguage(chosen);
      },
    },
    {
      id: 'changeEditorIndentation',
      title: t('Change indentation'),
      category: t('File'),
      when: 'activeEditorIsText',
      async run() {
        const buffer = active()?.copy.buffer() ?? null;
        if (!hasModel(buffer)) return;
        const style = await dialogs.pick<'spaces' | 'tabs' | 'detect'>({
          placeholder: t('Indentation of this file'),
          items: [
            { label: t('Spaces'), value: 'spaces' },
            { label: t('Tabs'), value: 'tabs' },
            { label: t('Detect from the text'), value: 'detect' },
          ],
        });
        if (style === null) return;
        const settings = session.settings();
        if (style === 'detect') {
          buffer.model.detectIndentation(settings['editor.insertSpaces'], settings['editor.tabSize']);
        } else {
          const size = await dialogs.pick({
            placeholder: style === 'spaces' ? t('Spaces for one step') : t('Columns that a tab stands for'),
            items: [1, 2, 3, 4, 6, 8].map((value) => ({ label: String(value), value })),
          });
          if (size === null) return;
          buffer.model.updateOptions({ insertSpaces: style === 'spaces', tabSize: size, indentSize: size });
        }
        session.activeEditor()?.editor.focus();
      },
    },
  ];
}
