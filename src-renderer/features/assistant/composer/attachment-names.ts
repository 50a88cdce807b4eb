import type { Attachment } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';

/** What a person reads of an attachment: `departures.ts`, `board.ts, lines 3 to 9`, `Problems`. */
export function attachmentName(attachment: Attachment): string {
  switch (attachment.kind) {
    case 'file':
      return fileName(attachment.path);
    case 'folder':
      return `${fileName(attachment.path)}/`;
    case 'selection': {
      const { path, line, endLine } = attachment;
      const name = path === null ? t('Selection') : fileName(path);
      return line === endLine
        ? t('{{name}}, line {{line}}', { name, line })
        : t('{{name}}, lines {{line}} to {{endLine}}', { name, line, endLine });
    }
    case 'symbol':
      return attachment.name;
    case 'problems':
      return attachment.path === null ? t('Problems') : t('Problems of {{name}}', { name: fileName(attachment.path) });
    case 'terminal':
      return t('Output of {{name}}', { name: attachment.name });
    case 'preview':
      return t('Messages of the preview');
    case 'diff':
      return attachment.path === null ? t('Changes') : t('Changes of {{name}}', { name: fileName(attachment.path) });
  }
}

/** The same attachment has the same key. */
export function attachmentKey(attachment: Attachment): string {
  switch (attachment.kind) {
    case 'selection':
      return `selection:${attachment.path}:${attachment.line}:${attachment.endLine}:${attachment.text.length}`;
    case 'symbol':
      return `symbol:${attachment.path}:${attachment.line}:${attachment.name}`;
    case 'terminal':
      return `terminal:${attachment.name}`;
    case 'preview':
      return 'preview';
    default:
      return `${attachment.kind}:${attachment.path}`;
  }
}

/** What is attached together with what comes to it; of the same thing only the newer. */
export function withAttachments(known: readonly Attachment[], more: readonly Attachment[]): readonly Attachment[] {
  const keys = new Set(more.map(attachmentKey));
  return [...known.filter((attachment) => !keys.has(attachmentKey(attachment))), ...more];
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
