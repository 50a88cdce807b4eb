import type { Services, WorkspaceSymbol } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { symbolIcon } from '../../ui/symbol-icon.tsx';
import type { PaletteResult } from './entries.ts';

const limit = 200;

/** Names in the whole project that fit, as the language servers know them. */
export async function findWorkspaceSymbols(
  { languages, editor, workspace }: Services,
  text: string,
  signal: AbortSignal,
): Promise<PaletteResult> {
  const none = (title: string, body: string): PaletteResult => ({ entries: [], total: 0, empty: { title, body } });
  if (!workspace.getState().project) return none(t('No folder is open'), t('Open one to look for its symbols.'));
  const query = text.trim();
  if (query === '')
    return none(t('Type a name'), t('Functions, classes and types of the whole project are looked through.'));
  const found = await languages.workspaceSymbols(query, signal);
  if (found === null) {
    return none(
      t('No language server is running'),
      t('Open a TypeScript or JavaScript file first. It starts its server.'),
    );
  }
  const ranked = [...found].sort((one, other) => rank(one, query) - rank(other, query));
  return {
    entries: ranked.slice(0, limit).map((symbol, index) => ({
      key: `${symbol.path}:${symbol.line}:${symbol.column}:${index}`,
      label: symbol.name,
      matched: matchedIn(symbol.name, query),
      description: symbol.container,
      detail: `${symbol.path}:${symbol.line}`,
      icon: symbolIcon(symbol.kind),
      choose: ({ toSide }) => editor.open(symbol.path, { line: symbol.line, column: symbol.column, toSide }),
    })),
    total: found.length,
    empty: { title: t('No symbol fits'), body: t('Try another part of its name.') },
  };
}

/** Exact names first, then beginnings, then the shorter ones. */
function rank({ name }: WorkspaceSymbol, query: string): number {
  const [lower, wanted] = [name.toLowerCase(), query.toLowerCase()];
  if (name === query) return 0;
  if (lower === wanted) return 1;
  return (lower.startsWith(wanted) ? 10 : 1000) + name.length;
}

function matchedIn(name: string, query: string): readonly number[] {
  const at = name.toLowerCase().indexOf(query.toLowerCase());
  if (at >= 0) return Array.from(query, (_, index) => at + index);
  const hits: number[] = [];
  let from = 0;
  for (const sign of query.toLowerCase()) {
    const found = name.toLowerCase().indexOf(sign, from);
    if (found < 0) return hits;
    hits.push(found);
    from = found + 1;
  }
  return hits;
}
