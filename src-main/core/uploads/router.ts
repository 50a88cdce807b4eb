import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { Uploads } from './uploads.ts';

const contract = implement(desktopContract.uploads);

/** Serves the `uploads` contract. */
export function createUploadsRouter(uploads: Uploads) {
  return contract.router({
    begin: contract.begin.handler(() => uploads.begin()),
    append: contract.append.handler(({ input }) => uploads.append(input)),
    discard: contract.discard.handler(async ({ input }) => {
      await uploads.discard(input.uploadId);
      return {};
    }),
  });
}
