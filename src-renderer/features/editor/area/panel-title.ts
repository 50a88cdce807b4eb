import { t } from '../../../localize.ts';
import { documentTitle } from '../documents/document-id.ts';
import type { EditorSession } from '../session.ts';
import type { PanelParams } from './panel-params.ts';

/** What a tab is called: its document's name, and what of it is shown where that is not the document itself. */
export function panelTitle(
  session: Pick<EditorSession, 'comparisons' | 'views'>,
  { kind, document, subject }: Pick<PanelParams, 'kind' | 'document' | 'subject'>,
): string {
  const title = documentTitle(document);
  switch (kind) {
    case 'document':
      return title;
    case 'view':
      return (subject === undefined ? undefined : session.views.get(subject)?.title(document)) ?? title;
    case 'compare':
      return (
        (subject === undefined ? undefined : session.comparisons.get(subject)?.title) ??
        t('{{title}} – on disk', { title })
      );
  }
}
