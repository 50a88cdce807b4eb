import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { type EditorZone, openEditorZone } from '../../../app/editor-zone.tsx';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { InlineEditBar } from './inline-edit-bar.tsx';
import { createInlineEdit, type InlineEdit } from './inline-session.ts';

interface Open {
  readonly edit: InlineEdit;
  readonly zone: EditorZone;
  focus(): void;
}

/** Describing a change in place: one field at a time. */
export interface InlineEditing extends Disposable {
  /** Opens the field at the selection of the active editor, or goes back to it. */
  start(): void;
}

/** Describing a change in place, with the keys that decide about what is proposed. */
export function createInlineEditing(services: Services): InlineEditing {
  const { commands, contextKeys, editor, notifications, workspace } = services;
  const ends = createDisposables();
  let open: Open | null = null;

  const close = (): void => {
    if (!open) return;
    const { edit, zone } = open;
    open = null;
    zone.dispose();
    edit.dispose();
    contextKeys.set('inlineEditVisible', false);
  };
  const leave = () => {
    const shown = open?.edit.shown;
    close();
    shown?.editor.focus();
  };
  const accept = () => {
    if (open?.edit.accept()) leave();
  };
  const connect = () => void commands.run('assistant.showModels');

  const start = (): void => {
    const shown = editor.active();
    if (!shown || shown.projectId === 'user') return;
    if (open?.edit.shown.editor === shown.editor) {
      open.focus();
      return;
    }
    const detail =
      editor.texts.refusal(shown.document) ?? (shown.large ? t('It is too large to be edited by a model.') : null);
    if (detail !== null) {
      notifications.info(t('{{document}} can’t be edited in place', { document: shown.document }), { detail });
      return;
    }
    close();
    const edit = createInlineEdit(services, shown);
    let focusRequest = 0;
    const render = () =>
      zone.render(
        <InlineEditBar edit={edit} focusRequest={focusRequest} accept={accept} reject={leave} connect={connect} />,
      );
    const focus = () => {
      focusRequest += 1;
      render();
    };
    const zone = openEditorZone(services, shown, edit.firstLine() - 1, focus);
    open = { edit, zone, focus };
    contextKeys.set('inlineEditVisible', true);
    render();
    shown.editor.revealLineInCenterIfOutsideViewport(edit.firstLine(), 1);
  };

  // What an editor shows instead of the text has nothing to do with it any more.
  ends.add(editor.attach((shown) => ({ dispose: () => open?.edit.shown.editor === shown.editor && close() })));
  ends.addFunction(workspace.subscribe((now, before) => now.project?.id !== before.project?.id && close()));
  ends.addFunction(close);
  const category = t('Assistant');
  ends.add(
    commands.register(
      {
        id: 'assistant.acceptInlineEdit',
        title: t('Accept the edit in place'),
        category,
        keys: ['Ctrl+Enter'],
        when: 'inlineEditVisible && editorTextFocus',
        run: accept,
      },
      {
        id: 'assistant.rejectInlineEdit',
        title: t('Reject the edit in place'),
        category,
        keys: ['Escape'],
        when: 'inlineEditVisible && editorTextFocus',
        run: leave,
      },
    ),
  );
  return { start, dispose: ends.dispose };
}
