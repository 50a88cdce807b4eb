import { Pencil, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { Keys } from '../../ui/keys.tsx';
import { ContextMenu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { KeyRow } from './rows.ts';

/** What can be done with a row. */
export type RowAction = 'change' | 'add' | 'when' | 'remove' | 'reset' | 'same' | 'copy';

interface KeybindingsTableProps {
  readonly rows: readonly KeyRow[];
  readonly onAction: (row: KeyRow, action: RowAction) => void;
}

const sources = { default: t('Default'), user: t('You'), imported: 'VS Code' } as const;
/** A grid whose rows take the focus, which a table's rows don't do by themselves. */
const grid = { role: 'grid', 'aria-label': t('Commands and their keys') };
const line = { role: 'row' };
const heading = { role: 'columnheader' };
const cell = { role: 'gridcell' };
const columns = [t('Command'), t('Keys'), t('When'), t('Source')];
const page = 15;

/** The table of commands: one stop for Tab, arrow keys move between rows. */
export function KeybindingsTable({ rows, onAction }: KeybindingsTableProps) {
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const current = rows.some(({ key }) => key === focused) ? focused : (rows[0]?.key ?? null);
  const latest = useRef({ onAction });
  latest.current = { onAction };
  const act = useRef((row: KeyRow, action: RowAction) => latest.current.onAction(row, action)).current;
  const row = rows.find(({ key }) => key === current);

  const focusRow = (index: number) => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!next) return;
    setFocused(next.key);
    const element = [...(list.current?.querySelectorAll<HTMLElement>('.keybindings-row') ?? [])][rows.indexOf(next)];
    element?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches('.keybindings-row') || !row) return;
    const at = rows.indexOf(row);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const actions: Readonly<Record<string, RowAction>> = {
      Enter: 'change',
      F2: 'when',
      Delete: 'remove',
      Insert: 'add',
    };
    const move = moves[event.key];
    const action = event.ctrlKey && event.key.toLowerCase() === 'c' ? 'copy' : actions[event.key];
    if (move === undefined && action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (move !== undefined) focusRow(move);
    else if (action !== undefined) onAction(row, action);
  };

  const onContextMenuCapture = (event: MouseEvent) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (pressed?.dataset.row !== undefined) setFocused(pressed.dataset.row);
  };

  return (
    <ContextMenu
      menu={
        row ? (
          <>
            <MenuItem keys="Enter" onSelect={() => onAction(row, 'change')}>
              {row.keys === null ? t('Give it keys…') : t('Change keys…')}
            </MenuItem>
            {row.keys === null ? null : (
              <>
                <MenuItem keys="Insert" onSelect={() => onAction(row, 'add')}>
                  {t('Add keys…')}
                </MenuItem>
                <MenuItem keys="F2" onSelect={() => onAction(row, 'when')}>
                  {t('Change when-clause…')}
                </MenuItem>
                <MenuItem keys="Delete" onSelect={() => onAction(row, 'remove')}>
                  {t('Remove keys')}
                </MenuItem>
                <MenuItem onSelect={() => onAction(row, 'same')}>{t('Show the same keys')}</MenuItem>
              </>
            )}
            <MenuItem disabled={!row.modified} onSelect={() => onAction(row, 'reset')}>
              {t('Reset the command')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem keys="Ctrl+C" onSelect={() => onAction(row, 'copy')}>
              {t('Copy command id')}
            </MenuItem>
          </>
        ) : null
      }
    >
      <div className="keybindings-list" ref={list} {...grid} {...{ onKeyDown, onContextMenuCapture }}>
        <div className="keybindings-columns" {...line}>
          {columns.map((column) => (
            <span {...heading} key={column}>
              {column}
            </span>
          ))}
          <span {...heading}>
            <span className="visually-hidden">{t('Actions')}</span>
          </span>
        </div>
        {rows.map((shown) => (
          <Row key={shown.key} row={shown} current={shown.key === current} onFocus={setFocused} onAction={act} />
        ))}
      </div>
    </ContextMenu>
  );
}

interface RowProps {
  readonly row: KeyRow;
  readonly current: boolean;
  readonly onFocus: (key: string) => void;
  readonly onAction: (row: KeyRow, action: RowAction) => void;
}

const Row = memo(function Row({ row, current, onFocus, onAction }: RowProps) {
  const { command, category, title, keys, when, source, modified, problem } = row;
  const names = ['keybindings-row'];
  if (problem !== null) names.push('keybindings-row-broken');
  return (
    <div
      {...line}
      className={names.join(' ')}
      data-row={row.key}
      {...{
        tabIndex: current ? 0 : -1,
        'aria-selected': current,
        onFocus: () => onFocus(row.key),
        onDoubleClick: () => onAction(row, 'change'),
      }}
    >
      <span {...cell} className="clip" data-tooltip={command}>
        <span className="keybindings-category">{category}</span>
        {title}
      </span>
      <span {...cell}>{keys ? <Keys keys={keys} /> : <span className="keybindings-dim">–</span>}</span>
      <span {...cell} className="keybindings-when clip" data-tooltip={problem ?? (when || undefined)}>
        {when}
      </span>
      <span {...cell} className={source === 'default' || source === null ? 'keybindings-dim' : undefined}>
        {source === null ? '' : sources[source]}
      </span>
      <span {...cell} className="keybindings-actions">
        <span className="keybindings-action-group">
          <IconButton
            label={keys === null ? t('Give {{title}} keys', { title }) : t('Change the keys of {{title}}', { title })}
            tabIndex={current ? 0 : -1}
            onClick={() => onAction(row, 'change')}
          >
            {keys === null ? <Plus aria-hidden="true" /> : <Pencil aria-hidden="true" />}
          </IconButton>
          {keys === null ? null : (
            <IconButton
              label={t('Remove the keys of {{title}}', { title })}
              tabIndex={current ? 0 : -1}
              onClick={() => onAction(row, 'remove')}
            >
              <Trash2 aria-hidden="true" />
            </IconButton>
          )}
          {modified ? (
            <IconButton
              label={t('Reset {{title}}', { title })}
              tabIndex={current ? 0 : -1}
              onClick={() => onAction(row, 'reset')}
            >
              <RotateCcw aria-hidden="true" />
            </IconButton>
          ) : null}
        </span>
      </span>
    </div>
  );
});
