import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { describeProblem, type Problem } from '../../app/problems.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { AssistantIcon } from '../../ui/assistant-icon.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FileIcon } from '../../ui/file-icon.tsx';
import './problems.css';

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const;
const severityNames = { error: t('Error'), warning: t('Warning'), info: t('Note') } as const;

/** More rows than this help nobody, and take long to draw. */
const mostShown = 1000;

/** What is wrong in files that were checked and by the output of tasks, file by file; a row leads to its line. */
export function ProblemsPanel() {
  const { problems } = useServices();
  const all = useStore(problems);
  if (all.length === 0) {
    return (
      <EmptyState icon={<CircleCheck aria-hidden="true" />} title={t('No problems')}>
        {t('Nothing is wrong in the files that were checked, and no task has said otherwise.')}
      </EmptyState>
    );
  }
  return (
    <section className="problems-list" onKeyDown={stepRows} aria-label={t('Problems by file')}>
      {[...byDocument(all.slice(0, mostShown))].map(([document, own]) => (
        <section key={document} aria-label={document}>
          <header className="problems-file">
            <FileIcon name={document} />
            <span>{document.slice(document.lastIndexOf('/') + 1)}</span>
            <span className="problems-file-folder clip">
              {document.slice(0, Math.max(0, document.lastIndexOf('/')))}
            </span>
          </header>
          {own.map((problem) => (
            <ProblemRow
              key={`${problem.line}:${problem.column} ${problem.source} ${problem.message}`}
              problem={problem}
            />
          ))}
        </section>
      ))}
      {all.length > mostShown ? (
        <p className="problems-more">
          {t('{{amount}} more are not listed. Mend some of these first.', { amount: all.length - mostShown })}
        </p>
      ) : null}
    </section>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { assistant, editor } = useServices();
  const { document, projectId, severity, message, source, line, column } = problem;
  const Icon = icons[severity];
  const ask = () =>
    assistant.ask({
      text: t('Why is this wrong, and how is it mended?'),
      attachments: [{ kind: 'problems', path: document, text: describeProblem(problem) }],
      send: true,
    });
  return (
    <div className="problems-line">
      <button
        type="button"
        className="problems-row"
        onClick={() => void editor.open(document, { projectId, line, column })}
        data-tooltip={message.includes('\n') ? message : undefined}
      >
        <Icon className={`icon-small problems-${severity}`} aria-label={severityNames[severity]} />
        <span className="clip">{message}</span>
        {source ? <span className="problems-source">{source}</span> : null}
        <span className="problems-place">{t('Ln {{line}}, Col {{column}}', { line, column })}</span>
      </button>
      {projectId === 'user' ? null : (
        <IconButton className="problems-ask" label={t('Ask about this error')} onClick={ask}>
          <AssistantIcon className="icon-small" strokeWidth={1.25} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

function byDocument(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const group = groups.get(problem.document);
    if (group) group.push(problem);
    else groups.set(problem.document, [problem]);
  }
  return groups;
}

function stepRows(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.problems-row')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  event.preventDefault();
}
