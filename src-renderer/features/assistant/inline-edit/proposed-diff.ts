import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { type AddedLines, showAddedLines } from '../editor-hunks/added-lines.ts';
import type { RegionChange } from './edited-region.ts';
import './proposed-diff.css';

/** A proposal for some lines of a text, shown in place: lines that would go are struck through, those that would come stand below them. */
export interface ProposedDiff extends Disposable {
  /** `firstLine` is the first of the lines that the changes count from, from 1. */
  show(firstLine: number, changes: readonly RegionChange[]): void;
}

export function createProposedDiff(shown: AttachedEditor): ProposedDiff {
  const { editor, model, host } = shown;
  const ends = createDisposables();
  const marks = editor.createDecorationsCollection();
  const added: AddedLines[] = [];
  const { OverviewRulerLane } = host.monaco.editor;
  return {
    show(firstLine, changes) {
      marks.set(
        changes
          .filter(({ oldStart, oldEnd }) => oldEnd > oldStart)
          .map(({ oldStart, oldEnd }) => {
            const last = Math.min(firstLine + oldEnd - 1, model.getLineCount());
            return {
              range: {
                startLineNumber: firstLine + oldStart,
                startColumn: 1,
                endLineNumber: last,
                endColumn: model.getLineMaxColumn(last),
              },
              options: {
                isWholeLine: true,
                className: 'assistant-removed',
                inlineClassName: 'assistant-struck',
                linesDecorationsClassName: 'assistant-gutter',
                overviewRuler: { color: { id: 'editorGutter.deletedBackground' }, position: OverviewRulerLane.Center },
              },
            };
          }),
      );
      const coming = changes.filter(({ newLines }) => newLines.length > 0);
      for (const gone of added.splice(coming.length)) gone.dispose();
      coming.forEach(({ oldEnd, newStart, newLines }, index) => {
        const content = {
          afterLine: Math.min(firstLine + oldEnd - 1, model.getLineCount()),
          lines: newLines,
          firstNumber: firstLine + newStart,
        };
        const known = added[index];
        if (known) known.show(content);
        else added.push(showAddedLines(shown, content, () => {}));
      });
    },
    dispose() {
      ends.dispose();
      marks.clear();
      for (const each of added.splice(0)) each.dispose();
    },
  };
}
