import { createElement } from 'react';
import { late } from '../../../app/late.ts';
import { t } from '../../../localize.ts';
import { documentTitle } from '../documents/document-id.ts';
import type { EditorSession } from '../session.ts';

const ConflictPreview = late(() => import('./conflict-preview.tsx'));

/**
 * Asks what becomes of unsaved text whose file changed on disk. True when the text is saved (or given up for the one on disk)
 * afterwards; comparing opens a view with the same choices and answers false.
 */
export async function askAboutConflict(session: EditorSession, id: string): Promise<boolean> {
  const copy = session.documents.get(id);
  if (!copy) return true;
  const { disk, conflictSince } = copy.state.getState();
  const name = documentTitle(id);
  if (disk === 'deleted') {
    const answer = await session.services.dialogs.ask({
      title: t('{{name}} was deleted', { name }),
      body: t('Another program deleted the file, and you have unsaved edits. Nothing is lost until you choose.'),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'mine', title: t('Save it again') },
      ],
    });
    return answer === 'mine' && keepMine(session, id);
  }
  const answer = await session.services.dialogs.ask({
    title: t('{{name}} changed on disk', { name }),
    body: t(
      'Another program saved it {{conflictSince}}, and you have unsaved edits. Nothing is lost until you choose.',
      { conflictSince: since(conflictSince) },
    ),
    content: createElement(ConflictPreview, { copy }),
    buttons: [
      { id: 'disk', title: t('Use the one on disk') },
      { id: 'mine', title: t('Keep mine') },
      { id: 'compare', title: t('Compare') },
    ],
  });
  switch (answer) {
    case 'disk':
      return takeFromDisk(session, id);
    case 'mine':
      return keepMine(session, id);
    case 'compare':
      openComparison(session, id);
      return false;
    default:
      return false;
  }
}

/** Saves the text over what is on disk. */
export async function keepMine(session: EditorSession, id: string): Promise<boolean> {
  const outcome = await session.documents.get(id)?.save({ overwrite: true });
  if (outcome === 'saved') goOn(session, id);
  return outcome === 'saved';
}

/** Gives up the unsaved text; undo brings it back. */
export async function takeFromDisk(session: EditorSession, id: string): Promise<boolean> {
  await session.documents.get(id)?.revert();
  goOn(session, id);
  return true;
}

/** Shows the file on disk and the text side by side. */
export function openComparison(session: EditorSession, id: string): void {
  session.area.open({ params: { kind: 'compare', document: id, preview: false, pinned: false } });
}

/** The comparison has done its work: back to the text. */
function goOn(session: EditorSession, id: string): void {
  const { panels } = session.area.state.getState();
  if (panels.some((panel) => panel.kind === 'document' && panel.document === id)) {
    for (const panel of panels) if (panel.kind === 'compare' && panel.document === id) session.closePanel(panel);
  }
  const { active } = session.area.state.getState();
  if (active) session.editors.whenShown(active.id, { focus: true });
}

function since(time: number): string {
  const seconds = Math.round((Date.now() - time) / 1000);
  if (seconds < 5) return t('just now');
  return seconds < 60
    ? t('{{seconds}} s ago', { seconds })
    : t('{{minutes}} min ago', { minutes: Math.round(seconds / 60) });
}
