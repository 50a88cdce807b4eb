import type * as monaco from 'monaco-editor/editor/editor.api';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { OpenText } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import {
  conflictAt,
  conflictDecorations,
  conflictsOf,
  nextConflictLine,
  solveConflict,
  solveConflicts,
} from './conflict-actions.ts';
import { type Choice, type Conflict, chosenLines } from './parse-conflicts.ts';

export interface MergeSlots {
  readonly incoming: HTMLElement;
  readonly current: HTMLElement;
  readonly result: HTMLElement;
}

export interface MergeProgress {
  /** Conflicts at the start, or the most there were since. */
  readonly total: number;
  readonly left: number;
  /** Which of the conflicts that are left the cursor is at, from 1; 0 when there is none. */
  readonly at: number;
}

/** The three editors of a merge: both sides above, what comes of them below. */
export interface MergeEditors extends Disposable {
  solve(choice: Choice): void;
  solveAll(choice: Choice): void;
  go(step: 1 | -1): void;
  /** Takes back the last step, and goes to the conflict that it brings back. */
  undo(): void;
  focus(): void;
}

/** One side as a whole text, and where its part of each conflict is (lines from 0). */
interface Side {
  readonly text: string;
  readonly parts: readonly { readonly start: number; readonly end: number }[];
}

function takeSide(lines: readonly string[], conflicts: readonly Conflict[], choice: 'current' | 'incoming'): Side {
  const taken: string[] = [];
  const parts: { start: number; end: number }[] = [];
  let at = 0;
  for (const conflict of conflicts) {
    taken.push(...lines.slice(at, conflict.start));
    const start = taken.length;
    taken.push(...chosenLines(lines, conflict, choice));
    parts.push({ start, end: taken.length });
    at = conflict.end;
  }
  taken.push(...lines.slice(at));
  return { text: taken.join('\n'), parts };
}

/** Makes the editors in their places. The result is the document itself, so undo, saving and backups are its own. */
export function createMergeEditors(
  { host, model, options, readOnly }: OpenText,
  slots: MergeSlots,
  onProgress: (progress: MergeProgress) => void,
): MergeEditors {
  const { editor } = host.monaco;
  const ends = createDisposables();
  const lines = model.getLinesContent();
  const started = conflictsOf(model);
  let total = started.length;

  const make = (slot: HTMLElement, shown: monaco.editor.ITextModel, label: string, locked: boolean) => {
    const made = editor.create(slot, {
      ...options,
      model: shown,
      readOnly: locked,
      automaticLayout: true,
      minimap: { enabled: false },
      stickyScroll: { enabled: false },
      folding: false,
      ariaLabel: label,
      codeLens: false,
    });
    ends.addFunction(() => made.dispose());
    return made;
  };
  const makeSide = (slot: HTMLElement, choice: 'current' | 'incoming', label: string) => {
    const side = takeSide(lines, started, choice);
    const text = editor.createModel(side.text, model.getLanguageId());
    ends.addFunction(() => text.dispose());
    const made = make(slot, text, label, true);
    const marks = made.createDecorationsCollection();
    const paint = (chosen: number) => {
      marks.set(
        side.parts.flatMap(({ start, end }, index) =>
          end > start
            ? [
                {
                  range: { startLineNumber: start + 1, startColumn: 1, endLineNumber: end, endColumn: 1 },
                  options: {
                    isWholeLine: true,
                    className: `git-conflict-${choice}${index === chosen ? ' git-conflict-chosen' : ''}`,
                  },
                },
              ]
            : [],
        ),
      );
    };
    const reveal = (index: number) => {
      const part = side.parts[index];
      if (part) made.revealLinesInCenterIfOutsideViewport(part.start + 1, Math.max(part.start + 1, part.end), 1);
      paint(index);
    };
    paint(-1);
    return { made, side, reveal };
  };
  const incoming = makeSide(slots.incoming, 'incoming', t('Incoming, read-only'));
  const current = makeSide(slots.current, 'current', t('Current, read-only'));
  const result = make(slots.result, model, t('Result'), readOnly);
  const marks = result.createDecorationsCollection();
  // Where each conflict of the start is now, solved or not.
  const places = result.createDecorationsCollection(
    started.map(({ start, end }) => ({
      range: { startLineNumber: start + 1, startColumn: 1, endLineNumber: end, endColumn: 1 },
      options: { stickiness: editor.TrackedRangeStickiness.AlwaysGrowsWhenTypingAtEdges },
    })),
  );

  const startIndexOf = (conflict: Conflict | undefined): number =>
    conflict === undefined
      ? -1
      : places
          .getRanges()
          .findIndex(
            (range) => conflict.start + 1 >= range.startLineNumber && conflict.start + 1 <= range.endLineNumber,
          );
  const line = () => result.getPosition()?.lineNumber ?? 1;
  const tell = () => {
    const left = conflictsOf(model);
    total = Math.max(total, left.length);
    marks.set(conflictDecorations(left));
    const here = left.find(({ start, end }) => line() > start && line() <= end);
    onProgress({ total, left: left.length, at: here ? left.indexOf(here) + 1 : 0 });
    const index = startIndexOf(here);
    if (index >= 0) {
      incoming.reveal(index);
      current.reveal(index);
    }
  };
  const goTo = (target: number | null) => {
    if (target === null) return;
    result.setPosition({ lineNumber: target, column: 1 });
    result.revealLineInCenterIfOutsideViewport(target, 1);
    tell();
  };
  const link = (from: monaco.editor.ICodeEditor, to: monaco.editor.ICodeEditor) => {
    ends.add(
      from.onDidScrollChange((event) => {
        if (event.scrollTopChanged && from.hasTextFocus()) to.setScrollTop(event.scrollTop, 1);
        if (event.scrollLeftChanged && from.hasTextFocus()) to.setScrollLeft(event.scrollLeft, 1);
      }),
    );
  };
  link(incoming.made, current.made);
  link(current.made, incoming.made);
  for (const { made, side } of [incoming, current]) {
    ends.add(
      made.onMouseDown(({ target }) => {
        const at = (target.position?.lineNumber ?? 0) - 1;
        const index = side.parts.findIndex(({ start, end }) => at >= start && at < end);
        const range = places.getRanges()[index];
        if (range) goTo(range.startLineNumber);
      }),
    );
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 60);
  };
  ends.addFunction(() => clearTimeout(timer));
  ends.add(model.onDidChangeContent(soon));
  ends.add(result.onDidChangeCursorPosition(soon));

  const goToNext = () => goTo(nextConflictLine(conflictsOf(model), Math.max(0, line() - 1), 1));
  goTo(nextConflictLine(started, 0, 1));
  tell();
  return {
    solve(choice) {
      const conflict = conflictAt(conflictsOf(model), line());
      if (!conflict) return;
      result.pushUndoStop();
      solveConflict(host, model, conflict, choice);
      result.setPosition({ lineNumber: Math.min(conflict.start + 1, model.getLineCount()), column: 1 });
      goToNext();
      tell();
    },
    solveAll(choice) {
      solveConflicts(host, model, conflictsOf(model), choice);
      tell();
    },
    go: (step) => goTo(nextConflictLine(conflictsOf(model), line(), step)),
    undo() {
      const before = conflictsOf(model);
      void model.undo();
      const back = conflictsOf(model).find(({ start }, index) => before[index]?.start !== start);
      if (back) goTo(back.start + 1);
      tell();
    },
    focus: () => result.focus(),
    dispose: () => ends.dispose(),
  };
}
