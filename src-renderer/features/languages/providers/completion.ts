import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import { fromPosition, toCompletionKind, toMarkdown, toRange, toTextEdit } from '../convert.ts';
import { ask, documentOf, type ProviderContext } from './context.ts';

/** Would ask again with each word, and hardly ever gets anything. */
const withoutUse = new Set([' ', '*']);
const snippetFormat = 2;
const insertAsSnippet = 4;
const incompleteTrigger = 3;

type Suggestion = monaco.languages.CompletionItem & { readonly item: lsp.CompletionItem };
type ItemRange = monaco.languages.CompletionItem['range'];

/** Completion, with imports that are added when an entry of another file is chosen. */
export function registerCompletion(context: ProviderContext): monaco.IDisposable[] {
  const { completionProvider } = context.capabilities;
  if (!completionProvider) return [];
  const provider: monaco.languages.CompletionItemProvider = {
    triggerCharacters: (completionProvider.triggerCharacters ?? []).filter((sign) => !withoutUse.has(sign)),
    async provideCompletionItems(model, position, { triggerKind, triggerCharacter }, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(
        context,
        'textDocument/completion',
        {
          textDocument,
          position: fromPosition(position),
          context: {
            triggerKind: triggerKind === 2 ? incompleteTrigger : triggerKind === 1 ? 2 : 1,
            ...(triggerCharacter === undefined ? {} : { triggerCharacter }),
          },
        },
        token,
      );
      if (!answer || token.isCancellationRequested || model.isDisposed()) return null;
      // Monaco would go on with these entries for the new word; of nothing it asks again.
      if (isInAnotherWord(context, model, position)) return null;
      const list = Array.isArray(answer) ? { items: answer, isIncomplete: false, itemDefaults: undefined } : answer;
      const word = wordRange(model, position);
      return {
        suggestions: list.items.map((item) => toSuggestion(item, list.itemDefaults, word)),
        incomplete: list.isIncomplete,
      };
    },
  };
  if (completionProvider.resolveProvider) {
    // Asked once for each entry and never cancelled: Monaco cancels when the list closes, which choosing an entry does, and then still
    // waits for the answer that holds the import.
    const asked = new WeakMap<Suggestion, Promise<lsp.CompletionItem | null>>();
    provider.resolveCompletionItem = async (entry) => {
      const suggestion = entry as Suggestion;
      const asking = asked.get(suggestion) ?? ask(context, 'completionItem/resolve', suggestion.item);
      asked.set(suggestion, asking);
      const resolved = await asking;
      if (!resolved) {
        asked.delete(suggestion);
        throw cancelled();
      }
      return {
        ...suggestion,
        ...(resolved.detail === undefined ? {} : { detail: resolved.detail }),
        ...(resolved.documentation === undefined ? {} : { documentation: toMarkdown(resolved.documentation) }),
        ...(resolved.additionalTextEdits ? { additionalTextEdits: resolved.additionalTextEdits.map(toTextEdit) } : {}),
      };
    };
  }
  return [context.host.monaco.languages.registerCompletionItemProvider(context.selector, provider)];
}

/** What Monaco takes as no answer, so that it asks again; any other error, and an entry as it was, count as the answer. */
function cancelled(): Error {
  const error = new Error('Canceled');
  error.name = error.message;
  return error;
}

/** One entry as Monaco lists it; `word` is what it replaces unless the server says otherwise. */
export function toSuggestion(
  item: lsp.CompletionItem,
  defaults: lsp.CompletionItemDefaults | undefined,
  word: ItemRange,
): Suggestion {
  const { label, labelDetails, textEdit } = item;
  const isSnippet = (item.insertTextFormat ?? defaults?.insertTextFormat) === snippetFormat;
  const commitCharacters = item.commitCharacters ?? defaults?.commitCharacters;
  const data = item.data ?? defaults?.data;
  const deprecated = item.deprecated || item.tags?.includes(1);
  return {
    item: data === undefined ? item : { ...item, data },
    label: labelDetails
      ? {
          label,
          ...(labelDetails.detail === undefined ? {} : { detail: labelDetails.detail }),
          ...(labelDetails.description === undefined ? {} : { description: labelDetails.description }),
        }
      : label,
    kind: toCompletionKind(item.kind),
    insertText: textEdit?.newText ?? item.textEditText ?? item.insertText ?? label,
    range: textEdit ? editRange(textEdit) : defaults?.editRange ? defaultRange(defaults.editRange) : word,
    ...(isSnippet ? { insertTextRules: insertAsSnippet } : {}),
    ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
    ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined ? {} : { documentation: toMarkdown(item.documentation) }),
    ...(item.preselect ? { preselect: true } : {}),
    ...(commitCharacters ? { commitCharacters } : {}),
    ...(deprecated ? { tags: [1] } : {}),
    ...(item.additionalTextEdits ? { additionalTextEdits: item.additionalTextEdits.map(toTextEdit) } : {}),
  };
}

/** Whether somebody has typed on into another word since the entries for `position` were asked for. */
function isInAnotherWord(
  { host }: ProviderContext,
  model: monaco.editor.ITextModel,
  position: monaco.Position,
): boolean {
  const editor = host.monaco.editor.getEditors().find((each) => each.getModel() === model && each.hasTextFocus());
  const cursor = editor?.getPosition();
  if (!cursor || cursor.lineNumber !== position.lineNumber) return false;
  return model.getWordUntilPosition(cursor).startColumn > position.column;
}

function editRange(edit: lsp.TextEdit | lsp.InsertReplaceEdit): ItemRange {
  return 'range' in edit ? toRange(edit.range) : { insert: toRange(edit.insert), replace: toRange(edit.replace) };
}

function defaultRange(range: NonNullable<lsp.CompletionItemDefaults['editRange']>): ItemRange {
  return 'start' in range ? toRange(range) : { insert: toRange(range.insert), replace: toRange(range.replace) };
}

function wordRange(model: monaco.editor.ITextModel, { lineNumber, column }: monaco.Position): ItemRange {
  const before = model.getWordUntilPosition({ lineNumber, column });
  const whole = model.getWordAtPosition({ lineNumber, column });
  const line = { startLineNumber: lineNumber, endLineNumber: lineNumber, startColumn: before.startColumn };
  return { insert: { ...line, endColumn: column }, replace: { ...line, endColumn: whole?.endColumn ?? column } };
}
