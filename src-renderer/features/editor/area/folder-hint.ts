import { documentPlace, documentTitle } from '../documents/document-id.ts';

/** The folder shown beside a tab's name when another open file has the same name; else an empty text. */
export function folderHint(document: string, panels: readonly { readonly document: string }[]): string {
  const title = documentTitle(document);
  const twin = panels.some((panel) => panel.document !== document && documentTitle(panel.document) === title);
  if (!twin) return '';
  const place = documentPlace(document);
  if (place.type !== 'file') return '';
  const folders = place.path.split('/').slice(0, -1);
  return folders.length === 0 ? './' : folders.slice(-2).join('/');
}
