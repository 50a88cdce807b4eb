import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import { serverLanguage } from '../client/server-language.ts';
import { fromPosition } from '../convert.ts';
import type { LanguageSession } from '../language-session.ts';
import type { CallDirection, CallItem } from './call-hierarchy.ts';

/** The function at a place; null where there is none. */
export async function prepareCalls(
  session: LanguageSession,
  model: monaco.editor.ITextModel,
  position: monaco.IPosition,
): Promise<CallItem | null> {
  const { client, addresses } = session;
  const uri = addresses.uriOfModel(model);
  if (uri === null) return null;
  const language = serverLanguage(model.getLanguageId(), model.uri.path);
  for (const { id } of client.serversFor(language, (can) => can.callHierarchyProvider)) {
    const params = { textDocument: { uri }, position: fromPosition(position) };
    const [item] = (await client.request(id, 'textDocument/prepareCallHierarchy', params)) ?? [];
    if (item) return toItem(session, id, '', item, item.selectionRange);
  }
  return null;
}

/** What calls an item, or what it calls. Each leads to the place of the call. */
export async function readCalls(
  session: LanguageSession,
  parent: CallItem,
  direction: CallDirection,
): Promise<readonly CallItem[]> {
  const { client } = session;
  // The server's own item, given back as it came.
  const item = parent.token as lsp.CallHierarchyItem;
  if (direction === 'incoming') {
    const calls = (await client.request(parent.server, 'callHierarchy/incomingCalls', { item })) ?? [];
    return calls.map(({ from, fromRanges }) =>
      toItem(session, parent.server, parent.key, from, fromRanges[0] ?? from.selectionRange),
    );
  }
  const calls = (await client.request(parent.server, 'callHierarchy/outgoingCalls', { item })) ?? [];
  return calls.map(({ to }) => toItem(session, parent.server, parent.key, to, to.selectionRange));
}

function toItem(
  { addresses }: LanguageSession,
  server: string,
  parentKey: string,
  item: lsp.CallHierarchyItem,
  place: lsp.Range,
): CallItem {
  const { line, character } = item.selectionRange.start;
  return {
    key: `${parentKey}>${item.uri}:${line}:${character}`,
    // What a file does outside of any function is called by the file, which servers name by its whole path.
    name: item.name.slice(Math.max(item.name.lastIndexOf('/'), item.name.lastIndexOf('\\')) + 1),
    path: addresses.pathOf(item.uri),
    line: place.start.line + 1,
    column: place.start.character + 1,
    server,
    token: item,
  };
}
