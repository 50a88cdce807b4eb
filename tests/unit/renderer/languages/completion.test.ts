import type * as monaco from 'monaco-editor/editor/editor.api';
import { expect, test } from 'vitest';
import { registerCompletion, toSuggestion } from '../../../../src-renderer/features/languages/providers/completion.ts';
import type { ProviderContext } from '../../../../src-renderer/features/languages/providers/context.ts';

const word = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 4 };
const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } };
const inMonaco = { startLineNumber: 3, startColumn: 1, endLineNumber: 3, endColumn: 6 };

test('an entry takes what the list has for all of them', () => {
  const suggestion = toSuggestion(
    { label: 'greet', kind: 3, data: { own: true } },
    { commitCharacters: ['.', ';'], editRange: { insert: range, replace: range }, data: { shared: true } },
    word,
  );
  expect(suggestion).toMatchObject({
    label: 'greet',
    kind: 1,
    insertText: 'greet',
    commitCharacters: ['.', ';'],
    range: { insert: inMonaco, replace: inMonaco },
    item: { data: { own: true } },
  });
});

test('snippets, edits and descriptions of the entry itself count first', () => {
  const suggestion = toSuggestion(
    {
      label: 'log',
      labelDetails: { description: './console' },
      insertTextFormat: 2,
      textEdit: { range, newText: 'log($1)' },
      tags: [1],
    },
    undefined,
    word,
  );
  expect(suggestion).toMatchObject({
    label: { label: 'log', description: './console' },
    insertText: 'log($1)',
    insertTextRules: 4,
    range: inMonaco,
    tags: [1],
  });
});

test('without a range the word at the cursor is replaced', () => {
  expect(toSuggestion({ label: 'x' }, undefined, word)).toMatchObject({ range: word, kind: 18 });
});

const addImport = { range, newText: 'import { greet } from "./greet";\n' };

interface Asked {
  answer(answer: unknown): void;
  fail(): void;
}

/** The provider of a server that answers when the test says so, for a text with one line and a cursor. */
function startProvider(line = { text: '', cursor: 1 }) {
  const asked: Asked[] = [];
  let provider: monaco.languages.CompletionItemProvider | undefined;
  const wordAt = (column: number) => ({ startColumn: /\w*$/.exec(line.text.slice(0, column - 1))?.index ?? 0 });
  const model = {
    isDisposed: () => false,
    getWordUntilPosition: ({ column }: monaco.IPosition) => ({ startColumn: wordAt(column).startColumn + 1 }),
    getWordAtPosition: () => null,
  } as unknown as monaco.editor.ITextModel;
  const context = {
    capabilities: { completionProvider: { resolveProvider: true } },
    server: { id: 'typescript' },
    documents: { knows: () => true },
    addresses: { uriOfModel: () => 'file:///a.ts' },
    client: {
      request: (_server: string, _method: string, _item: unknown, signal?: AbortSignal) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
          asked.push({ answer: resolve, fail: () => reject(new Error('The server has ended.')) });
        }),
    },
    host: {
      monaco: {
        editor: {
          getEditors: () => [
            {
              getModel: () => model,
              hasTextFocus: () => true,
              getPosition: () => ({ lineNumber: 1, column: line.cursor }),
            },
          ],
        },
        languages: {
          registerCompletionItemProvider(_selector: unknown, registered: monaco.languages.CompletionItemProvider) {
            provider = registered;
          },
        },
      },
    },
  } as unknown as ProviderContext;
  registerCompletion(context);
  const suggestion = toSuggestion({ label: 'greet' }, undefined, word);
  const listeners: (() => void)[] = [];
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => listeners.push(listener),
  } as unknown as monaco.CancellationToken;
  return {
    asked,
    complete: async (column: number) =>
      provider?.provideCompletionItems(
        model,
        { lineNumber: 1, column } as monaco.Position,
        { triggerKind: 0 as monaco.languages.CompletionTriggerKind },
        token,
      ),
    resolve: async () => (await provider?.resolveCompletionItem?.(suggestion, token)) ?? suggestion,
    cancel: () => {
      for (const listener of listeners) listener();
    },
  };
}

test('entries that come when the next word is being typed are left out, so that it gets its own', async () => {
  const line = { text: 'console.lo', cursor: 11 };
  const { complete, asked } = startProvider(line);
  const members = complete(9);
  const call = complete(9);
  asked[0]?.answer([{ label: 'log' }]);
  expect((await members)?.suggestions).toMatchObject([{ label: 'log' }]);
  line.text = 'console.log(gre';
  line.cursor = 16;
  asked[1]?.answer([{ label: 'log' }]);
  expect(await call).toBeNull();
});

test('an entry that is chosen while its import is still asked for gets it: closing the list cancels nothing', async () => {
  const { resolve, cancel, asked } = startProvider();
  const shown = resolve();
  cancel();
  // Monaco has forgotten what it asked for; the same answer serves again.
  const chosen = resolve();
  expect(asked).toHaveLength(1);
  asked[0]?.answer({ label: 'greet', additionalTextEdits: [addImport] });
  for (const entry of [await shown, await chosen]) {
    expect(entry.additionalTextEdits).toEqual([{ range: inMonaco, text: addImport.newText }]);
  }
});

test('an entry that could not be asked about does not count as answered, and is asked about again', async () => {
  const { resolve, asked } = startProvider();
  const shown = resolve();
  asked[0]?.fail();
  await expect(shown).rejects.toMatchObject({ name: 'Canceled', message: 'Canceled' });
  const chosen = resolve();
  asked[1]?.answer({ label: 'greet', additionalTextEdits: [addImport] });
  expect((await chosen).additionalTextEdits).toHaveLength(1);
});
