import type { editor } from 'monaco-editor/editor/editor.api';
import type { OpenTexts } from '../../../app/services.ts';
import type { OpenText } from '../../../app/text-editors.ts';
import { applyChanges } from './apply-changes.ts';
import { documentPlace } from './document-id.ts';
import type { DocumentStore } from './document-store.ts';
import { isReadOnly } from './working-copy.ts';

/** The open documents as other features see them. */
export function createOpenTexts(
  documents: DocumentStore,
  shown: {
    activeEditor(): editor.ICodeEditor | null;
    hasTab(document: string): boolean;
    read(document: string): Promise<OpenText | null>;
  },
): OpenTexts {
  return {
    edited: documents.edited,
    unsaved() {
      const texts: { path: string; text: string }[] = [];
      for (const [id, { dirty, kind }] of documents.states.getState()) {
        const place = documentPlace(id);
        const buffer = documents.get(id)?.buffer();
        if (!dirty || kind !== 'text' || !buffer || place.type !== 'file' || place.inUserFolder) continue;
        texts.push({ path: place.path, text: buffer.text() });
      }
      return texts;
    },
    selected() {
      const active = shown.activeEditor();
      const selection = active?.getSelection();
      const text = selection && !selection.isEmpty() ? active?.getModel()?.getValueInRange(selection, 1) : undefined;
      return text || null;
    },
    change(id, changes) {
      const copy = documents.get(id);
      const buffer = copy?.buffer();
      if (!copy || !buffer || isReadOnly(copy.state.getState())) return null;
      const before = buffer.text();
      const text = applyChanges(before, changes);
      if (text === null) return null;
      buffer.replace(text);
      const version = buffer.version();
      return () => {
        const now = documents.get(id)?.buffer();
        if (now !== buffer) return false;
        if (buffer.version() !== version && buffer.text() !== text) return buffer.text() === before;
        buffer.replace(before);
        return true;
      };
    },
    applied: applyChanges,
    async followDisk(ids) {
      await Promise.all(ids.map((id) => documents.get(id)?.checkDisk()));
    },
    refusal(id) {
      const state = documents.get(id)?.state.getState();
      return state?.readOnly ?? state?.locked ?? null;
    },
    async whileOpen(id, work) {
      const wasOpen = documents.get(id) !== undefined;
      try {
        return await work(await shown.read(id));
      } finally {
        if (!wasOpen && !shown.hasTab(id) && !documents.get(id)?.state.getState().dirty) documents.close(id);
      }
    },
  };
}
