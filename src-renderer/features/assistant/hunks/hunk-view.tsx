import { Check, Redo2, TriangleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeLine } from '../messages/code-lines.tsx';
import { useColoredLines } from '../messages/colored-lines.ts';
import type { HunkActions } from './hunk-actions.ts';
import { onHunkKey } from './hunk-keys.ts';
import { hunkLines } from './hunk-lines.ts';

interface HunkViewProps {
  readonly file: StagedFile;
  readonly hunk: EditHunk;
  /** Its file says already what became of it. */
  readonly plain: boolean;
  readonly actions: HunkActions;
}

/** One change of a file: where, what, and the decision about it. */
export const HunkView = memo(function HunkView({ file, hunk, plain, actions }: HunkViewProps) {
  const { editor } = useServices();
  const keep = () => actions.keep(file, [hunk]);
  const undo = () => actions.undo(file, [hunk]);
  const show = () => void editor.open(file.path, { line: hunk.oldStart });
  const undecided = hunk.status === 'staged';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a hunk is a group of its lines and buttons, which no element stands for
    <div
      className={`assistant-hunk assistant-hunk-${hunk.status}`}
      role="group"
      aria-label={t('{{path}}, line {{line}}: {{status}}', {
        path: file.path,
        line: hunk.newStart,
        status: statusText(hunk),
      })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: Y, N and the arrows work on the hunk itself
      tabIndex={0}
      data-hunk={hunk.id}
      onKeyDown={(event) =>
        onHunkKey(event, {
          keep: undecided ? keep : () => undefined,
          undo: hunk.status === 'undone' ? () => undefined : undo,
        })
      }
    >
      {plain ? null : (
        <div className="assistant-hunk-head">
          <button type="button" className="assistant-line-link" onClick={show}>
            {t('Line {{line}}', { line: hunk.newStart })}
          </button>
          {hunk.flagged && undecided ? (
            <span className="assistant-hunk-flag">
              <TriangleAlert className="icon-small" aria-hidden="true" />
              {t('look first')}
            </span>
          ) : null}
          <span className="assistant-hunk-tools">
            <HunkTools hunk={hunk} keep={keep} undo={undo} again={() => actions.stageAgain(file, [hunk])} />
          </span>
        </div>
      )}
      {hunk.problem ? (
        <p className="assistant-hunk-problem">
          {hunk.problem}{' '}
          <button type="button" className="assistant-link" onClick={show}>
            {t('Show line {{line}}', { line: hunk.oldStart })}
          </button>
        </p>
      ) : null}
      {hunk.status === 'undone' ? null : <Diff path={file.path} hunk={hunk} />}
    </div>
  );
});

interface HunkToolsProps {
  readonly hunk: EditHunk;
  readonly keep: () => void;
  readonly undo: () => void;
  readonly again: () => void;
}

function HunkTools({ hunk, keep, undo, again }: HunkToolsProps) {
  switch (hunk.status) {
    case 'kept':
      return (
        <>
          <span className="assistant-kept">
            <Check className="icon-small" aria-hidden="true" />
            {t('Kept')}
          </span>
          <Button small kind="ghost" onClick={undo}>
            <Undo2 className="icon-small" aria-hidden="true" />
            {t('Undo')}
          </Button>
        </>
      );
    case 'undone':
      return (
        <>
          <span>{t('Undone')}</span>
          <Button small kind="ghost" onClick={again}>
            <Redo2 className="icon-small" aria-hidden="true" />
            {t('Stage again')}
          </Button>
        </>
      );
    case 'staged':
    case 'conflict':
      return (
        <>
          <Button small kind="ghost" onClick={undo}>
            <Undo2 className="icon-small" aria-hidden="true" />
            {t('Undo')}
          </Button>
          {hunk.status === 'conflict' ? null : (
            <Button small kind="ghost" className="assistant-keep" onClick={keep}>
              <Check className="icon-small" aria-hidden="true" />
              {t('Keep')}
            </Button>
          )}
        </>
      );
  }
}

function Diff({ path, hunk }: { readonly path: string; readonly hunk: EditHunk }) {
  const lines = hunkLines(hunk);
  const colored = useColoredLines(
    lines.map(({ text }) => text),
    path.split('.').at(-1) ?? '',
  );
  return (
    <div className="assistant-diff">
      {lines.map(({ kind, line, text, marked }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <div key={index} className={`assistant-diff-line assistant-diff-${kind}`}>
          <span className="assistant-diff-number">{line}</span>
          <span className="assistant-diff-sign">{{ same: '', added: '+', removed: '−' }[kind]}</span>
          <code title={text.length > 44 ? text : undefined}>
            <CodeLine text={text} pieces={colored[index] ?? null} marked={marked} />
          </code>
        </div>
      ))}
    </div>
  );
}

/** What became of a hunk, for its name. */
function statusText({ status, flagged }: EditHunk): string {
  switch (status) {
    case 'staged':
      return flagged ? t('staged, look first') : t('staged');
    case 'kept':
      return t('kept');
    case 'undone':
      return t('undone');
    case 'conflict':
      return t('in conflict');
  }
}
