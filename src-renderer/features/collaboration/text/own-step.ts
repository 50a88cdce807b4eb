import {
  createID,
  type Doc,
  getItem,
  getItemCleanEnd,
  getItemCleanStart,
  type ID,
  Item,
  iterateDeletedStructs,
  type Transaction,
  type UndoManager,
} from 'yjs';

/** Steps that one undo may go through, where the newest ones change nothing any more. */
const mostSteps = 50;

/**
 * Runs an undo or redo of a person's own steps. Text that an earlier undo has brought back is one item with what stands beside it if that was brought back
 * too, whoever wrote it, and Yjs then takes the whole item for the step's: such items are parted first.
 */
export function runOwnStep(doc: Doc, manager: UndoManager, verb: 'undo' | 'redo'): void {
  const steps = verb === 'undo' ? manager.undoStack : manager.redoStack;
  const part = (transaction: Transaction) => {
    for (const { insertions } of steps.slice(-mostSteps)) partRestored(transaction, insertions);
  };
  doc.once('beforeTransaction', part);
  try {
    manager[verb]();
  } finally {
    doc.off('beforeTransaction', part);
  }
}

function partRestored(transaction: Transaction, insertions: UndoManager['undoStack'][number]['insertions']): void {
  const { store } = transaction.doc;
  const restored: { readonly at: ID; readonly length: number }[] = [];
  iterateDeletedStructs(transaction, insertions, (struct) => {
    if (!(struct instanceof Item) || struct.redone === null) return;
    let at = struct.redone;
    for (let item = getItem(store, at); item instanceof Item && item.redone !== null; item = getItem(store, at)) {
      at = createID(item.redone.client, item.redone.clock + at.clock - item.id.clock);
    }
    restored.push({ at, length: struct.length });
  });
  for (const { at, length } of restored) {
    const item = getItemCleanStart(transaction, at);
    if (item instanceof Item && item.length > length) {
      getItemCleanEnd(transaction, store, createID(at.client, at.clock + length - 1));
    }
  }
}
