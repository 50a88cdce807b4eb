import { ChevronDown, ChevronRight, FileDiff, type LucideIcon, Replace, ReplaceAll, X } from 'lucide-react';
import { memo } from 'react';
import type { SearchMatch } from '../../../contract/desktop/search.ts';
import { t } from '../../localize.ts';
import { FileIcon } from '../../ui/file-icon.tsx';
import type { Replacer } from './replacement.ts';
import type { ResultFile, ResultRow } from './results.ts';

/** UTF-16 units of a line that are shown before a match: as much as leaves room for the match, and for what takes its place. */
const shownBefore = { plain: 12, replacing: 6 };

/** The id of a row's element, for `aria-activedescendant`. */
export function rowElementId(key: string): string {
  return `search-row-${key}`;
}

interface ResultRowViewProps {
  readonly row: ResultRow;
  readonly top: number;
  readonly focused: boolean;
  /** Set while replacing is shown. */
  readonly replacer: Replacer | null;
  readonly position: number;
  readonly setSize: number;
}

/** One file or one match. Its events are handled by the tree, which finds the row by `data-key`. */
export const ResultRowView = memo(function ResultRowView(props: ResultRowViewProps) {
  const { row, top, focused, replacer } = props;
  const replaced = row.type === 'match' && replacer ? replacer(row.match) : null;
  return (
    <div
      className={focused ? 'search-row search-row-focused' : 'search-row'}
      {...treeItem(props)}
      data-key={row.key}
      data-tooltip={row.type === 'file' ? row.file.path : tooltipOf(row.match)}
      data-tooltip-clipped=""
      style={{ transform: `translateY(${top}px)` }}
    >
      {row.type === 'file' ? (
        <FileRow file={row.file} expanded={row.expanded} replacing={replacer !== null} />
      ) : (
        <MatchRow match={row.match} replaced={replaced} replacing={replacer !== null} />
      )}
    </div>
  );
});

/** What a row tells assistive technology. It takes no focus itself, the tree points at it. */
function treeItem({ row, focused, position, setSize }: ResultRowViewProps) {
  return {
    id: rowElementId(row.key),
    role: 'treeitem',
    'aria-level': row.type === 'file' ? 1 : 2,
    'aria-posinset': position,
    'aria-setsize': setSize,
    'aria-selected': focused,
    'aria-expanded': row.type === 'file' ? row.expanded : undefined,
  };
}

function FileRow({
  file,
  expanded,
  replacing,
}: {
  readonly file: ResultFile;
  readonly expanded: boolean;
  readonly replacing: boolean;
}) {
  const slash = file.path.lastIndexOf('/');
  const name = file.path.slice(slash + 1);
  const Twist = expanded ? ChevronDown : ChevronRight;
  return (
    <>
      <span className="search-twist">
        <Twist className="icon-small" aria-hidden="true" />
      </span>
      <FileIcon name={name} />
      <span className="clip">
        {name}
        {slash > 0 ? <span className="search-folder">{file.path.slice(0, slash)}</span> : null}
      </span>
      <span className="search-row-end">
        {file.unsaved ? (
          <span className="search-unsaved">
            <span className="visually-hidden">{t(', unsaved')}</span>
          </span>
        ) : null}
        <span className="search-row-tools" aria-hidden="true">
          {replacing ? (
            <>
              <Tool
                command="search.action.previewReplace"
                label={t('Preview the replace in this file')}
                icon={FileDiff}
              />
              <Tool command="search.action.replaceAllInFile" label={t('Replace all in this file')} icon={ReplaceAll} />
            </>
          ) : null}
          <Tool command="search.action.remove" label={t('Dismiss')} icon={X} />
        </span>
        <span className="search-count">
          <span className="visually-hidden">, </span>
          {file.matches.length}
          <span className="visually-hidden">{` ${t('results', { count: file.matches.length })}`}</span>
        </span>
      </span>
    </>
  );
}

function MatchRow({
  match,
  replaced,
  replacing,
}: {
  readonly match: SearchMatch;
  readonly replaced: string | null;
  readonly replacing: boolean;
}) {
  const start = match.before.trimStart();
  const room = replacing ? shownBefore.replacing : shownBefore.plain;
  const before = start.length > room + 1 ? `…${start.slice(-room)}` : start;
  return (
    <>
      <span className="search-line clip">
        {before}
        {replacing && replaced !== null ? (
          <>
            <del>{onOneLine(match.text)}</del>
            <span className="visually-hidden">{t(' becomes ')}</span>
            <ins>{onOneLine(replaced)}</ins>
          </>
        ) : (
          <mark>{onOneLine(match.text)}</mark>
        )}
        {match.after}
      </span>
      <span className="search-row-end">
        <span className="search-row-tools" aria-hidden="true">
          {replacing ? <Tool command="search.action.replace" label={t('Replace this match')} icon={Replace} /> : null}
          <Tool command="search.action.remove" label={t('Dismiss')} icon={X} />
        </span>
        <span className="search-place">
          <span className="visually-hidden">{t(', line ')}</span>
          {match.line}
        </span>
      </span>
    </>
  );
}

/** For the pointer; the keyboard has the same as commands of the focused row. */
function Tool({
  command,
  label,
  icon: Icon,
}: {
  readonly command: string;
  readonly label: string;
  readonly icon: LucideIcon;
}) {
  return (
    <button
      type="button"
      className="search-tool"
      tabIndex={-1}
      aria-label={label}
      data-command={command}
      data-tooltip={label}
    >
      <Icon className="icon-small" aria-hidden="true" />
    </button>
  );
}

function tooltipOf(match: SearchMatch): string {
  return `${match.before}${match.text}${match.after}`.trim().slice(0, 400);
}

function onOneLine(text: string): string {
  return text.includes('\n') ? text.replace(/\r?\n/g, '↵') : text;
}
