import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import { messageOf } from '../../../app/error-message.ts';
import { t } from '../../../localize.ts';
import { fromPosition, fromRange, toRange, toTextEdit } from '../convert.ts';
import { ask, documentOf, type ProviderContext } from './context.ts';

/** Applies what was chosen from the light bulb; Monaco runs it by this name. */
export const applyActionCommand = 'flashfusion.applyCodeAction';

/** A chosen action and the server that offered it. */
export interface ChosenAction {
  readonly server: string;
  readonly action: lsp.CodeAction | lsp.Command;
}

const automatic = 2;

/** Renaming, quick fixes and formatting. */
export function registerChanging(context: ProviderContext): monaco.IDisposable[] {
  const { languages } = context.host.monaco;
  const { capabilities, selector } = context;
  const { codeActionProvider, documentOnTypeFormattingProvider: onType } = capabilities;
  return [
    ...(capabilities.renameProvider ? [languages.registerRenameProvider(selector, rename(context))] : []),
    ...(codeActionProvider
      ? [
          languages.registerCodeActionProvider(
            selector,
            codeActions(context),
            typeof codeActionProvider === 'object' && codeActionProvider.codeActionKinds
              ? { providedCodeActionKinds: codeActionProvider.codeActionKinds }
              : {},
          ),
        ]
      : []),
    ...(capabilities.documentFormattingProvider
      ? [
          languages.registerDocumentFormattingEditProvider(selector, {
            displayName: context.server.name,
            async provideDocumentFormattingEdits(model, options, token) {
              const textDocument = documentOf(context, model);
              if (!textDocument) return null;
              const params = { textDocument, options: formattingOptions(options) };
              const answer = await ask(context, 'textDocument/formatting', params, token);
              return answer?.map(toTextEdit) ?? null;
            },
          }),
        ]
      : []),
    ...(capabilities.documentRangeFormattingProvider
      ? [
          languages.registerDocumentRangeFormattingEditProvider(selector, {
            displayName: context.server.name,
            async provideDocumentRangeFormattingEdits(model, range, options, token) {
              const textDocument = documentOf(context, model);
              if (!textDocument) return null;
              const params = { textDocument, range: fromRange(range), options: formattingOptions(options) };
              const answer = await ask(context, 'textDocument/rangeFormatting', params, token);
              return answer?.map(toTextEdit) ?? null;
            },
          }),
        ]
      : []),
    ...(onType
      ? [
          languages.registerOnTypeFormattingEditProvider(selector, {
            autoFormatTriggerCharacters: [onType.firstTriggerCharacter, ...(onType.moreTriggerCharacter ?? [])],
            async provideOnTypeFormattingEdits(model, position, ch, options, token) {
              const textDocument = documentOf(context, model);
              if (!textDocument) return null;
              const params = {
                textDocument,
                position: fromPosition(position),
                ch,
                options: formattingOptions(options),
              };
              const answer = await ask(context, 'textDocument/onTypeFormatting', params, token);
              return answer?.map(toTextEdit) ?? null;
            },
          }),
        ]
      : []),
  ];
}

function formattingOptions({ tabSize, insertSpaces }: monaco.languages.FormattingOptions): lsp.FormattingOptions {
  return { tabSize, insertSpaces };
}

function rename(context: ProviderContext): monaco.languages.RenameProvider {
  const { client, server, edits, capabilities } = context;
  const { renameProvider } = capabilities;
  const provider: monaco.languages.RenameProvider = {
    async provideRenameEdits(model, position, newName) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return { edits: [], rejectReason: t('The language server does not know this file yet.') };
      const params = { textDocument, position: fromPosition(position), newName };
      let edit: lsp.WorkspaceEdit | null;
      try {
        edit = await client.request(server.id, 'textDocument/rename', params);
      } catch (error) {
        return { edits: [], rejectReason: messageOf(error) };
      }
      if (!edit) return { edits: [], rejectReason: t("This can't be renamed.") };
      const before = model.getWordAtPosition(position)?.word ?? '';
      // Not awaited: the field for the new name closes while the preview is looked at.
      edits.applyAsked(edit, t('Rename {{before}} to {{after}}', { before, after: newName })).catch(reportError);
      return { edits: [] };
    },
  };
  if (typeof renameProvider === 'object' && renameProvider.prepareProvider) {
    provider.resolveRenameLocation = async (model, position, token) => {
      const textDocument = documentOf(context, model);
      const word = model.getWordAtPosition(position);
      const line = position.lineNumber;
      const here = word
        ? { startLineNumber: line, startColumn: word.startColumn, endLineNumber: line, endColumn: word.endColumn }
        : { startLineNumber: line, startColumn: position.column, endLineNumber: line, endColumn: position.column };
      const refuse = {
        range: here,
        text: word?.word ?? '',
        rejectReason: t('There is nothing here that can be renamed.'),
      };
      if (!textDocument) return refuse;
      const params = { textDocument, position: fromPosition(position) };
      const answer = await ask(context, 'textDocument/prepareRename', params, token);
      if (!answer) return refuse;
      if ('placeholder' in answer) return { range: toRange(answer.range), text: answer.placeholder };
      if ('start' in answer) return { range: toRange(answer), text: model.getValueInRange(toRange(answer)) };
      return word ? { range: here, text: word.word } : refuse;
    };
  }
  return provider;
}

function codeActions(context: ProviderContext): monaco.languages.CodeActionProvider {
  const { monaco } = context.host;
  return {
    async provideCodeActions(model, range, { only, trigger, markers }, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(
        context,
        'textDocument/codeAction',
        {
          textDocument,
          range: fromRange(range),
          context: {
            diagnostics: context.diagnostics.within(model, context.server.id, range),
            ...(only === undefined ? {} : { only: [only] }),
            triggerKind: trigger === automatic ? 2 : 1,
          },
        },
        token,
      );
      if (!answer) return null;
      const actions = answer.map((action): monaco.languages.CodeAction => {
        const chosen: ChosenAction = { server: context.server.id, action };
        const command = { id: applyActionCommand, title: action.title, arguments: [chosen] };
        if (typeof action.command === 'string') return { title: action.title, command };
        const { kind, isPreferred, disabled } = action as lsp.CodeAction;
        return {
          title: action.title,
          command,
          diagnostics: markers.filter((marker) => monaco.Range.areIntersectingOrTouching(marker, range)),
          ...(kind === undefined ? {} : { kind }),
          ...(isPreferred === undefined ? {} : { isPreferred }),
          ...(disabled === undefined ? {} : { disabled: disabled.reason }),
        };
      });
      return { actions, dispose() {} };
    },
  };
}
