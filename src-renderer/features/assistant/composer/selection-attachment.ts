import type { Attachment } from '../../../../contract/model/chat.ts';
import type { Services } from '../../../app/services.ts';

/** The selection of the active editor with its place; null when nothing is selected. */
export function selectionAttachment({
  editor,
}: Pick<Services, 'editor'>): Extract<Attachment, { kind: 'selection' }> | null {
  const active = editor.activeText();
  const selection = active?.editor.getSelection();
  if (!active || !selection || selection.isEmpty()) return null;
  return {
    kind: 'selection',
    path: active.text.path,
    line: selection.startLineNumber,
    endLine: selection.endLineNumber,
    text: active.text.model.getValueInRange(selection),
  };
}
