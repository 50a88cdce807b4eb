import type { editor } from 'monaco-editor/editor/editor.api';
import type { Transaction, Text as YText, YTextEvent } from 'yjs';
import type { Disposable } from '../../../app/disposable.ts';
import type { MonacoHost } from '../../../app/text-editors.ts';
import type { UndoableModel } from '../../../monaco/internals-types.ts';
import { minimalEdits } from '../../../monaco/line-diff.ts';
import { createHeldChanges } from './held-changes.ts';
import { keepPlaces, toSelection } from './keep-selections.ts';
import { type Restored, takeOverUndo } from './own-edits.ts';
import { offsetAt, positionAt } from './text-offsets.ts';
import { replacementsOf, type TextReplacement } from './text-replacement.ts';

export interface BindTextOptions {
  readonly monaco: MonacoHost['monaco'];
  /** Lines end with LF in it, whatever the model has. */
  readonly text: YText;
  readonly model: editor.ITextModel;
  /** Which of the two is right where they differ. Default `shared`. */
  readonly start?: 'shared' | 'model';
  /** Whether this person may change the text now. */
  mayWrite(): boolean;
  /** The model was changed, or was to be, by somebody who may not; it is as it was, or will be before the next event. */
  onRefused(): void;
}

/** A shared text and a model that are the same until it is disposed. The model and the text outlive it. */
export interface TextBinding extends Disposable {
  /** Takes this person's last step back, and nobody else's. Monaco's own undo does the same while the two are bound. */
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
}

/**
 * Keeps a model the same as a shared text, by the fewest changes on both sides. Others' changes are no steps of undo, and
 * move neither cursors nor what is in view.
 */
