import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import type { Addresses } from './client/addresses.ts';
import type { LanguageClient } from './client/language-client.ts';
import { serverLanguage } from './client/server-language.ts';
import { fromRange } from './convert.ts';
import type { WorkspaceEdits } from './edits/workspace-edits.ts';
import type { ChosenAction } from './providers/changing.ts';

export type SourceAction = 'source.organizeImports' | 'source.fixAll';

/** Applies what servers offer to change. */
export interface CodeActions {
  run(chosen: ChosenAction): Promise<void>;
  /** Applies the action of this kind that a server has for the whole text; false when none has one. */
  runSource(model: monaco.editor.ITextModel, kind: SourceAction, signal?: AbortSignal): Promise<boolean>;
}

export function createCodeActions(client: LanguageClient, addresses: Addresses, edits: WorkspaceEdits): CodeActions {
  const run = async ({ server, action }: ChosenAction) => {
    if (typeof action.command === 'string') {
      await execute(server, action as lsp.Command);
      return;
    }
    const offered = action as lsp.CodeAction;
    const [can] = client.servers.getState().filter(({ id }) => id === server);
    const provider = can?.capabilities?.codeActionProvider;
    const resolves = typeof provider === 'object' && provider !== null && 'resolveProvider' in provider;
    const whole =
      !offered.edit && resolves && !offered.command
        ? await client.request(server, 'codeAction/resolve', offered)
        : offered;
    if (whole.edit) await edits.apply(whole.edit, whole.title);
    if (whole.command) await execute(server, whole.command);
  };

  const execute = async (server: string, { command, arguments: given }: lsp.Command) => {
    const params = { command, ...(given === undefined ? {} : { arguments: given }) };
    await client.request(server, 'workspace/executeCommand', params);
  };

  return {
    run,
    async runSource(model, kind, signal) {
      const uri = addresses.uriOfModel(model);
      if (uri === null) return false;
      const language = serverLanguage(model.getLanguageId(), model.uri.path);
      for (const { id } of client.serversFor(language, (can) => can.codeActionProvider)) {
        const answer = await client.request(
          id,
          'textDocument/codeAction',
          {
            textDocument: { uri },
            range: fromRange(model.getFullModelRange()),
            context: { diagnostics: [], only: [kind], triggerKind: 1 },
          },
          signal,
        );
        const fitting = answer?.find((action) => 'kind' in action && action.kind?.startsWith(kind));
        if (!fitting) continue;
        await run({ server: id, action: fitting });
        return true;
      }
      return false;
    },
  };
}
