import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { Backups } from './backups.ts';

const contract = implement(desktopContract.editor);

/** Serves the `editor` contract. */
export function createEditorRouter(backups: Backups) {
  return contract.router({
    backup: contract.backup.handler(({ input }) => {
      backups.keep(input.projectId, input.backup);
      return {};
    }),
    discardBackups: contract.discardBackups.handler(({ input }) => {
      backups.discard(input.projectId, input.documents);
      return {};
    }),
  });
}
