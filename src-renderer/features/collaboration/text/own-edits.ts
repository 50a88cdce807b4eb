import type { editor } from 'monaco-editor/editor/editor.api';
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  type RelativePosition,
  UndoManager,
  type Text as YText,
} from 'yjs';
import type { Disposable } from '../../../app/disposable.ts';
import type { EditStack, UndoableModel } from '../../../monaco/internals-types.ts';
import { toOffsetRange } from './keep-selections.ts';
import { runOwnStep } from './own-step.ts';
import { mapRange, type OffsetRange, type TextReplacement } from './text-replacement.ts';

/** A model's state at one side of a step. */
interface Side {
  readonly selections: readonly { readonly anchor: RelativePosition; readonly head: RelativePosition }[];
  /** The model's alternative version, which tells whether the text is what was saved. */
  readonly version: number;
  /** How many changes of others there had been. */
  readonly foreign: number;
}

/** What undo or redo goes back to. */
export interface Restored {
  readonly undoing: boolean;
  /** What was selected, in the text as it is now. */
  readonly ranges: readonly OffsetRange[];
  /** The model's alternative version; null when others have changed the text since, so that it is not what it was. */
  readonly version: number | null;
}

export interface OwnEditsOptions {
  readonly text: YText;
  readonly model: editor.ITextModel;
  /** The origin of this person's transactions. */
  readonly origin: object;
  mayWrite(): boolean;
  onRefused(): void;
}

/** Undo and redo of this person's edits of one text, in place of Monaco's, whose offsets others' edits make wrong. */
export interface OwnEdits extends Disposable {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Somebody else has changed the text. */
  foreignEdit(replacements: readonly TextReplacement[]): void;
  /** What the transaction of undo or redo that is being shown goes back to; null for other transactions. */
  restoring(transactionOrigin: unknown): Restored | null;
  /** The origin for what undo of edits from before the text was shared is changing now; null while it changes nothing. */
  earlierOrigin(): object | null;
  /** When the model's change is such an undo taken back, does the same to the shared text. */
  repeatsEarlier(): boolean;
  isEarlier(transactionOrigin: unknown): boolean;
}

/**
 * Takes a model's undo over until it is disposed. Steps are Monaco's: it says where one ends. What was done before goes on
 * being undone by Monaco until somebody else changes the text.
 */
