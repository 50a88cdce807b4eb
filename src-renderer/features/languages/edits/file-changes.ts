import type * as lsp from 'vscode-languageserver-protocol';
import { t } from '../../../localize.ts';

/** What a workspace edit does, by project paths and in order; all edits of one text stand together. */
export type FileChange =
  | { readonly kind: 'edit'; readonly path: string; readonly edits: readonly lsp.TextEdit[] }
  | { readonly kind: 'create'; readonly path: string; readonly overwrite: boolean; readonly ignoreIfExists: boolean }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'delete'; readonly path: string };

/** Takes a workspace edit apart. Throws when it would change something outside the project. */
export function toFileChanges(edit: lsp.WorkspaceEdit, pathOf: (uri: string) => string | null): readonly FileChange[] {
  const pathIn = (uri: string) => {
    const path = pathOf(uri);
    if (path === null || path === '')
      throw new Error(t('{{uri}} is outside the project, so it was not changed.', { uri }));
    return path;
  };
  const changes: FileChange[] = [];
  const addEdits = (uri: string, edits: readonly lsp.TextEdit[]) => {
    if (edits.length === 0) return;
    const path = pathIn(uri);
    const last = changes.findLastIndex((change) => change.path === path);
    const known = changes[last];
    if (known?.kind === 'edit') changes[last] = { ...known, edits: [...known.edits, ...edits] };
    else changes.push({ kind: 'edit', path, edits });
  };
  if (edit.documentChanges) {
    for (const change of edit.documentChanges) {
      if (!('kind' in change)) {
        addEdits(change.textDocument.uri, change.edits.filter(isPlainEdit));
        continue;
      }
      switch (change.kind) {
        case 'create':
          changes.push({
            kind: 'create',
            path: pathIn(change.uri),
            overwrite: change.options?.overwrite ?? false,
            ignoreIfExists: change.options?.ignoreIfExists ?? false,
          });
          break;
        case 'rename':
          changes.push({ kind: 'rename', path: pathIn(change.oldUri), to: pathIn(change.newUri) });
          break;
        case 'delete':
          changes.push({ kind: 'delete', path: pathIn(change.uri) });
          break;
        default:
          change satisfies never;
      }
    }
  } else {
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) addEdits(uri, edits);
  }
  return changes;
}

function isPlainEdit(edit: lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit): edit is lsp.TextEdit {
  return 'newText' in edit;
}
