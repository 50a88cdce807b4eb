import type * as monaco from 'monaco-editor/editor/editor.api';
import type { LanguageServer } from '../../../../contract/desktop/languages.ts';
import type { MonacoHost } from '../../../monaco/host.ts';
import type { Addresses } from '../client/addresses.ts';
import type { SyncedDocuments } from '../client/documents.ts';
import type { LanguageClient } from '../client/language-client.ts';
import type { Answer, Capabilities, Method, Params } from '../client/protocol.ts';
import { toSignal } from '../convert.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { WorkspaceEdits } from '../edits/workspace-edits.ts';

/** What the providers of one ready server work with. */
export interface ProviderContext {
  readonly host: MonacoHost;
  readonly client: LanguageClient;
  readonly documents: SyncedDocuments;
  readonly addresses: Addresses;
  readonly edits: WorkspaceEdits;
  readonly diagnostics: Diagnostics;
  readonly server: LanguageServer;
  readonly capabilities: Capabilities;
  /** Monaco's ids of the languages that it serves. */
  readonly selector: monaco.languages.LanguageSelector;
  /** What the server asks for anew raises these. */
  readonly refreshed: { readonly semanticTokens: monaco.IEvent<void>; readonly inlayHints: monaco.IEvent<void> };
}

/** The document as requests name it; null where the server does not know it. */
export function documentOf(
  { addresses, documents }: ProviderContext,
  model: monaco.editor.ITextModel,
): { uri: string } | null {
  if (!documents.knows(model)) return null;
  const uri = addresses.uriOfModel(model);
  return uri === null ? null : { uri };
}

/**
 * Asks the server. Null when it was cancelled, has just ended or could not answer: none of these is worth a message while somebody
 * types.
 */
export async function ask<M extends Method>(
  { client, server }: ProviderContext,
  method: M,
  params: Params<M>,
  token?: monaco.CancellationToken,
): Promise<Answer<M> | null> {
  try {
    return await client.request(server.id, method, params, token && toSignal(token));
  } catch {
    return null;
  }
}