export function takeOverUndo({ text, model, origin, mayWrite, onRefused }: OwnEditsOptions): OwnEdits {
  const undoable = model as unknown as UndoableModel;
  const earlierStack = undoable._commandManager;
  const manager = new UndoManager(text, {
    trackedOrigins: new Set([origin]),
    captureTimeout: Number.POSITIVE_INFINITY,
  });
  let foreign = 0;
  let changed = false;
  const earlierSteps = new UndoManager(text, { trackedOrigins: new Set([earlierStack]), captureTimeout: 0 });
  let earlier: 'undo' | 'redo' | null = null;
  /** Steps of before that were undone and nothing has been done since. */
  let earlierUndone = 0;
  let before: Side | null = null;
  /** After the newest edit; cheaper to keep than a `Side`, which searches the whole text. */
  let after: {
    readonly ranges: readonly OffsetRange[];
    readonly version: number;
    readonly foreign: number;
    readonly typed: boolean;
  } | null = null;
  /** Monaco has ended the step; whether it has is seen with the next edit. */
  let endAsked = false;

  const sideOf = (ranges: readonly OffsetRange[], version: number, seen = foreign): Side => ({
    selections: ranges.map(({ anchor, head }) => ({ anchor: relative(anchor), head: relative(head) })),
    version,
    foreign: seen,
  });
  const relative = (offset: number) => createRelativePositionFromTypeIndex(text, Math.min(offset, text.length), -1);
  const absolute = (position: RelativePosition) =>
    text.doc ? createAbsolutePositionFromRelativePosition(position, text.doc)?.index : undefined;

  const startsStep = () => manager.lastChange === 0 || manager.undoStack.length === 0;
  const finishStep = () => {
    const step = manager.undoStack.at(-1);
    if (after && step) step.meta.set('after', sideOf(after.ranges, after.version, after.foreign));
    after = null;
  };

  /** Monaco ends a step after every change that is not typed; when that was somebody else's, the word goes on all the same. */
  const goesOn = (ranges: readonly OffsetRange[]) =>
    after?.typed === true && after.foreign !== foreign && sameRanges(after.ranges, ranges);

  const onAdded = ({ stackItem, type }: { stackItem: (typeof manager.undoStack)[number]; type: string }) => {
    const current = manager.currStackItem;
    if (current) {
      for (const [key, value] of current.meta) stackItem.meta.set(key, value);
    } else if (type === 'undo') {
      if (before) stackItem.meta.set('before', before);
      earlierUndone = 0;
    }
    before = null;
  };
  manager.on('stack-item-added', onAdded);

  const stack: EditStack = {
    pushStackElement() {
      endAsked = true;
    },
    popStackElement() {
      endAsked = false;
      if (manager.undoStack.length > 0) manager.lastChange = Date.now();
    },
    clear() {
      manager.clear();
      earlierStack.clear();
    },
    pushEOL: (lineEnd) => model.setEOL(lineEnd),
    pushEditOperation(selections, operations, computeSelections, _group, reason) {
      if (!mayWrite()) {
        onRefused();
        return selections;
      }
      const ranges = (selections ?? []).map((selection) => toOffsetRange(model, selection));
      const typed = isTyped(operations);
      if (endAsked && !(typed && goesOn(ranges))) manager.stopCapturing();
      endAsked = false;
      if (startsStep()) {
        finishStep();
        before = sideOf(ranges, model.getAlternativeVersionId());
      }
      const inverse = undoable.applyEdits(operations, true, reason);
      const next = computeSelections?.(inverse) ?? null;
      after = {
        ranges: (next ?? []).map((selection) => toOffsetRange(model, selection)),
        version: model.getAlternativeVersionId(),
        foreign,
        typed,
      };
      changed = true;
      return next;
    },
  };

  const canUndoEarlier = () => foreign === 0 && Object.getPrototypeOf(model).canUndo.call(model);
  const runEarlier = (verb: 'undo' | 'redo') => {
    earlier = verb;
    try {
      void Object.getPrototypeOf(model)[verb].call(model);
    } finally {
      earlier = null;
    }
  };

  const runStep = (verb: 'undo' | 'redo') => {
    if (text.doc) runOwnStep(text.doc, manager, verb);
  };

  const edits: OwnEdits = {
    undo() {
      if (!mayWrite()) return onRefused();
      finishStep();
      manager.stopCapturing();
      if (manager.canUndo()) {
        changed = true;
        runStep('undo');
      } else if (canUndoEarlier()) {
        earlierUndone += 1;
        runEarlier('undo');
      }
    },
    redo() {
      if (!mayWrite()) return onRefused();
      manager.stopCapturing();
      if (earlierUndone > 0 && foreign === 0) {
        earlierUndone -= 1;
        runEarlier('redo');
      } else {
        runStep('redo');
      }
    },
    canUndo: () => manager.canUndo() || canUndoEarlier(),
    canRedo: () => (earlierUndone > 0 && foreign === 0) || manager.canRedo(),
    foreignEdit(replacements) {
      if (foreign === 0) earlierStack.clear();
      foreign += 1;
      changed = true;
      if (after) after = { ...after, ranges: after.ranges.map((range) => mapRange(range, replacements)) };
    },
    restoring(transactionOrigin) {
      if (transactionOrigin !== manager) return null;
      const undoing = manager.undoing;
      const side = manager.currStackItem?.meta.get(undoing ? 'before' : 'after') as Side | undefined;
      const ranges = (side?.selections ?? []).flatMap(({ anchor, head }) => {
        const [start, end] = [absolute(anchor), absolute(head)];
        return start === undefined || end === undefined ? [] : [{ anchor: start, head: end }];
      });
      return { undoing, ranges, version: side?.foreign === foreign ? side.version : null };
    },
    earlierOrigin: () => (earlier ? earlierStack : null),
    repeatsEarlier() {
      if (earlier !== 'redo') return false;
      // Typed in again, the text would be another one than what later steps lean on.
      earlierSteps.undo();
      return true;
    },
    isEarlier: (transactionOrigin) => transactionOrigin === earlierStack || transactionOrigin === earlierSteps,
    dispose() {
      manager.destroy();
      earlierSteps.destroy();
      undoable._commandManager = earlierStack;
      for (const name of taken) Reflect.deleteProperty(model, name);
      if (changed) earlierStack.clear();
    },
  };

  const taken = ['undo', 'redo', 'canUndo', 'canRedo'] as const;
  for (const name of taken) Object.assign(model, { [name]: edits[name] });
  undoable._commandManager = stack;
  return edits;
}

/** Whether an edit is one key: a letter at each cursor. A space begins another step, as in Monaco. */
function isTyped(operations: readonly editor.IIdentifiedSingleEditOperation[]): boolean {
  return operations.every(
    ({ text, range }) =>
      text !== null &&
      /^\S$/u.test(text) &&
      range.startLineNumber === range.endLineNumber &&
      range.startColumn === range.endColumn,
  );
}

function sameRanges(one: readonly OffsetRange[], other: readonly OffsetRange[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ anchor, head }, index) => other[index]?.anchor === anchor && other[index].head === head)
  );
}
