import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { Printer, Search, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { keyText } from '../../ui/key-names.ts';
import { Keys } from '../../ui/keys.tsx';
import { listRows } from './rows.ts';
import { groupShortcuts } from './sheet-groups.ts';
import './shortcut-sheet.css';

/** Lets the arrow keys scroll what holds nothing else to focus. */
const scrolledByKeys = { tabIndex: 0 };

/** What is bound now, by group, on one surface that can be searched and printed. */
export default function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { commands, editor, keybindings, workspace } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const all = useStore(commands);
  const bindings = useStore(keybindings.state, (state) => state.bindings);
  const user = useStore(workspace, (state) => state.settings.keybindings);
  const [text, setText] = useState('');
  const groups = useMemo(
    () =>
      groupShortcuts(
        listRows({ commands: all.values(), bindings, editorActions: editor.allEditorActions(), user }),
        text,
      ),
    [all, bindings, editor, user, text],
  );
  return (
    <BaseDialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="dialog-backdrop" />
        <BaseDialog.Popup className="shortcut-sheet" initialFocus={field}>
          <header className="shortcut-sheet-head">
            <BaseDialog.Title className="shortcut-sheet-title">{t('Keyboard shortcuts')}</BaseDialog.Title>
            <div className="shortcut-sheet-search">
              <Field
                ref={field}
                type="search"
                aria-label={t('Search the sheet')}
                placeholder={t('Search commands or keys')}
                icon={<Search aria-hidden="true" />}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                onKeyDown={(event) => {
                  // The first Escape empties the field, the next closes the sheet.
                  if (event.key !== 'Escape' || text === '') return;
                  event.preventDefault();
                  event.stopPropagation();
                  setText('');
                }}
              />
            </div>
            <IconButton label={t('Print')} onClick={() => window.print()}>
              <Printer aria-hidden="true" />
            </IconButton>
            <IconButton label={t('Close the sheet')} keys="Escape" onClick={onClose}>
              <X aria-hidden="true" />
            </IconButton>
          </header>
          <section className="shortcut-sheet-groups" aria-label={t('Shortcuts by group')} {...scrolledByKeys}>
            {groups.length === 0 ? (
              <p className="shortcut-sheet-nothing">{t('Nothing is called like "{{text}}".', { text })}</p>
            ) : null}
            {groups.map(({ title, shortcuts }) => (
              <section className="shortcut-sheet-group" key={title} aria-label={title}>
                <h3 className="shortcut-sheet-heading">{title}</h3>
                <dl>
                  {shortcuts.map(({ command, title: name, keys }) => (
                    <div className="shortcut-sheet-row" key={command}>
                      <dt className="clip">{name}</dt>
                      <dd className="shortcut-sheet-keys">
                        {keys.map((one) => (
                          <span key={one} data-keys={keyText(one)}>
                            <Keys keys={one} />
                          </span>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </section>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
