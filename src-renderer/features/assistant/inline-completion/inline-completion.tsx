import type * as monaco from 'monaco-editor/editor/editor.api';
import { useStore } from 'zustand';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { type Services, useServices } from '../../../app/services.ts';
import { StatusBarItem } from '../../../app/status-bar.tsx';
import type { MonacoHost } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { AssistantIcon } from '../../../ui/assistant-icon.ts';
import { completionWindow, isWorthAsking } from './completion-window.ts';

const setting = 'assistant.inlineCompletion';
/** Milliseconds without a key after which a completion is asked for. */
const pause = 350;

type Completions = monaco.languages.InlineCompletions;

/** Suggests what could come at the cursor while somebody types. Off unless the setting says so, and in restricted folders. */
export function createInlineCompletion(services: Services): Disposable {
  const { commands, contextKeys, core, editor, statusItems, workspace } = services;
  const ends = createDisposables();
  let host: MonacoHost | null = null;
  let registered: Disposable | null = null;

  const isOn = () => {
    const { project, settings } = workspace.getState();
    return project?.trusted === true && settings.effective[setting];
  };

  const provider: monaco.languages.InlineCompletionsProvider<Completions> = {
    debounceDelayMs: pause,
    async provideInlineCompletions(model, position, _context, token) {
      const project = workspace.getState().project;
      const text = editor.liveTexts().find((each) => each.model === model);
      if (!project || !text || text.projectId === 'user' || text.large || text.readOnly) return nothing;
      const line = model.getLineContent(position.lineNumber);
      const [lineBefore, lineAfter] = [line.slice(0, position.column - 1), line.slice(position.column - 1)];
      if (!isWorthAsking(lineBefore, lineAfter)) return nothing;
      const stop = new AbortController();
      const cancelled = token.onCancellationRequested(() => stop.abort());
      try {
        const offset = lengthBefore(model, position);
        const window = completionWindow(model.getValue(1, true), offset);
        const { text: insertText } = await core.assistant.inline.complete(
          { projectId: project.id, path: text.path, languageId: model.getLanguageId(), ...window },
          { signal: stop.signal },
        );
        if (insertText === '' || token.isCancellationRequested) return nothing;
        const { lineNumber, column } = position;
        const range = {
          startLineNumber: lineNumber,
          startColumn: column,
          endLineNumber: lineNumber,
          endColumn: column,
        };
        return { items: [{ insertText, range }] };
      } catch {
        // Nobody asked for this one: what fails is not worth a word while somebody types.
        return nothing;
      } finally {
        cancelled.dispose();
      }
    },
    disposeInlineCompletions() {},
  };

  const follow = () => {
    const on = isOn();
    contextKeys.set('inlineCompletionOn', on);
    if (on && host && !registered) {
      registered = host.monaco.languages.registerInlineCompletionsProvider('*', provider);
    } else if (!on && registered) {
      registered.dispose();
      registered = null;
    }
  };
  ends.add(
    editor.attach((shown) => {
      host = shown.host;
      follow();
      // Monaco makes it when it has time, and what was typed before that is suggested nothing.
      if (isOn()) shown.editor.getContribution('editor.contrib.inlineCompletionsController');
      return { dispose() {} };
    }),
  );
  ends.addFunction(workspace.subscribe(follow));
  ends.addFunction(() => registered?.dispose());
  follow();

  ends.add(
    commands.register({
      id: 'assistant.toggleInlineCompletion',
      title: t('Switch completion as you type'),
      category: t('Assistant'),
      when: 'projectOpen',
      async run() {
        const { settings, project } = workspace.getState();
        const value = !settings.effective[setting];
        await core.settings.update({ scope: 'user', projectId: project?.id ?? null, key: setting, value });
      },
    }),
  );
  ends.add(
    statusItems.register({ id: 'assistant.completion', side: 'document', order: 40, Component: CompletionStatus }),
  );
  return ends;
}

const nothing: Completions = { items: [] };

/** The offset of a position in the text with LF between its lines. */
function lengthBefore(model: monaco.editor.ITextModel, { lineNumber, column }: monaco.Position): number {
  const range = { startLineNumber: 1, startColumn: 1, endLineNumber: lineNumber, endColumn: column };
  return model.getValueLengthInRange(range, 1);
}

/** Says that completion is on, and lets one turn it off. */
function CompletionStatus() {
  const { workspace } = useServices();
  const on = useStore(workspace, ({ project, settings }) => project?.trusted === true && settings.effective[setting]);
  if (!on) return null;
  return (
    <StatusBarItem
      command="assistant.toggleInlineCompletion"
      tooltip={t('Completion as you type is on. Click to turn it off.')}
    >
      <AssistantIcon aria-hidden="true" />
      {t('Completion')}
    </StatusBarItem>
  );
}
