import type { Disposable } from '../../app/disposable.ts';
import { t } from '../../localize.ts';
import { askAboutConflict } from './conflict/ask-about-conflict.ts';
import { checkPath } from './documents/check-path.ts';
import { documentPlace, documentTitle } from './documents/document-id.ts';
import { toFileProblem } from './documents/save-problem.ts';
import type { SaveReason } from './documents/working-copy.ts';
import type { EditorSession } from './session.ts';

interface Preparation {
  readonly automatic: boolean;
  readonly work: (document: string) => Promise<string | null | undefined>;
}

/** Saving with everything a person may have to be asked on the way. */
export interface Saving {
  /**
   * Called before a document is written because somebody asked for it, with `automatic` before other writes too; the write waits. It may
   * answer a version of the file whose text is in the document: that this one is on disk is no conflict.
   */
  beforeSave(work: Preparation['work'], options?: { readonly automatic?: boolean }): Disposable;
  /** False when it was not saved: a conflict, an error (shown above the text), or the person thought better of it. */
  save(document: string, reason?: SaveReason): Promise<boolean>;
  saveAs(document: string): Promise<boolean>;
  /** Saves everything that is unsaved, asking for names where there are none. */
  saveAll(): Promise<boolean>;
  saveWithEncoding(document: string, encoding: string, byteOrderMark: boolean): Promise<boolean>;
}

export function createSaving(session: EditorSession): Saving {
  const { documents, services } = session;
  const preparations = new Set<Preparation>();

  const save = async (id: string, reason: SaveReason = 'asked'): Promise<boolean> => {
    const copy = documents.get(id);
    if (!copy) return true;
    if (copy.path === null) return reason === 'automatic' ? false : saveAs(id);
    let contained: string | null = null;
    for (const { automatic, work } of preparations) {
      if (automatic || reason === 'asked') contained = (await work(id).catch(reportError)) ?? contained;
    }
    const outcome = await copy.save({ reason, contained });
    if (outcome !== 'conflict') return outcome === 'saved';
    return reason === 'automatic' ? false : askAboutConflict(session, id);
  };

  const saveAs = async (id: string): Promise<boolean> => {
    const copy = documents.get(id);
    const buffer = copy?.buffer();
    if (!copy || !buffer) return false;
    const place = documentPlace(id);
    const path = await services.dialogs.prompt({
      title: t('Save {{id}} as', { id: documentTitle(id) }),
      label: t('Path in the project'),
      value: place.type === 'file' ? place.path : `${documentTitle(id)}.txt`,
      confirm: t('Save'),
      validate: (value) =>
        checkPath(value) ??
        (value !== id && documents.get(value) ? t('This file is open. Close its tab first.') : null),
    });
    if (path === null) return false;
    if (path === id) return save(id);
    const projectId = session.projectId();
    const { version: existing } = await services.core.files.version({ projectId, path });
    if (existing !== null && !(await askToReplace(path))) return false;
    const { encoding, byteOrderMark } = copy.state.getState();
    try {
      const { version } = await services.core.files.save({
        projectId,
        path,
        text: buffer.text(),
        encoding,
        byteOrderMark,
        lineEnd: buffer.lineEnd(),
        keepMixedLineEnds: false,
        baseVersion: existing,
      });
      return session.rename(id, path, version);
    } catch (error) {
      services.notifications.error(t('{{path}} was not saved', { path }), { detail: toFileProblem(error).message });
      return false;
    }
  };

  const askToReplace = async (path: string): Promise<boolean> => {
    const answer = await services.dialogs.ask({
      title: t('Replace {{path}}?', { path }),
      body: t('There is already a file of that name. Its contents will be lost.'),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'replace', title: t('Replace'), danger: true },
      ],
    });
    return answer === 'replace';
  };

  return {
    beforeSave(work, { automatic = false } = {}) {
      const preparation = { automatic, work };
      preparations.add(preparation);
      return { dispose: () => preparations.delete(preparation) };
    },
    save,
    saveAs,
    async saveAll() {
      let all = true;
      for (const [id, state] of documents.states.getState()) {
        if (state.dirty && !(await save(id))) all = false;
      }
      return all;
    },
    async saveWithEncoding(id, encoding, byteOrderMark) {
      documents.get(id)?.setEncoding(encoding, byteOrderMark);
      return save(id);
    },
  };
}
