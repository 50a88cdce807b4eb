import { implement } from '@orpc/server';
import { desktopContract } from '../../../../contract/desktop/index.ts';
import type { Edits } from './service.ts';

const contract = implement(desktopContract.assistant.edits);

/** Serves the `assistant.edits` contract. */
export function createEditsRouter(edits: Edits) {
  return contract.router({
    list: contract.list.handler(({ input }) => edits.list(input)),
    pending: contract.pending.handler(({ input }) => edits.pending(input)),
    prepare: contract.prepare.handler(({ input }) => edits.prepare(input)),
    settle: contract.settle.handler(({ input }) => edits.settle(input)),
    drop: contract.drop.handler(({ input }) => edits.drop(input)),
    prepareUndoTurn: contract.prepareUndoTurn.handler(({ input }) => edits.prepareUndoTurn(input)),
  });
}
