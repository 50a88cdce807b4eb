import { t } from '../../localize.ts';
import type { PanelInfo } from './area/area.ts';
import { documentTitle } from './documents/document-id.ts';
import type { Saving } from './saving.ts';
import type { EditorSession } from './session.ts';

/** Closing tabs, with the question about unsaved text. */
export interface Closing {
  /** False when the person wants to keep one of them. */
  close(panels: readonly PanelInfo[]): Promise<boolean>;
  closeDocument(document: string): Promise<boolean>;
}

export function createClosing(session: EditorSession, saving: Saving): Closing {
  const { area, documents, services } = session;

  /** Documents that end with these tabs, and have unsaved text. */
  const unsaved = (panels: readonly PanelInfo[]): readonly string[] => {
    const closing = new Set(panels.map((panel) => panel.id));
    const ending = new Set(panels.map((panel) => panel.document));
    for (const panel of area.state.getState().panels) if (!closing.has(panel.id)) ending.delete(panel.document);
    return [...ending].filter((id) => documents.states.getState().get(id)?.dirty);
  };

  const ask = (ids: readonly string[]): Promise<string | null> => {
    const [first = ''] = ids;
    return services.dialogs.ask({
      title:
        ids.length === 1
          ? t('Save {{first}}?', { first: documentTitle(first) })
          : t('Save {{amount}} files?', { amount: ids.length }),
      body:
        ids.length === 1
          ? t('It has unsaved edits. They are lost if you don’t save them.')
          : t('These have unsaved edits, which are lost if you don’t save them: {{names}}.', {
              names: ids.map(documentTitle).join(', '),
            }),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'discard', title: t('Don’t save') },
        { id: 'save', title: ids.length === 1 ? t('Save') : t('Save all') },
      ],
    });
  };

  const close = async (panels: readonly PanelInfo[]): Promise<boolean> => {
    const dirty = unsaved(panels);
    if (dirty.length > 0) {
      const answer = await ask(dirty);
      if (answer !== 'save' && answer !== 'discard') return false;
      if (answer === 'save') {
        for (const id of dirty) if (!(await saving.save(id))) return false;
      }
    }
    // Saving under a new name gives the tab another document, so the tabs are looked up again.
    const closing = new Set(panels.map((panel) => panel.id));
    for (const panel of area.state.getState().panels) if (closing.has(panel.id)) session.closePanel(panel);
    return true;
  };

  return {
    close,
    closeDocument: (id) => close(area.state.getState().panels.filter((panel) => panel.document === id)),
  };
}
