import { implement } from '@orpc/server';
import { desktopContract } from '../../../../contract/desktop/index.ts';
import type { GitHistoryService } from './service.ts';

const contract = implement(desktopContract.gitHistory);

/** Serves the `gitHistory` contract. */
export function createGitHistoryRouter(service: GitHistoryService) {
  return contract.router({
    fileAt: contract.fileAt.handler(({ input }) => service.fileAt(input)),
    watch: contract.watch.handler(({ input, signal }) => service.watch(input, signal)),
    applyToIndex: contract.applyToIndex.handler(({ input }) => service.applyToIndex(input)),
    log: contract.log.handler(({ input, signal }) => service.log(input, signal)),
    commit: contract.commit.handler(({ input }) => service.commit(input)),
    fileHistory: contract.fileHistory.handler(({ input, signal }) => service.fileHistory(input, signal)),
    blame: contract.blame.handler(({ input, signal }) => service.blame(input, signal)),
    createBranch: contract.createBranch.handler(({ input }) => service.createBranch(input)),
    checkout: contract.checkout.handler(({ input }) => service.checkout(input)),
    revert: contract.revert.handler(({ input }) => service.revert(input)),
    cherryPick: contract.cherryPick.handler(({ input }) => service.cherryPick(input)),
    conflict: contract.conflict.handler(({ input }) => service.conflict(input)),
    completeMerge: contract.completeMerge.handler(({ input }) => service.completeMerge(input)),
    clone: contract.clone.handler(({ input, signal }) => service.clone(input, signal)),
  });
}
