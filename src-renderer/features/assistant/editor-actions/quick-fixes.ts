import type * as monaco from 'monaco-editor/editor/editor.api';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { describeProblem } from '../../../app/problems.ts';
import type { LiveText, Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { linesAsked } from './asked-code.ts';

const command = 'assistant.askAboutProblem';
const commandOfSelection = 'assistant.askAboutSelected';
/** Lines around a problem that go with the question. */
const around = 8;

interface AskedProblem {
  readonly uri: string;
  readonly question: 'fix' | 'explain';
  readonly marker: monaco.editor.IMarkerData;
}

/** A command of the editor's menu that is offered for what is selected, too. */
export interface SelectionAction {
  readonly command: string;
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor' | 'refactor.rewrite';
}

/** Offers to ask about a problem among the quick fixes of its line, and these actions among those of a selection. */
export function offerQuickFixes(services: Services, selectionActions: readonly SelectionAction[]): Disposable {
  const { assistant, commands, editor, workspace } = services;
  const ends = createDisposables();
  let disposed = false;
  let registered = false;
  const textOf = (uri: string): LiveText | undefined =>
    editor.liveTexts().find(({ model, projectId }) => model.uri.toString() === uri && projectId !== 'user');

  const ask = ({ uri, question, marker }: AskedProblem): void => {
    const text = textOf(uri);
    if (!text) return;
    const { startLineNumber: line, startColumn: column, endLineNumber, message, source, severity } = marker;
    const document = text.path ?? text.document;
    const problem = describeProblem({
      document,
      line,
      column,
      severity: severity === 8 ? 'error' : severity === 4 ? 'warning' : 'info',
      message,
      source: source ?? null,
    });
    assistant.ask({
      text: question === 'fix' ? t('Mend this problem.') : t('Explain this problem, and what causes it.'),
      attachments: [
        { kind: 'problems', path: text.path, text: problem },
        linesAsked(text.path, text.model.getLinesContent(), Math.max(1, line - around), endLineNumber + around),
      ],
      send: true,
    });
  };

  const provider: monaco.languages.CodeActionProvider = {
    provideCodeActions(model, range, { markers, only }) {
      const uri = model.uri.toString();
      if (!workspace.getState().project || !textOf(uri)) return noActions;
      const [marker] = markers;
      const wanted = (kind: string) => only === undefined || kind === only || kind.startsWith(`${only}.`);
      const action = (
        question: AskedProblem['question'],
        title: string,
        diagnostic: monaco.editor.IMarkerData,
      ): monaco.languages.CodeAction => ({
        title,
        kind: 'quickfix',
        diagnostics: [diagnostic],
        command: { id: command, title, arguments: [{ uri, question, marker: diagnostic } satisfies AskedProblem] },
      });
      const ofProblem = marker
        ? [
            action('fix', t('Ask the assistant to fix this'), marker),
            action('explain', t('Explain this problem'), marker),
          ]
        : [];
      const ofSelection = isSelected(editor.active(), model, range)
        ? selectionActions.map(({ command, title, kind }) => ({
            ...{ title, kind },
            command: { id: commandOfSelection, title, arguments: [command] },
          }))
        : [];
      return { actions: [...ofProblem, ...ofSelection].filter(({ kind }) => wanted(kind ?? '')), dispose() {} };
    },
  };
  // Monaco is only there once a text is shown, and is not loaded for this.
  const attached = editor.attach(({ host }) => {
    if (disposed || registered) return { dispose() {} };
    registered = true;
    ends.add(
      host.monaco.languages.registerCodeActionProvider('*', provider, {
        providedCodeActionKinds: ['quickfix', 'refactor'],
      }),
    );
    ends.add(host.monaco.editor.registerCommand(command, (_accessor, asked: AskedProblem) => ask(asked)));
    ends.add(host.monaco.editor.registerCommand(commandOfSelection, (_accessor, id: string) => void commands.run(id)));
    return { dispose() {} };
  });
  ends.add(attached);
  ends.addFunction(() => {
    disposed = true;
  });
  return ends;
}

const noActions: monaco.languages.CodeActionList = { actions: [], dispose() {} };

/** Whether a range is what somebody has selected, and not the place of a problem that the pointer is over. */
function isSelected(shown: AttachedEditor | null, model: monaco.editor.ITextModel, range: monaco.IRange): boolean {
  const selection = shown?.model === model ? shown.editor.getSelection() : null;
  return selection !== null && selection !== undefined && !selection.isEmpty() && selection.equalsRange(range);
}
