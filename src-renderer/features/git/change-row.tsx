import type { LucideIcon } from 'lucide-react';
import { ChevronDown, ChevronRight, FileText, Minus, Plus, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../localize.ts';
import { FileIcon } from '../../ui/file-icon.tsx';
import { FileMarkLetter } from '../../ui/file-mark.tsx';
import type { GroupId, ScmRow } from './groups.ts';

/** The id of a row's element, for `aria-activedescendant`. */
export function scmRowId(key: string): string {
  return `scm-row-${key}`;
}

interface RowAction {
  readonly command: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

const openFile: RowAction = { command: 'git.openFile', label: t('Open file'), icon: FileText };
const stage: RowAction = { command: 'git.stage', label: t('Stage'), icon: Plus };
const unstage: RowAction = { command: 'git.unstage', label: t('Unstage'), icon: Minus };
const discard: RowAction = { command: 'git.clean', label: t('Discard'), icon: Undo2 };

const groupActions: Readonly<Record<GroupId, readonly RowAction[]>> = {
  merge: [stage],
  staged: [unstage],
  changes: [discard, stage],
  untracked: [discard, stage],
};

interface ScmRowProps {
  readonly row: ScmRow;
  readonly top: number;
  readonly selected: boolean;
  readonly focused: boolean;
}

/** One line of the list. Its events are handled by the list, which finds the row by `data-key` and a tool by `data-command`. */
export const ScmRowView = memo(function ScmRowView({ row, top, selected, focused }: ScmRowProps) {
  const classes = ['scm-row', `scm-row-${row.type}`];
  if (selected) classes.push('scm-row-selected');
  if (focused) classes.push('scm-row-focused');
  const depth = row.type === 'group' ? 0 : row.depth;
  return (
    <div
      className={classes.join(' ')}
      {...treeItem(row, selected)}
      data-key={row.key}
      data-tooltip={row.type === 'change' ? `${row.change.path}, ${row.mark.label}` : undefined}
      data-tooltip-clipped=""
      style={{ transform: `translateY(${top}px)`, '--scm-depth': depth } as React.CSSProperties}
    >
      {row.type === 'change' ? null : (
        <span className="scm-twist">
          {row.open ? (
            <ChevronDown className="icon-small" aria-hidden="true" />
          ) : (
            <ChevronRight className="icon-small" aria-hidden="true" />
          )}
        </span>
      )}
      {row.type === 'change' ? <ChangeName row={row} /> : null}
      {row.type === 'folder' ? <span className="clip">{row.name}</span> : null}
      {row.type === 'group' ? <span className="scm-group-title clip">{row.title}</span> : null}
      <span className="scm-row-end">
        <span className="scm-row-tools">
          {(row.type === 'change' ? [openFile, ...groupActions[row.group]] : groupActions[row.group]).map((action) => (
            <Tool key={action.command} {...action} />
          ))}
        </span>
        {row.type === 'group' ? <span className="scm-count" data-count={row.count} aria-hidden="true" /> : null}
        {row.type === 'change' ? <FileMarkLetter mark={row.mark} /> : null}
      </span>
    </div>
  );
});

/** What a row tells assistive technology. It takes no focus itself: the list points at it. */
function treeItem(row: ScmRow, selected: boolean) {
  return {
    id: scmRowId(row.key),
    role: 'treeitem',
    'aria-label': spoken(row),
    'aria-level': row.type === 'group' ? 1 : row.depth + 2,
    'aria-selected': selected,
    'aria-expanded': row.type === 'change' ? undefined : row.open,
  };
}

function ChangeName({ row }: { readonly row: Extract<ScmRow, { type: 'change' }> }) {
  const { name, folder, mark } = row;
  const from = fromText(row);
  const gone = mark.tone === 'deleted';
  return (
    <>
      <FileIcon name={name} />
      <span className="scm-name clip">
        <span className={gone ? 'scm-gone' : undefined}>{name}</span>
        {from === '' ? null : <span className="scm-folder">{from}</span>}
        {folder === '' ? null : <span className="scm-folder">{` ${folder}`}</span>}
      </span>
    </>
  );
}

/** Where a renamed file came from. */
function fromText({ change, group }: Extract<ScmRow, { type: 'change' }>): string {
  return change.from !== null && group === 'staged' ? ` ← ${change.from}` : '';
}

/** For the pointer; the keyboard has Space, Delete and the menu. */
function Tool({ command, label, icon: Icon }: RowAction) {
  return (
    <span className="icon-button scm-tool" data-command={command} data-tooltip={label} aria-hidden="true">
      <Icon />
    </span>
  );
}

function spoken(row: ScmRow): string {
  switch (row.type) {
    case 'group':
      return t('{{title}}, {{count}} files', { title: row.title, count: row.count });
    case 'folder':
      return row.name;
    case 'change':
      return `${row.name}${fromText(row)}${row.folder === '' ? '' : ` ${row.folder}`}, ${row.mark.label}`;
    default:
      return row satisfies never;
  }
}