export function bindText(options: BindTextOptions): TextBinding {
  const { monaco, text, model, mayWrite, onRefused } = options;
  const { doc } = text;
  const origin = {};
  /** The version of the model that a change of ours makes, which is not to be sent back. */
  let applied = -1;
  /** The two differ, or the text holds what a model can't: they are compared as a whole next time. */
  let apart = false;
  let ended = false;
  const held = createHeldChanges(monaco, model, takeShared);
  const edits = takeOverUndo({ text, model, origin, mayWrite, onRefused });

  /** Changes the model as the shared text was changed. */
  function show(replacements: readonly TextReplacement[], restored: Restored | null): void {
    if (replacements.length === 0) return;
    const operations = replacements.map(({ offset, length, text: added }) => {
      const start = positionAt(model, offset);
      const end = length === 0 ? start : positionAt(model, offset + length);
      const range = new monaco.Range(start.lineNumber, start.column, end.lineNumber, end.column);
      return { range, text: added };
    });
    applied = model.getVersionId() + 1;
    if (!restored) {
      edits.foreignEdit(replacements);
      keepPlaces(monaco, model, replacements, () => model.applyEdits(operations));
      return;
    }
    const { undoing, ranges, version } = restored;
    const undoable = model as unknown as UndoableModel;
    undoable._applyUndoRedoEdits(
      operations,
      model.getEndOfLineSequence(),
      undoing,
      !undoing,
      version ?? model.getVersionId() + 1,
      null,
    );
    const focused = monaco.editor.getEditors().find((each) => each.getModel() === model && each.hasTextFocus());
    const [first, ...others] = ranges.map((range) => toSelection(model, range));
    if (!focused || !first) return;
    focused.setSelections([first, ...others], 'modelChange');
    const position = { lineNumber: first.positionLineNumber, column: first.positionColumn };
    focused.revealPosition(position, monaco.editor.ScrollType.Smooth);
  }

  /** Makes the model what the shared text is, however they have come apart. */
  function takeShared(): void {
    if (ended || model.isDisposed()) return;
    const wanted = plainText(text);
    const replacements = minimalEdits(model.getLinesContent(), wanted.split('\n'))
      .map(({ startLine, startColumn, endLine, endColumn, text: added }) => {
        const offset = offsetAt(model, { lineNumber: startLine, column: startColumn });
        const end = offsetAt(model, { lineNumber: endLine, column: endColumn });
        return { offset, length: end - offset, text: added };
      })
      .reverse();
    show(replacements, null);
    apart = wanted.length !== text.length;
    if (apart && mayWrite()) removeStrange(text);
  }

  /** Makes the shared text what the model is. */
  function takeModel(): void {
    const wanted = model.getLinesContent().map((line) => line.toWellFormed());
    const before = plainText(text).split('\n');
    doc?.transact(() => {
      removeStrange(text);
      apart = false;
      for (const edit of minimalEdits(before, wanted)) {
        const start = offsetIn(before, edit.startLine, edit.startColumn);
        const end = offsetIn(before, edit.endLine, edit.endColumn);
        replace(text, { offset: start, length: end - start, text: edit.text });
      }
    }, origin);
    if (wanted.some((line, index) => line !== model.getLineContent(index + 1))) takeSharedSoon();
  }

  function takeSharedSoon(): void {
    apart = true;
    queueMicrotask(() => {
      if (apart) takeShared();
    });
  }

  function onModelChanged(event: editor.IModelContentChangedEvent): void {
    if (event.versionId === applied) return;
    if (!mayWrite()) {
      if (!event.isEolChange) onRefused();
      takeSharedSoon();
    } else if (apart || event.isEolChange || event.isFlush) {
      takeModel();
    } else {
      send(event);
    }
  }

  function send(event: editor.IModelContentChangedEvent): void {
    if (edits.repeatsEarlier()) return;
    const wide = event.eol === '\r\n';
    let whole = true;
    doc?.transact(() => {
      for (const { range, rangeOffset, rangeLength, text: added } of event.changes) {
        const offset = wide ? rangeOffset - (range.startLineNumber - 1) : rangeOffset;
        const length = wide ? rangeLength - (range.endLineNumber - range.startLineNumber) : rangeLength;
        const plain = added.includes('\r') ? added.replace(/\r\n?/g, '\n') : added;
        // Half a character can't be sent: it would arrive as another one.
        whole &&= plain.isWellFormed();
        const own = { offset, length, text: plain.toWellFormed() };
        replace(text, held.any ? held.carry(own) : own);
      }
    }, edits.earlierOrigin() ?? origin);
    if (!whole) takeSharedSoon();
  }

  function onShared(event: YTextEvent, transaction: Transaction): void {
    if (transaction.origin === origin || edits.isEarlier(transaction.origin)) return;
    const replacements = apart ? null : replacementsOf(event.delta);
    if (replacements && held.hold(replacements)) return;
    if (!replacements) {
      held.dispose();
      takeShared();
      return;
    }
    show(replacements, edits.restoring(transaction.origin));
    if (model.getValueLength(monaco.editor.EndOfLinePreference.LF) !== text.length) takeShared();
  }

  const listener = model.onDidChangeContent(onModelChanged);
  text.observe(onShared);
  if (options.start === 'model' && mayWrite()) takeModel();
  else takeShared();

  const { undo, redo, canUndo, canRedo } = edits;
  return {
    undo,
    redo,
    canUndo,
    canRedo,
    dispose() {
      ended = true;
      held.dispose();
      text.unobserve(onShared);
      listener.dispose();
      edits.dispose();
    },
  };
}

function replace(text: YText, { offset, length, text: added }: TextReplacement): void {
  if (length > 0) text.delete(offset, length);
  if (added !== '') text.insert(offset, added);
}

/** The text as a model can hold it. Models have line ends of their own, so a carriage return is no character of theirs. */
function plainText(text: YText): string {
  return text.toString().replaceAll('\r', '');
}

/**
 * Removes what no editor writes: carriage returns and what is no text. Removing is the same whoever does it, and however many;
 * putting something in its place would not be.
 */
function removeStrange(text: YText): void {
  const strange: number[] = [];
  let index = 0;
  for (const { insert } of text.toDelta() as { insert: unknown }[]) {
    if (typeof insert !== 'string') strange.push(index);
    else for (const { index: at } of insert.matchAll(/\r/g)) strange.push(index + at);
    index += typeof insert === 'string' ? insert.length : 1;
  }
  text.doc?.transact(() => {
    for (const at of strange.reverse()) text.delete(at, 1);
  }, removeStrange);
}

function offsetIn(lines: readonly string[], line: number, column: number): number {
  let offset = column - 1;
  for (let each = 0; each < line - 1; each += 1) offset += (lines[each]?.length ?? 0) + 1;
  return offset;
}
