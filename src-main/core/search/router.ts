import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { SearchService } from './service.ts';

const contract = implement(desktopContract.search);

/** Serves the `search` contract. */
export function createSearchRouter(service: SearchService) {
  return contract.router({
    run: contract.run.handler(({ input, signal }) => service.run(input, signal)),
    replace: contract.replace.handler(({ input }) => service.replace(input)),
    undoReplace: contract.undoReplace.handler(({ input }) => service.undoReplace(input)),
  });
}
