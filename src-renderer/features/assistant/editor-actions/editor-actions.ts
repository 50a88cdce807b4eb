import type { languages } from 'monaco-editor/editor/editor.api';
import type { Attachment } from '../../../../contract/model/chat.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { linesAsked, type SymbolLines, symbolAround } from './asked-code.ts';
import { offerQuickFixes } from './quick-fixes.ts';

/** Asking about code from the editor: what is selected, else the function around the cursor, else the file. */
export function createEditorActions(services: Services): Disposable {
  const { assistant, commands, editor } = services;
  const ends = createDisposables();

  const code = ({ editor: shown, model, document }: AttachedEditor): Attachment => {
    const path = document.startsWith('untitled:') ? null : document;
    const lines = model.getLinesContent();
    const selection = shown.getSelection();
    if (selection && !selection.isEmpty()) {
      const { startLineNumber, endLineNumber, endColumn } = selection;
      const last = endColumn === 1 && endLineNumber > startLineNumber ? endLineNumber - 1 : endLineNumber;
      return linesAsked(path, lines, startLineNumber, last);
    }
    const line = shown.getPosition()?.lineNumber ?? 1;
    const around = symbolAround(flatten(editor.outline.getState()), line);
    if (around) return linesAsked(path, lines, around.line, around.endLine);
    return path === null ? linesAsked(path, lines, 1, lines.length) : { kind: 'file', path };
  };
  const ask = (text: string) => () => {
    const shown = editor.active();
    if (shown && shown.projectId !== 'user') assistant.ask({ text, attachments: [code(shown)], send: true });
  };

  const category = t('Assistant');
  const when = 'projectOpen && activeEditorIsText';
  const questions = [
    {
      id: 'explain',
      title: t('Explain this code'),
      text: t('Explain what this code does, step by step.'),
      kind: 'quickfix',
    },
    {
      id: 'findBugs',
      title: t('Find bugs in this code'),
      text: t('Find bugs in this code, and propose how each is mended.'),
      kind: 'quickfix',
    },
    {
      id: 'refactor',
      title: t('Refactor this code'),
      text: t('Refactor this code so that it is easier to read and does the same.'),
      kind: 'refactor.rewrite',
    },
    {
      id: 'addTests',
      title: t('Add tests for this code'),
      text: t('Add tests for this code, the way this project tests.'),
      kind: 'refactor',
    },
  ] as const;
  ends.add(
    commands.register(
      ...questions.map(({ id, title, text }, order) => ({
        id: `assistant.${id}`,
        title,
        category,
        when,
        menus: [{ menu: 'editor' as const, group: '1_assistant', order: order + 2 }],
        run: ask(text),
      })),
      {
        id: 'assistant.askAboutSelection',
        title: t('Ask about this code'),
        category,
        when,
        menus: [{ menu: 'editor', group: '1_assistant', order: 1 }],
        run() {
          const shown = editor.active();
          if (shown && shown.projectId !== 'user') assistant.ask({ text: '', attachments: [code(shown)] });
        },
      },
    ),
  );
  ends.add(
    offerQuickFixes(
      services,
      questions.map(({ id, title, kind }) => ({ command: `assistant.${id}`, title, kind })),
    ),
  );
  return ends;
}

function flatten(symbols: readonly languages.DocumentSymbol[]): readonly SymbolLines[] {
  return symbols.flatMap(({ kind, range, children }) => [
    { kind, line: range.startLineNumber, endLine: range.endLineNumber },
    ...flatten(children ?? []),
  ]);
}
