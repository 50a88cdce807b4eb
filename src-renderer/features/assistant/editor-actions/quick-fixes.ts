import type * as monaco from 'monaco-editor/editor/editor.api';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { describeProblem } from '../../../app/problems.ts';
import type { LiveText, Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { linesAsked } from './asked-code.ts';

const command = 'assistant.askAboutProblem';
/** Lines around a problem that go with the question. */
const around = 8;

interface AskedProblem {
  readonly uri: string;
  readonly question: 'fix' | 'explain';
  readonly marker: monaco.editor.IMarkerData;
}

/** Offers to ask about a problem among the quick fixes of its line. */
export function offerQuickFixes({ assistant, editor, workspace }: Services): Disposable {
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
    provideCodeActions(model, _range, { markers, only }) {
      const uri = model.uri.toString();
      const wanted = only === undefined || only === 'quickfix' || only.startsWith('quickfix.');
      if (!wanted || markers.length === 0 || !workspace.getState().project || !textOf(uri)) return noActions;
      const [marker] = markers;
      if (!marker) return noActions;
      const action = (title: string, question: AskedProblem['question']): monaco.languages.CodeAction => ({
        title,
        kind: 'quickfix',
        diagnostics: [marker],
        command: { id: command, title, arguments: [{ uri, question, marker } satisfies AskedProblem] },
      });
      return {
        actions: [action(t('Ask the assistant to fix this'), 'fix'), action(t('Explain this problem'), 'explain')],
        dispose() {},
      };
    },
  };
  // Monaco is only there once a text is shown, and is not loaded for this.
  const attached = editor.attach(({ host }) => {
    if (disposed || registered) return { dispose() {} };
    registered = true;
    ends.add(
      host.monaco.languages.registerCodeActionProvider('*', provider, { providedCodeActionKinds: ['quickfix'] }),
    );
    ends.add(host.monaco.editor.registerCommand(command, (_accessor, asked: AskedProblem) => ask(asked)));
    return { dispose() {} };
  });
  ends.add(attached);
  ends.addFunction(() => {
    disposed = true;
  });
  return ends;
}

const noActions: monaco.languages.CodeActionList = { actions: [], dispose() {} };
