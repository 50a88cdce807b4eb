import type { OpenText } from '../../app/text-editors.ts';
import { editorOptions } from '../../monaco/editor-options.ts';
import { hasModel } from '../../monaco/text-buffer.ts';
import { isReadOnly } from './documents/working-copy.ts';
import type { EditorSession } from './session.ts';

/** The text of a document, read first if nobody has looked at it yet; null when it is no text. */
export async function openText(session: EditorSession, document: string): Promise<OpenText | null> {
  const host = await session.loader.load();
  const copy = session.documents.open(document);
  await copy.load();
  const { content, encoding, byteOrderMark } = copy.state.getState();
  if (content.kind !== 'text' || !hasModel(content.buffer)) return null;
  const codeFont = getComputedStyle(window.document.documentElement).getPropertyValue('--ff-font-code').trim();
  return {
    host,
    model: content.buffer.model,
    encoding,
    byteOrderMark,
    readOnly: isReadOnly(copy.state.getState()),
    options: editorOptions(session.settings(), session.editors.toggles.getState(), codeFont),
  };
}
