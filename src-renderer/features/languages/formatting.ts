import type * as monaco from 'monaco-editor/editor/editor.api';
import type { LiveText, Services } from '../../app/services.ts';
import type { MonacoHost } from '../../monaco/host.ts';
import type { Addresses } from './client/addresses.ts';
import type { LanguageClient } from './client/language-client.ts';
import { serverLanguage } from './client/server-language.ts';
import { fromRange, toTextEdit } from './convert.ts';

/** Formats with the project's own Prettier or Biome, else with the language server, else with what Monaco has. */
export interface Formatting {
  /** The whole text or what is selected in the editor. */
  format(text: LiveText, editor: monaco.editor.ICodeEditor | null, selection: monaco.IRange | null): Promise<void>;
}

export function createFormatting(dependencies: {
  services: Pick<Services, 'core' | 'workspace'>;
  host: MonacoHost;
  client: LanguageClient;
  addresses: Addresses;
}): Formatting {
  const { services, host, client, addresses } = dependencies;

  const apply = (text: LiveText, version: number, edits: readonly monaco.languages.TextEdit[]) => {
    const { model } = text;
    // Somebody typed meanwhile: what was formatted is not there any more.
    if (model.isDisposed() || model.getVersionId() !== version || edits.length === 0) return;
    model.pushStackElement();
    model.pushEditOperations(
      null,
      edits.map((edit) => ({ range: edit.range, text: edit.text })),
      () => null,
    );
    model.pushStackElement();
  };

  const withProject = async (text: LiveText, selection: monaco.IRange | null): Promise<boolean> => {
    const { project } = services.workspace.getState();
    const { model, path } = text;
    if (!project?.trusted || path === null || text.projectId === 'user') return false;
    const version = model.getVersionId();
    const before = model.getValue(1);
    const offset = (lineNumber: number, column: number) =>
      model.getValueInRange({ startLineNumber: 1, startColumn: 1, endLineNumber: lineNumber, endColumn: column }, 1)
        .length;
    const range = selection
      ? {
          start: offset(selection.startLineNumber, selection.startColumn),
          end: offset(selection.endLineNumber, selection.endColumn),
        }
      : undefined;
    const { formatter, text: after } = await services.core.languages.format({
      projectId: project.id,
      path,
      text: before,
      ...(range ? { range } : {}),
    });
    if (formatter === null) return false;
    const edits = host.minimalEdits(before.split('\n'), after.split(/\r\n|\r|\n/)).map((edit) => ({
      range: new host.monaco.Range(edit.startLine, edit.startColumn, edit.endLine, edit.endColumn),
      text: edit.text,
    }));
    apply(text, version, edits);
    return true;
  };

  const withServer = async (text: LiveText, selection: monaco.IRange | null): Promise<boolean> => {
    const { model } = text;
    const uri = addresses.uriOfModel(model);
    if (uri === null) return false;
    const language = serverLanguage(model.getLanguageId(), model.uri.path);
    const [server] = client.serversFor(language, (can) =>
      selection ? can.documentRangeFormattingProvider : can.documentFormattingProvider,
    );
    if (!server) return false;
    const version = model.getVersionId();
    const { tabSize, insertSpaces } = model.getOptions();
    const common = { textDocument: { uri }, options: { tabSize, insertSpaces } };
    const edits = selection
      ? await client.request(server.id, 'textDocument/rangeFormatting', { ...common, range: fromRange(selection) })
      : await client.request(server.id, 'textDocument/formatting', common);
    apply(text, version, (edits ?? []).map(toTextEdit));
    return true;
  };

  return {
    async format(text, editor, selection) {
      if (text.readOnly || text.large) return;
      if (await withProject(text, selection)) return;
      if (await withServer(text, selection)) return;
      const action = selection ? 'editor.action.formatSelection' : 'editor.action.formatDocument';
      await editor?.getAction(action)?.run();
    },
  };
}
