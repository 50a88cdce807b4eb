import { useEffect, useState } from 'react';
import { t } from '../../../localize.ts';
import type { WorkingCopy } from '../documents/working-copy.ts';
import { type ConflictLine, type ConflictSummary, summariseConflict } from './conflict-lines.ts';
import './conflict-preview.css';

/** The first difference between a document and its file, inside the question about it. */
export default function ConflictPreview({ copy }: { copy: WorkingCopy }) {
  const [summary, setSummary] = useState<ConflictSummary | null>(null);
  useEffect(() => {
    let shown = true;
    copy
      .readDisk()
      .then((disk) => {
        if (shown) setSummary(summariseConflict(disk, copy.buffer()?.text() ?? ''));
      })
      // The question stands without its picture.
      .catch(() => {});
    return () => {
      shown = false;
    };
  }, [copy]);
  if (!summary) return null;
  return (
    <div className="conflict-preview">
      <div className="conflict-preview-head">
        <span>{t('Line {{line}}', { line: summary.line })}</span>
        <span className="tabular">
          {summary.count === 1 ? t('1 difference') : t('1 of {{total}} differences', { total: summary.count })}
        </span>
      </div>
      <div className="conflict-preview-lines">
        {summary.lines.map((line) => (
          <Line key={`${line.side} ${line.number}`} line={line} />
        ))}
      </div>
      <div className="conflict-preview-legend">
        <span className="conflict-preview-disk">{t('− on disk')}</span>
        <span className="conflict-preview-mine">{t('+ yours')}</span>
      </div>
    </div>
  );
}

function Line({ line: { side, number, parts } }: { line: ConflictLine }) {
  return (
    <div className={`conflict-preview-line conflict-preview-line-${side}`}>
      <span className="conflict-preview-number">{number}</span>
      <span className="conflict-preview-sign">{side === 'disk' ? '−' : '+'}</span>
      <code>
        {parts[0]}
        {parts[1] ? <mark>{parts[1]}</mark> : null}
        {parts[2]}
      </code>
    </div>
  );
}
