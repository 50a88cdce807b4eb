import type { SearchMatch } from '../../../contract/desktop/search.ts';
import type { EditorService } from '../../app/services.ts';
import { matchKey } from './results.ts';
import type { Search } from './search.ts';

/** Opens a match's file with the match selected, in the preview tab. */
export type ShowMatch = (
  path: string,
  match: SearchMatch,
  options?: {
    readonly keepFocus?: boolean;
    readonly toSide?: boolean;
    /** Opens its file in the results and focuses its row. */
    readonly select?: boolean;
  },
) => Promise<void>;

/** Builds it on the window's editor. */
export function createShowMatch(editor: Pick<EditorService, 'open'>, search: Search): ShowMatch {
  return async (path, match, { keepFocus = false, toSide = false, select = false } = {}) => {
    if (select && search.store.getState().collapsed.has(path)) search.setCollapsed([path], false);
    search.update({ focused: matchKey(path, match) });
    const { line, column, endLine, endColumn } = match;
    await editor.open(path, { preview: true, keepFocus, toSide, line, column, endLine, endColumn });
  };
}
