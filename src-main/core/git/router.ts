import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { SourceControl } from './source-control.ts';

const contract = implement(desktopContract.git);

/** Serves the half of the `git` contract that changes repositories. */
export function createChangesHandlers(service: SourceControl) {
  return {
    status: contract.status.handler(async ({ input }) => ({ status: await service.status(input) })),
    initialise: contract.initialise.handler(({ input }) => done(service.initialise(input))),
    trustOwner: contract.trustOwner.handler(({ input }) => done(service.trustOwner(input))),
    removeLock: contract.removeLock.handler(({ input }) => done(service.removeLock(input))),
    stage: contract.stage.handler(({ input }) => done(service.stage(input))),
    unstage: contract.unstage.handler(({ input }) => done(service.unstage(input))),
    discard: contract.discard.handler(({ input }) => service.discard(input)),
    undoDiscard: contract.undoDiscard.handler(async ({ input }) => ({ restored: await service.undoDiscard(input) })),
    applyPatch: contract.applyPatch.handler(({ input }) => done(service.applyPatch(input))),
    commit: contract.commit.handler(({ input }) => service.commit(input)),
    undoCommit: contract.undoCommit.handler(async ({ input }) => ({ message: await service.undoCommit(input) })),
    messages: contract.messages.handler(async ({ input }) => ({ messages: await service.messages(input) })),
    setIdentity: contract.setIdentity.handler(({ input }) => done(service.setIdentity(input))),
    branches: contract.branches.handler(({ input }) => service.branches(input)),
    createBranch: contract.createBranch.handler(({ input }) => done(service.createBranch(input))),
    checkout: contract.checkout.handler(({ input }) => done(service.checkout(input))),
    renameBranch: contract.renameBranch.handler(({ input }) => done(service.renameBranch(input))),
    deleteBranch: contract.deleteBranch.handler(async ({ input }) => ({ commit: await service.deleteBranch(input) })),
    addRemote: contract.addRemote.handler(({ input }) => done(service.addRemote(input))),
    merge: contract.merge.handler(async ({ input }) => ({ summary: await service.merge(input) })),
    endOperation: contract.endOperation.handler(({ input }) => done(service.endOperation(input))),
    stashes: contract.stashes.handler(async ({ input }) => ({ stashes: await service.stashes(input) })),
    stashPush: contract.stashPush.handler(({ input }) => done(service.stashPush(input))),
    stashApply: contract.stashApply.handler(({ input }) => done(service.stashApply(input))),
    stashDrop: contract.stashDrop.handler(({ input }) => done(service.stashDrop(input))),
    stashRestore: contract.stashRestore.handler(({ input }) => done(service.stashRestore(input))),
    remote: contract.remote.handler(({ input, signal }) => service.remote(input, signal)),
    answer: contract.answer.handler(({ input }) => {
      service.answer(input);
      return {};
    }),
  };
}

async function done(work: Promise<void>): Promise<Record<never, never>> {
  await work;
  return {};
}
