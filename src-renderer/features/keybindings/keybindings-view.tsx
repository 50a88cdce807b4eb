import { FileBraces, Import, Keyboard, Search, SearchX, X } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { KeybindingEdit } from '../../../contract/desktop/keybindings.ts';
import { messageOf } from '../../app/error-message.ts';
import { isModifierOnly, recordedStroke } from '../../app/keystrokes.ts';
import { useServices } from '../../app/services.ts';
import { whenProblem } from '../../app/when.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { KeybindingsTable, type RowAction } from './keybindings-table.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { addKeys, changeKeys, changeWhen, fitsSearch, type KeyRow, listRows, removeKeys, resetKeys } from './rows.ts';
import './keybindings.css';

const filters = [
  ['@modified', t('Changed')],
  ['@imported', t('Imported')],
  ['@conflicts', t('Conflicts')],
] as const;

/** Every command with its keys: found by words or by pressing them, changed in place. */
export default function KeybindingsView() {
  const services = useServices();
  const { commands, core, dialogs, editor, keybindings, notifications, shell, workspace } = services;
  const all = useStore(commands);
  const bindings = useStore(keybindings.state, (state) => state.bindings);
  const settings = useStore(workspace, (state) => state.settings);
  const [text, setText] = useState('');
  const [recording, setRecording] = useState(false);
  const [recorded, setRecorded] = useState<{ readonly row: KeyRow; readonly adds: boolean } | null>(null);
  const rows = useMemo(
    () =>
      listRows({
        commands: all.values(),
        bindings,
        editorActions: editor.allEditorActions(),
        user: settings.keybindings,
      }),
    [all, bindings, editor, settings.keybindings],
  );
  const shown = useMemo(() => rows.filter((row) => fitsSearch(row, text, rows)), [rows, text]);
  const problems = settings.problems.filter(({ scope }) => scope === 'keybindings');
  const broken = rows.filter(({ problem }) => problem !== null);

  const change = async (edits: readonly KeybindingEdit[]) => {
    if (edits.length === 0) return;
    try {
      const projectId = workspace.getState().project?.id ?? null;
      workspace.setState({ settings: await core.keybindings.change({ projectId, edits: [...edits] }) });
    } catch (error) {
      notifications.error(t('The keys were not changed'), { detail: messageOf(error) });
    }
  };
  const askWhen = async (row: KeyRow) => {
    const when = await dialogs.prompt({
      title: t('When do these keys run {{title}}?', { title: row.title }),
      label: t('When-clause; empty means always'),
      value: row.when,
      confirm: t('Set'),
      validate: whenProblem,
    });
    if (when !== null && when.trim() !== row.when) await change(changeWhen(row, when));
  };
  const onAction = (row: KeyRow, action: RowAction) => {
    switch (action) {
      case 'change':
        setRecorded({ row, adds: row.keys === null });
        return;
      case 'add':
        setRecorded({ row, adds: true });
        return;
      case 'when':
        if (row.keys !== null) void askWhen(row);
        return;
      case 'remove':
        void change(removeKeys(row));
        return;
      case 'reset':
        void change(resetKeys(settings.keybindings, row.command));
        return;
      case 'same':
        if (row.keys !== null) setText(`"${row.keys}"`);
        return;
      case 'copy':
        void shell.system.writeClipboard({ text: row.command }).catch(reportError);
    }
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (recording) {
      event.preventDefault();
      event.stopPropagation();
      if (isModifierOnly(event)) return;
      if (event.key === 'Escape') setRecording(false);
      else setText(`"${recordedStroke(event.nativeEvent)}"`);
      return;
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('.keybindings-row[tabindex="0"]')?.focus();
    }
    if (event.key !== 'Escape' || text === '') return;
    event.preventDefault();
    setText('');
  };

  return (
    <div className="keybindings">
      <header className="keybindings-head">
        <h1 className="keybindings-title clip">{t('Keyboard shortcuts')}</h1>
        <div className="keybindings-search" data-keys-of-its-own={recording ? '' : undefined}>
          <Field
            type="search"
            aria-label={recording ? t('Press keys') : t('Search shortcuts')}
            placeholder={recording ? t('Press keys, Esc ends') : t('Search commands or keys')}
            icon={<Search aria-hidden="true" />}
            autoFocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onSearchKey}
            onBlur={() => setRecording(false)}
            end={
              <IconButton
                label={t('Search by pressing keys')}
                aria-pressed={recording}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => setRecording(!recording)}
              >
                <Keyboard className="icon-small" aria-hidden="true" />
              </IconButton>
            }
          />
        </div>
        <div className="keybindings-filters">
          {filters.map(([filter, label]) => (
            <Button
              key={filter}
              kind="ghost"
              small
              aria-pressed={text.includes(filter)}
              onClick={() =>
                setText(text.includes(filter) ? text.replace(filter, '').trim() : `${filter} ${text}`.trim())
              }
            >
              {label}
            </Button>
          ))}
        </div>
        <div className="keybindings-tools">
          <span className="keybindings-count" role="status">
            {shown.length === rows.length
              ? t('{{count}} rows', { count: rows.length })
              : t('{{shown}} of {{total}}', { shown: shown.length, total: rows.length })}
          </span>
          <IconButton
            label={t('Import from VS Code')}
            onClick={() => void commands.run('workbench.action.importKeybindings')}
          >
            <Import aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('Open keyboard shortcuts as JSON')}
            onClick={() => void commands.run('workbench.action.openGlobalKeybindingsFile')}
          >
            <FileBraces aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('Close keyboard shortcuts')}
            keys="Escape"
            onClick={() => workspace.setState({ page: null })}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      {problems.length + broken.length > 0 ? (
        <div className="keybindings-problems">
          <Notice level="warning">
            {problems.map(({ message }) => (
              <p key={message}>{`keybindings.json: ${message}`}</p>
            ))}
            {broken.map(({ key, title, problem }) => (
              <p key={key}>{`${title}: ${problem}`}</p>
            ))}
          </Notice>
        </div>
      ) : null}
      {shown.length === 0 ? (
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          title={t('No shortcut fits')}
          actions={
            <Button small onClick={() => setText('')}>
              {t('Show all')}
            </Button>
          }
        >
          {t('Nothing is called like {{text}} or has these keys.', {
            text: text.startsWith('"') || text.startsWith('@') ? text : `"${text}"`,
          })}
        </EmptyState>
      ) : (
        <KeybindingsTable rows={shown} onAction={onAction} />
      )}
      {recorded ? (
        <RecordDialog
          row={recorded.row}
          rows={rows}
          adds={recorded.adds}
          onDone={(keys) => {
            const { row, adds } = recorded;
            setRecorded(null);
            if (keys !== null) void change(adds ? addKeys(row, keys) : changeKeys(row, keys));
          }}
        />
      ) : null}
    </div>
  );
}
