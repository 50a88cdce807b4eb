import { ChevronDown, ChevronRight, CornerUpRight, TriangleAlert } from 'lucide-react';
import { memo, useState } from 'react';
import type { FileMark, FileMarkTone } from '../../app/file-marks.ts';
import type { FileVisitor } from '../../app/file-visitors.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { FileIcon } from '../../ui/file-icon.tsx';
import { FileMarkLetter, FolderMarkDot } from '../../ui/file-mark.tsx';
import { namesOf, PersonTicks } from '../../ui/person-ticks.tsx';
import { ReviewMark, reviewText } from '../../ui/review-mark.tsx';
import { NameInput } from './name-input.tsx';
import type { EntryRow, StatusRow } from './tree.ts';

/** How the state of the tree shows on one row. */
export interface RowMarks {
  readonly selected: boolean;
  readonly focused: boolean;
  readonly cut: boolean;
  readonly dirty: boolean;
  readonly dropTarget: boolean;
  /** What source control says: of a file all of it, of a folder only how it is coloured. */
  readonly mark: FileMark | null;
  readonly folderTone: FileMarkTone | null;
  /** Others who are in the file; null for none. */
  readonly visitors: readonly FileVisitor[] | null;
  /** Changes in it that somebody has to decide about. */
  readonly toReview: number;
}

export interface NameEdit {
  readonly value: string;
  readonly selected: number;
  problem(name: string): string | null;
  remark(name: string): string | null;
  submit(name: string): Promise<void>;
  cancel(): void;
}

/** The id of a row's element, for `aria-activedescendant`. */
export function rowElementId(path: string): string {
  return `explorer-row-${path}`;
}

interface TreeRowViewProps extends RowMarks {
  readonly row: EntryRow;
  readonly top: number;
  /** Set while the row is being renamed. */
  readonly edit: NameEdit | null;
}

/** One file or folder. Its events are handled by the tree, which finds the row by `data-path`. */
export const TreeRowView = memo(function TreeRowView({ row, top, edit, ...marks }: TreeRowViewProps) {
  const classes = ['explorer-row'];
  if (marks.selected) classes.push('explorer-row-selected');
  if (marks.focused) classes.push('explorer-row-focused');
  if (row.ignored) classes.push('explorer-row-ignored');
  if (marks.cut) classes.push('explorer-row-cut');
  if (marks.dropTarget) classes.push('explorer-row-drop');
  const tone = marks.mark?.tone ?? marks.folderTone;
  return (
    <div
      className={classes.join(' ')}
      {...treeItem(row, marks)}
      data-path={row.path}
      data-tooltip={row.name}
      data-tooltip-clipped=""
      draggable={!edit}
      style={rowStyle(top, row.depth)}
    >
      <Guides depth={row.depth} />
      <span className="explorer-twist">
        {row.kind === 'file' ? null : row.expanded ? (
          <ChevronDown className="icon-small" aria-hidden="true" />
        ) : (
          <ChevronRight className="icon-small" aria-hidden="true" />
        )}
      </span>
      {row.kind === 'file' ? <FileIcon name={edit ? edit.value : row.name} /> : null}
      {edit ? (
        <NameInput edit={edit} label={t('New name of {{name}}', { name: row.name })} />
      ) : (
        <span className={tone ? `clip file-mark-${tone}` : 'clip'}>{row.name}</span>
      )}
      {edit ? null : (
        <span className="explorer-row-end">
          {row.link ? <CornerUpRight className="explorer-link" aria-label={t('Symbolic link')} /> : null}
          {marks.visitors ? <PersonTicks people={marks.visitors} /> : null}
          {marks.toReview > 0 ? <ReviewMark count={marks.toReview} /> : null}
          {marks.dirty ? <span className="explorer-dirty" /> : null}
          {marks.mark ? <FileMarkLetter mark={marks.mark} /> : null}
          {marks.folderTone ? <FolderMarkDot tone={marks.folderTone} /> : null}
        </span>
      )}
    </div>
  );
});

/**
 * What a row tells assistive technology. It takes no focus itself, the tree points at it: Chromium starts no drag from an
 * element that loses the focus while the button goes down.
 */
function treeItem(row: EntryRow, { selected, dirty, mark, folderTone, visitors, toReview }: RowMarks) {
  return {
    id: rowElementId(row.path),
    role: 'treeitem',
    'aria-label': [
      row.name,
      row.ignored ? 'ignored' : '',
      dirty ? 'unsaved' : '',
      mark?.label ?? (folderTone ? t('holds changes') : ''),
      visitors ? t('in view of {{names}}', { names: namesOf(visitors) }) : '',
      toReview > 0 ? reviewText(toReview) : '',
    ]
      .filter(Boolean)
      .join(', '),
    'aria-level': row.depth + 1,
    'aria-posinset': row.position,
    'aria-setsize': row.setSize,
    'aria-selected': selected,
    'aria-expanded': row.kind === 'folder' ? row.expanded : undefined,
  };
}

/** A row that is no file, since a tree may hold nothing but items. */
function plainItem(depth: number, label?: string) {
  return { role: 'treeitem', 'aria-level': depth + 1, 'aria-selected': false, 'aria-label': label };
}

/** The row in which a new file or folder gets its name. */
export function DraftRowView({
  kind,
  depth,
  top,
  edit,
}: {
  readonly kind: 'file' | 'folder';
  readonly depth: number;
  readonly top: number;
  readonly edit: NameEdit;
}) {
  const [name, setName] = useState('');
  return (
    <div className="explorer-row explorer-row-draft" {...plainItem(depth)} style={rowStyle(top, depth)}>
      <Guides depth={depth} />
      <span className="explorer-twist">
        {kind === 'folder' ? <ChevronRight className="icon-small" aria-hidden="true" /> : null}
      </span>
      {kind === 'file' ? <FileIcon name={name} /> : null}
      <NameInput
        edit={edit}
        onType={setName}
        label={kind === 'file' ? t('Name of the new file') : t('Name of the new folder')}
      />
    </div>
  );
}

/** Stands in a folder whose rows are not there: on their way, or not readable. */
export function StatusRowView({
  row,
  top,
  onRetry,
}: {
  readonly row: StatusRow;
  readonly top: number;
  readonly onRetry: (folder: string) => void;
}) {
  if (row.type === 'loading') {
    return (
      <div className="explorer-row" {...plainItem(row.depth, t('Reading the folder'))} style={rowStyle(top, row.depth)}>
        <Guides depth={row.depth} />
        <span className="explorer-twist" />
        <span className="explorer-skeleton" />
      </div>
    );
  }
  return (
    <div className="explorer-row explorer-row-failed" {...plainItem(row.depth)} style={rowStyle(top, row.depth)}>
      <Guides depth={row.depth} />
      <span className="explorer-twist">
        <TriangleAlert className="icon-small" aria-hidden="true" />
      </span>
      <span className="clip" data-tooltip={row.message}>
        {row.message}
      </span>
      <Button small kind="ghost" onClick={() => onRetry(row.folder)}>
        {t('Read again')}
      </Button>
    </div>
  );
}

function Guides({ depth }: { readonly depth: number }) {
  return depth > 0 ? <span className="explorer-guides" /> : null;
}

function rowStyle(top: number, depth: number): React.CSSProperties {
  return { transform: `translateY(${top}px)`, '--explorer-depth': depth } as React.CSSProperties;
}
