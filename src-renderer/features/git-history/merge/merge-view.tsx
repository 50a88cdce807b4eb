import { ArrowDown, ArrowUp, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ConflictSides } from '../../../../contract/desktop/git/history.ts';
import { messageOf } from '../../../app/error-message.ts';
import { useServices } from '../../../app/services.ts';
import type { OpenText } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { createMergeEditors, type MergeEditors, type MergeProgress } from './merge-editors.ts';
import type { Choice } from './parse-conflicts.ts';
import './conflicts.css';
import './merge-view.css';

interface MergeViewProps {
  readonly document: string;
  readonly close: () => void;
  readonly active: boolean;
}

const accepts: readonly { readonly title: string; readonly choice: Choice }[] = [
  { title: t('Accept incoming'), choice: 'incoming' },
  { title: t('Accept current'), choice: 'current' },
  { title: t('Accept both'), choice: 'both' },
];

/** Both sides of a file's conflicts, and what comes of them. */
export default function MergeView({ document, close, active }: MergeViewProps) {
  const { core, editor, dialogs, notifications, workspace } = useServices();
  const incoming = useRef<HTMLDivElement>(null);
  const current = useRef<HTMLDivElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const editors = useRef<MergeEditors>(null);
  const [text, setText] = useState<OpenText | null>(null);
  const [sides, setSides] = useState<ConflictSides | null>(null);
  const [progress, setProgress] = useState<MergeProgress>({ total: 0, left: 0, at: 0 });
  const [problem, setProblem] = useState<string | null>(null);
  const projectId = workspace.getState().project?.id ?? '';
  const name = document.slice(document.lastIndexOf('/') + 1);

  useEffect(() => {
    let shown = true;
    const failed = (error: unknown) => {
      if (shown) setProblem(messageOf(error));
    };
    editor.openText(document).then((opened) => {
      if (!shown) return;
      if (opened) setText(opened);
      else
        setProblem(
          t('{{name}} is not text, so its conflicts cannot be shown. Choose one of its versions with git.', { name }),
        );
    }, failed);
    core.gitHistory.conflict({ projectId, path: document }).then((answer) => shown && setSides(answer.sides), failed);
    return () => {
      shown = false;
    };
  }, [core, editor, document, projectId, name]);

  useEffect(() => {
    if (!text || !incoming.current || !current.current || !result.current) return;
    const slots = { incoming: incoming.current, current: current.current, result: result.current };
    const made = createMergeEditors(text, slots, setProgress);
    editors.current = made;
    made.focus();
    return () => {
      editors.current = null;
      made.dispose();
    };
  }, [text]);

  useEffect(() => {
    if (active) editors.current?.focus();
  }, [active]);

  const complete = async () => {
    if (progress.left > 0) {
      const answer = await dialogs.ask({
        title: t('Complete the merge with conflicts left?'),
        body: t('{{count}} conflicts of {{name}} would be staged with their marks in the file.', {
          count: progress.left,
          name,
        }),
        buttons: [
          { id: 'cancel', title: t('Go on solving') },
          { id: 'complete', title: t('Complete anyway'), danger: true },
        ],
      });
      if (answer !== 'complete') return;
    }
    if (!(await editor.save(document))) return;
    const { left } = await core.gitHistory.completeMerge({ projectId, path: document });
    close();
    const [next] = left;
    if (next === undefined) {
      notifications.info(t('{{name}} is solved and staged', { name }), {
        detail: t('No conflicts are left. Commit to finish the merge.'),
      });
    } else {
      notifications.info(t('{{name}} is solved and staged', { name }), {
        detail: t('{{count}} more files are in conflict.', { count: left.length }),
        actions: [
          {
            title: t('Open {{name}}', { name: next.slice(next.lastIndexOf('/') + 1) }),
            run: () => editor.openView('merge', next),
          },
        ],
      });
    }
  };
  const run = (work: Promise<void>) =>
    void work.catch((error: unknown) =>
      notifications.error(t('The merge was not completed'), { detail: messageOf(error) }),
    );
  const none = progress.left === 0;
  if (problem !== null) {
    return (
      <div className="merge-problem">
        <Notice level="error">{problem}</Notice>
      </div>
    );
  }
  return (
    <div className="merge-view">
      <div className="merge-sides">
        <section className="merge-pane" aria-label={t('Incoming')}>
          <header className="merge-pane-head">
            <span className="merge-pane-title">{t('Incoming')}</span>
            <span className="merge-pane-name clip">{sides?.incomingName ?? ''}</span>
          </header>
          <div className="merge-editor" ref={incoming} />
        </section>
        <section className="merge-pane" aria-label={t('Current')}>
          <header className="merge-pane-head">
            <span className="merge-pane-title">{t('Current')}</span>
            <span className="merge-pane-name clip">{sides?.currentName ?? ''}</span>
          </header>
          <div className="merge-editor" ref={current} />
        </section>
      </div>
      <section className="merge-pane merge-result" aria-label={t('Result')}>
        <header className="merge-pane-head" role="toolbar" aria-label={t('Conflicts')}>
          <span className="merge-pane-title">{t('Result')}</span>
          <span className="merge-count" role="status">
            {none ? t('No conflicts left') : t('{{count}} conflicts left', { count: progress.left })}
          </span>
          <IconButton label={t('Previous conflict')} disabled={none} onClick={() => editors.current?.go(-1)}>
            <ArrowUp aria-hidden="true" />
          </IconButton>
          <IconButton label={t('Next conflict')} disabled={none} onClick={() => editors.current?.go(1)}>
            <ArrowDown aria-hidden="true" />
          </IconButton>
          <span className="merge-space" />
          {accepts.map(({ title, choice }) => (
            <Button key={choice} small disabled={none} onClick={() => editors.current?.solve(choice)}>
              {title}
            </Button>
          ))}
          <Button
            small
            kind="ghost"
            disabled={none}
            data-tooltip={t('Take neither side; what both came from stays where it is known')}
            onClick={() => editors.current?.solve('base')}
          >
            {t('Ignore')}
          </Button>
          <IconButton label={t('Undo')} onClick={() => editors.current?.undo()}>
            <Undo2 aria-hidden="true" />
          </IconButton>
          <Button small kind="primary" onClick={() => run(complete())}>
            {t('Complete merge')}
          </Button>
        </header>
        <div className="merge-editor" ref={result} />
      </section>
    </div>
  );
}
