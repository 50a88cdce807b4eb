import type { editor } from 'monaco-editor/editor/editor.api';
import type { OpenTexts } from '../../../app/services.ts';
import { applyChanges } from './apply-changes.ts';
import { documentPlace } from './document-id.ts';
import type { DocumentStore } from './document-store.ts';

/** The open documents as other features see them. */
export function createOpenTexts(documents: DocumentStore, activeEditor: () => editor.ICodeEditor | null): OpenTexts {
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
      const active = activeEditor();
      const selection = active?.getSelection();
      const text = selection && !selection.isEmpty() ? active?.getModel()?.getValueInRange(selection, 1) : undefined;
      return text || null;
    },
    change(id, changes) {
      const copy = documents.get(id);
      const buffer = copy?.buffer();
      if (!buffer || copy?.state.getState().readOnly !== null) return null;
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
  };
}
