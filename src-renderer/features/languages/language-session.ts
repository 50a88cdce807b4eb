import type * as monacoTypes from 'monaco-editor/editor/editor.api';
import type { LanguageServer } from '../../../contract/desktop/languages.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { messageOf } from '../../app/error-message.ts';
import type { Services, WorkspaceSymbol } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { MonacoHost } from '../../monaco/host.ts';
import { createBeforeSave } from './before-save.ts';
import { createAddresses } from './client/addresses.ts';
import { createSyncedDocuments, type SyncedDocuments } from './client/documents.ts';
import { createLanguageClient, type LanguageClient } from './client/language-client.ts';
import { createOutsideTexts } from './client/outside-texts.ts';
import type { Capabilities } from './client/protocol.ts';
import { type CodeActions, createCodeActions } from './code-actions.ts';
import { toSymbolKind } from './convert.ts';
import { createDiagnostics } from './diagnostics.ts';
import { createWorkspaceEdits, type WorkspaceEdits } from './edits/workspace-edits.ts';
import { createFormatting, type Formatting } from './formatting.ts';
import { createMovedFiles } from './moved-files.ts';
import { applyActionCommand, type ChosenAction, registerChanging } from './providers/changing.ts';
import { registerCompletion } from './providers/completion.ts';
import type { ProviderContext } from './providers/context.ts';
import { registerPlaces } from './providers/places.ts';
import { registerReading } from './providers/reading.ts';

/** Everything that works with language servers, once a text is open. */
export interface LanguageSession extends Disposable {
  readonly client: LanguageClient;
  readonly documents: SyncedDocuments;
  readonly edits: WorkspaceEdits;
  readonly actions: CodeActions;
  readonly formatting: Formatting;
  readonly addresses: ReturnType<typeof createAddresses>;
  workspaceSymbols(query: string, signal: AbortSignal): Promise<readonly WorkspaceSymbol[] | null>;
}

