import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { Addresses } from './client/addresses.ts';
import type { LanguageClient } from './client/language-client.ts';
import type { Answer } from './client/protocol.ts';
import type { WorkspaceEdits } from './edits/workspace-edits.ts';

/** Milliseconds that renaming a file waits for what a server has to say to it. */
const patience = 3000;

/** Changes the imports that lead to files which are renamed or moved, when somebody wants that. */
export function createMovedFiles(dependencies: {
  services: Pick<Services, 'workspace' | 'dialogs'>;
  client: LanguageClient;
  addresses: Addresses;
  edits: WorkspaceEdits;
}): (moves: readonly { from: string; to: string }[]) => Promise<(() => Promise<void>) | null> {
  const { services, client, addresses, edits } = dependencies;
  return async (moves) => {
    const choice = services.workspace.getState().settings.effective['languages.updateImportsOnMove'];
    if (choice === 'never') return null;
    const files = moves.map(({ from, to }) => ({ oldUri: addresses.uriOf(from), newUri: addresses.uriOf(to) }));
    const wanted: NonNullable<Answer<'workspace/willRenameFiles'>>[] = [];
    for (const { id, capabilities, status } of client.servers.getState()) {
      if (status !== 'ready' || !answersMoves(capabilities)) continue;
      const edit = await client
        .request(id, 'workspace/willRenameFiles', { files }, AbortSignal.timeout(patience))
        .catch(() => null);
      if (edit && !isEmpty(edit)) wanted.push(edit);
    }
    if (wanted.length === 0) return null;
    const label =
      moves.length === 1 ? t('Update imports') : t('Update imports of {{number}} files', { number: moves.length });
    // The edits name files as they were; those that moved along are found where they are now.
    const movedAddress = (uri: string) => {
      for (const { oldUri, newUri } of files) {
        if (uri === oldUri) return newUri;
        if (uri.startsWith(`${oldUri}/`)) return newUri + uri.slice(oldUri.length);
      }
      return uri;
    };
    return async () => {
      for (const edit of wanted) {
        const moved = withAddresses(edit, movedAddress);
        if (choice === 'always') await edits.apply(moved, label);
        else await edits.applyAsked(moved, label);
      }
    };
  };
}

function answersMoves(capabilities: Record<string, unknown> | null): boolean {
  const workspace = capabilities?.workspace;
  if (typeof workspace !== 'object' || workspace === null || !('fileOperations' in workspace)) return false;
  const { fileOperations } = workspace;
  return typeof fileOperations === 'object' && fileOperations !== null && 'willRename' in fileOperations;
}

type WorkspaceEdit = NonNullable<Answer<'workspace/willRenameFiles'>>;

function isEmpty(edit: WorkspaceEdit): boolean {
  return (edit.documentChanges ?? []).length === 0 && Object.keys(edit.changes ?? {}).length === 0;
}

function withAddresses(edit: WorkspaceEdit, move: (uri: string) => string): WorkspaceEdit {
  return {
    ...(edit.changes
      ? { changes: Object.fromEntries(Object.entries(edit.changes).map(([uri, edits]) => [move(uri), edits])) }
      : {}),
    ...(edit.documentChanges
      ? {
          documentChanges: edit.documentChanges.map((change) =>
            'textDocument' in change
              ? { ...change, textDocument: { ...change.textDocument, uri: move(change.textDocument.uri) } }
              : change,
          ),
        }
      : {}),
  };
}
