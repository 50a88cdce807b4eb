import { homedir } from 'node:os';
import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import { listFolders } from './list-folders.ts';

const contract = implement(desktopContract.folders);

/** Serves the `folders` contract. */
export function createFoldersRouter() {
  return contract.router({
    list: contract.list.handler(({ input }) => listFolders(input.path ?? homedir())),
  });
}
