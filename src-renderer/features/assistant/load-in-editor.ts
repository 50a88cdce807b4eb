import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { EditActions } from './apply/edit-actions.ts';
import type { StagedEdits } from './apply/staged-edits.ts';
import type { AssistantInEditor } from './in-editor.ts';

/** Milliseconds after a project has been opened until its editors get the assistant, when none shows a text before. */
const loadAfter = 1000;

/** Loads what the assistant does inside editors with the first text, or some time after the window has been shown. */
export function loadInEditor(
  services: Services,
  staged: StagedEdits,
  editActions: () => Promise<EditActions>,
): Disposable {
  const { commands, editor, workspace } = services;
  const ends = createDisposables();
  let loading: Promise<AssistantInEditor | null> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  const load = () => {
    loading ??= Promise.all([import('./in-editor.ts'), editActions()]).then(
      ([{ createAssistantInEditor }, actions]) => {
        return disposed ? null : ends.add(createAssistantInEditor(services, staged, actions));
      },
    );
    return loading;
  };
  const loadNow = () => void load().catch(reportError);
  const whenOpen = () => {
    if (timer === undefined && workspace.getState().status === 'open') timer = setTimeout(loadNow, loadAfter);
  };
  ends.add(
    editor.attach(() => {
      loadNow();
      return { dispose() {} };
    }),
  );
  ends.addFunction(workspace.subscribe(whenOpen));
  // Its key works from the first moment on.
  ends.add(
    commands.register({
      id: 'assistant.inlineEdit',
      title: t('Edit in place'),
      category: t('Assistant'),
      keys: ['Ctrl+I'],
      when: 'projectOpen && activeEditorIsText && (editorTextFocus || inlineEditVisible)',
      menus: [{ menu: 'editor', group: '1_assistant', order: 1 }],
      async run() {
        (await load())?.startInlineEdit();
      },
    }),
  );
  whenOpen();
  ends.addFunction(() => {
    disposed = true;
    clearTimeout(timer);
  });
  return ends;
}
