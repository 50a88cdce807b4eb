import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import type { RepositoryWatch } from '../repository.ts';
import {
  conflictAt,
  conflictDecorations,
  conflictsOf,
  nextConflictLine,
  solveConflict,
  solveConflicts,
} from './conflict-actions.ts';
import type { ConflictLenses } from './conflict-lenses.ts';
import type { Choice } from './parse-conflicts.ts';
import './conflicts.css';

/** The conflicts of one editor's text, for commands. */
export interface InlineConflicts extends Disposable {
  solve(choice: Choice, all: boolean): void;
  go(step: 1 | -1): void;
}

/** Milliseconds without a key before marks are looked for anew. */
const quiet = 300;

/** Marks conflicts in a text, offers to solve them, and says so above it. */
export function attachConflicts(
  { core, editor: service, contextKeys, notifications }: Services,
  shown: AttachedEditor,
  options: { repository: RepositoryWatch; lenses: ConflictLenses; openMergeEditor(document: string): void },
): InlineConflicts {
  const { editor, model, host, document, projectId } = shown;
  const ends = createDisposables();
  const marks = editor.createDecorationsCollection();
  let lens: Disposable | null = null;
  let unmerged = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;

  const finish = async () => {
    if (!(await service.save(document))) return;
    const { left } = await core.gitHistory.completeMerge({ projectId, path: document });
    notifications.info(
      left.length === 0
        ? t('All conflicts are solved. Commit to finish.')
        : t('Solved. {{count}} more files are in conflict.', { count: left.length }),
    );
  };
  const look = () => {
    if (disposed) return;
    // Searching is quick and copies nothing; most texts have no mark.
    const begins = model.findNextMatch('^<{7}', { lineNumber: 1, column: 1 }, true, true, null, false) !== null;
    const conflicts = begins ? conflictsOf(model) : [];
    marks.set(conflictDecorations(conflicts));
    contextKeys.set('editorHasConflicts', conflicts.length > 0);
    if (conflicts.length > 0) lens ??= options.lenses.add(model, { compare: () => options.openMergeEditor(document) });
    else {
      lens?.dispose();
      lens = null;
    }
    const name = document.slice(document.lastIndexOf('/') + 1);
    if (conflicts.length > 0) {
      service.setBanner(document, {
        tone: 'warning',
        text: t('{{name}} has {{count}} conflicts.', { name, count: conflicts.length }),
        actions: [{ title: t('Solve in the merge editor'), run: () => options.openMergeEditor(document) }],
      });
    } else if (unmerged) {
      service.setBanner(document, {
        tone: 'info',
        text: t('No conflict marks are left in {{name}}. Git still holds it as in conflict.', { name }),
        actions: [
          {
            title: t('Complete merge'),
            run: () => void finish().catch((error: unknown) => notifications.error(String(error))),
          },
        ],
      });
    } else service.setBanner(document, null);
  };
  const ask = async () => {
    if (options.repository.state.getState().merging || lens !== null || unmerged) {
      const { sides } = await core.gitHistory.conflict({ projectId, path: document });
      unmerged = sides !== null;
    } else unmerged = false;
    look();
  };
  const askQuietly = () => void ask().catch(look);
  ends.add(
    model.onDidChangeContent(({ changes }) => {
      const marked = lens !== null || unmerged || changes.some(({ text }) => text.includes('<<<<<<<'));
      if (!marked) return;
      clearTimeout(timer);
      timer = setTimeout(look, quiet);
    }),
  );
  ends.add(options.repository.changed.listen(askQuietly));
  askQuietly();

  return {
    solve(choice, all) {
      const conflicts = conflictsOf(model);
      const one = conflictAt(conflicts, editor.getPosition()?.lineNumber ?? 1);
      if (all) solveConflicts(host, model, conflicts, choice);
      else if (one) solveConflict(host, model, one, choice);
      look();
    },
    go(step) {
      const line = nextConflictLine(conflictsOf(model), editor.getPosition()?.lineNumber ?? 1, step);
      if (line === null) return;
      editor.setPosition({ lineNumber: line, column: 1 });
      editor.revealLineInCenter(line);
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      lens?.dispose();
      marks.clear();
      contextKeys.set('editorHasConflicts', false);
      ends.dispose();
    },
  };
}
