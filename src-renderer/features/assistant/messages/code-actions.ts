import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';

/** Puts code where the cursor is, over what is selected, as one step that can be undone. */
export function insertAtCursor(
  { editor, notifications }: Pick<Services, 'editor' | 'notifications'>,
  text: string,
): void {
  const active = editor.activeText();
  if (!active || active.text.readOnly) {
    notifications.info(t('There is no text to insert into'), {
      detail: t('Open a file and put the cursor where the code belongs.'),
    });
    return;
  }
  const selection = active.editor.getSelection();
  if (!selection) return;
  active.editor.pushUndoStop();
  active.editor.executeEdits('assistant', [{ range: selection, text, forceMoveMarkers: true }]);
  active.editor.pushUndoStop();
  active.editor.focus();
}

/**
 * Puts code into the file that it names, in an open text that can be undone and is not saved: as its whole text. A file that is
 * not there is made.
 */
export async function applyCode(
  {
    core,
    dialogs,
    editor,
    notifications,
    workspace,
  }: Pick<Services, 'core' | 'dialogs' | 'editor' | 'notifications' | 'workspace'>,
  path: string,
  text: string,
): Promise<void> {
  const { project } = workspace.getState();
  if (!project) return;
  const { version } = await core.files.version({ projectId: project.id, path });
  if (version === null) {
    await core.files.createFile({ projectId: project.id, path, text: text.endsWith('\n') ? text : `${text}\n` });
    await editor.open(path);
    return;
  }
  const answer = await dialogs.ask({
    title: t('Replace all of {{path}}?', { path }),
    body: t('The code of the answer becomes its whole text. It is not saved, and can be undone.'),
    buttons: [
      { id: 'cancel', title: t('Leave it') },
      { id: 'replace', title: t('Replace it') },
    ],
  });
  if (answer !== 'replace') return;
  await editor.open(path);
  const open = await editor.openText(path);
  if (!open || open.readOnly) {
    notifications.warning(t("{{path}} can't be changed here.", { path }));
    return;
  }
  const { model } = open;
  model.pushStackElement();
  model.pushEditOperations(null, [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
}