/** Begins to follow the window's project. */
export function createLanguageSession(services: Services, host: MonacoHost): LanguageSession {
  const { editor, workspace, core, notifications } = services;
  const { monaco } = host;
  const ends = createDisposables();
  const client = ends.add(createLanguageClient(core, () => documents.flush()));
  const addresses = createAddresses({
    Uri: monaco.Uri,
    root: () => workspace.getState().project?.path ?? null,
    texts: editor.liveTexts,
  });
  const documents = ends.add(createSyncedDocuments(services, client, addresses));
  const diagnostics = ends.add(createDiagnostics({ services, host, client, documents, addresses }));
  const outside = ends.add(createOutsideTexts({ host, core, addresses, projectId: client.projectId }));
  const edits = createWorkspaceEdits(services, addresses);
  const actions = createCodeActions(client, addresses, edits);
  const formatting = createFormatting({ services, host, client, addresses });
  const semanticTokens = new monaco.Emitter<void>();
  const inlayHints = new monaco.Emitter<void>();
  const refreshed = { semanticTokens: semanticTokens.event, inlayHints: inlayHints.event };
  const registered = new Map<string, { readonly run: number; readonly registrations: Disposable }>();

  const register = (server: LanguageServer): Disposable => {
    const provided = createDisposables();
    const context: ProviderContext = {
      ...{ host, client, documents, addresses, edits, diagnostics, server, refreshed },
      // Only what is known is read of it, and every part is asked for before it is used.
      capabilities: (server.capabilities ?? {}) as Capabilities,
      selector: [...new Set(server.languageIds.map(monacoLanguage))],
    };
    for (const make of [registerCompletion, registerReading, registerPlaces, registerChanging]) {
      for (const registration of make(context)) provided.add(registration);
    }
    return provided;
  };

  const followServers = (servers: readonly LanguageServer[]) => {
    const ready = new Map(servers.filter(({ status }) => status === 'ready').map((server) => [server.id, server]));
    for (const [id, { run, registrations }] of registered) {
      if (ready.get(id)?.run === run) continue;
      registrations.dispose();
      registered.delete(id);
    }
    for (const [id, server] of ready) {
      if (!registered.has(id)) registered.set(id, { run: server.run, registrations: register(server) });
    }
  };
  const runs = new Map<string, number>();
  ends.addFunction(
    client.servers.subscribe((servers) => {
      for (const { id, run } of servers) {
        const before = runs.get(id);
        runs.set(id, run);
        // It has started anew and knows of no document.
        if (before !== undefined && before > 0 && run > before) documents.introduce(id);
      }
      followServers(servers);
    }),
  );
  ends.addFunction(() => followServers([]));

  ends.add(
    client.events.listen((event) => {
      switch (event.type) {
        case 'refresh.requested':
          if (event.feature === 'semanticTokens') semanticTokens.fire();
          if (event.feature === 'inlayHints') inlayHints.fire();
          break;
        case 'edit.requested':
          // What comes here was checked by Core to be an edit of a workspace.
          edits
            .apply(event.edit as Parameters<WorkspaceEdits['apply']>[0], t('Change by the language server'))
            .then(() => client.answerEdit(event.requestId, { applied: true }))
            .catch((error: unknown) =>
              client.answerEdit(event.requestId, { applied: false, failure: messageOf(error) }),
            );
          break;
        case 'message.shown':
          notifications[event.level](event.text);
          break;
        default:
      }
    }),
  );
  ends.add(
    services.coreEvents.listen((event) => {
      if (event.type !== 'files.changed' || event.projectId !== client.projectId()) return;
      outside.forget(event.rescan ? 'all' : event.changes.map(({ path }) => path));
    }),
  );
  ends.add(services.coreReconnected.listen(client.reconnect));
  ends.add(editor.beforeSave(createBeforeSave(services, actions, formatting)));
  ends.add(services.explorer.beforeMove(createMovedFiles({ services, client, addresses, edits })));
  ends.add(
    monaco.editor.registerCommand(applyActionCommand, (_accessor, chosen: ChosenAction) => {
      actions.run(chosen).catch((error: unknown) =>
        notifications.error(t('{{label}} did not work', { label: chosen.action.title }), {
          detail: messageOf(error),
        }),
      );
    }),
  );
  ends.add(
    monaco.editor.registerEditorOpener({
      openCodeEditor(source, resource, place) {
        const uri = addresses.uriOfResource(resource);
        const path = uri === null ? null : addresses.pathOf(uri);
        if (path === null || path === '') {
          // Files outside the project have no tab; they are looked at in place.
          source.trigger('languages', 'editor.action.peekDefinition', null);
          return true;
        }
        void editor.open(path, toPlace(place));
        return true;
      },
    }),
  );

  const followProject = () => {
    const { status, project } = workspace.getState();
    const id = status === 'open' && project ? project.id : null;
    if (id !== client.projectId()) client.follow(id);
  };
  ends.addFunction(workspace.subscribe(followProject));
  followProject();

  return {
    ...{ client, documents, edits, actions, formatting, addresses },
    async workspaceSymbols(query, signal) {
      const able = client.servers
        .getState()
        .filter(({ status, capabilities }) => status === 'ready' && capabilities?.workspaceSymbolProvider);
      if (able.length === 0) return null;
      const answers = await Promise.all(
        able.map(({ id }) => client.request(id, 'workspace/symbol', { query }, signal).catch(() => null)),
      );
      signal.throwIfAborted();
      return answers
        .flatMap((found) => found ?? [])
        .flatMap((symbol): WorkspaceSymbol[] => {
          const path = addresses.pathOf(symbol.location.uri);
          if (path === null) return [];
          const start = 'range' in symbol.location ? symbol.location.range.start : { line: 0, character: 0 };
          return [
            {
              name: symbol.name,
              container: symbol.containerName ?? '',
              kind: toSymbolKind(symbol.kind),
              path,
              line: start.line + 1,
              column: start.character + 1,
            },
          ];
        });
    },
    dispose: ends.dispose,
  };
}

/** Monaco has one id for each of these, with and without JSX. */
function monacoLanguage(id: string): string {
  return id === 'typescriptreact' ? 'typescript' : id === 'javascriptreact' ? 'javascript' : id;
}

function toPlace(place: monacoTypes.IRange | monacoTypes.IPosition | undefined): { line?: number; column?: number } {
  if (!place) return {};
  return 'startLineNumber' in place
    ? { line: place.startLineNumber, column: place.startColumn }
    : { line: place.lineNumber, column: place.column };
}
