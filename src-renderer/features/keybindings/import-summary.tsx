import type { ReactNode } from 'react';
import { t } from '../../localize.ts';
import { Keys } from '../../ui/keys.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ImportPlan, PlannedEntry } from './plan-import.ts';
import './import-summary.css';

interface ImportSummaryProps {
  readonly plan: ImportPlan;
  readonly problems: readonly string[];
}

/** What an import of keybindings would do, entry by entry. */
export default function ImportSummary({ plan, problems }: ImportSummaryProps) {
  return (
    <div className="keybindings-import">
      {problems.map((problem) => (
        <Notice level="warning" key={problem}>
          {problem}
        </Notice>
      ))}
      <Part title={t('Will be added')} entries={plan.added} />
      <Part title={t('Left out')} entries={plan.skipped} />
      <Part title={t('Already yours')} entries={plan.present} />
    </div>
  );
}

function Part({ title, entries }: { title: string; entries: readonly PlannedEntry[] }): ReactNode {
  if (entries.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="keybindings-import-heading">
        {title}
        <span className="keybindings-import-count">{entries.length}</span>
      </h3>
      <ul>
        {entries.map(({ entry, title: command, line, note }) => (
          <li className="keybindings-import-row" key={`${line} ${entry.command}`}>
            <span className="keybindings-import-line">{line}</span>
            <span className="keybindings-import-keys">
              <Keys keys={entry.key} />
            </span>
            <span className="keybindings-import-command">
              <span className="clip">{command}</span>
              {note === null ? null : <span className="keybindings-import-note">{note}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
