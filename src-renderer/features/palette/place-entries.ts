import fuzzysort from 'fuzzysort';
import type { DocumentSymbol, Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { symbolIcon } from '../../ui/symbol-icon.tsx';
import type { PaletteEntry, PaletteResult } from './entries.ts';

/** Symbols of the open file that fit, in the file's order until something is typed. */
export function findSymbols({ editor }: Services, symbols: readonly DocumentSymbol[], text: string): PaletteResult {
  const toEntry = (symbol: DocumentSymbol, matched: readonly number[], index: number): PaletteEntry => ({
    key: `${symbol.line}:${symbol.column}:${index}`,
    label: symbol.name,
    matched,
    description: symbol.detail,
    detail: t('line {{line}}', { line: symbol.line }),
    icon: symbolIcon(symbol.kind),
    ...(text === '' ? { indent: symbol.depth } : {}),
    choose() {
      editor.goTo(symbol.line, symbol.column);
      editor.focus();
    },
    preview: () => editor.goTo(symbol.line, symbol.column),
  });
  const query = text.trim();
  const { cursor } = editor.state.getState();
  const here = cursor ? symbols.findLastIndex(({ line }) => line <= cursor.line) : 0;
  return {
    entries:
      query === ''
        ? symbols.map((symbol, index) => toEntry(symbol, [], index))
        : fuzzysort
            .go(query, symbols, { key: 'name', threshold: 0.2, limit: 200 })
            .map((result, index) => toEntry(result.obj, result.indexes, index)),
    total: symbols.length,
    initial: query === '' ? Math.max(0, here) : 0,
    empty:
      symbols.length === 0
        ? { title: t('No symbols here'), body: t('This kind of file names nothing to go to.') }
        : { title: t('No symbol fits'), body: t('Try another part of its name.') },
  };
}

/** The line that is typed, as `27` or `27:4`. */
export function findLine({ editor }: Services, text: string): PaletteResult {
  const match = /^\s*(\d+)(?:\s*[:,]\s*(\d+))?\s*$/.exec(text);
  const { active, documents, cursor } = editor.state.getState();
  const document = active === null ? undefined : documents.get(active);
  if (!document) {
    return {
      entries: [],
      total: 0,
      empty: { title: t('No file is open'), body: t('Open one to go to a line of it.') },
    };
  }
  if (!match) {
    const where = cursor
      ? `${t('You are in line {{line}}, column {{column}}.', { line: cursor.line, column: cursor.column })} `
      : '';
    return {
      entries: [],
      total: 0,
      empty: { title: t('Type the number of a line'), body: `${where}${t('27:4 goes to a column too.')}` },
    };
  }
  const line = Math.max(1, Number(match[1]));
  const column = match[2] === undefined ? 1 : Math.max(1, Number(match[2]));
  return {
    entries: [
      {
        key: 'line',
        label:
          match[2] === undefined
            ? t('Go to line {{line}}', { line })
            : t('Go to line {{line}}, column {{column}}', { line, column }),
        fileName: document.title,
        description: document.title,
        choose() {
          editor.goTo(line, column);
          editor.focus();
        },
        preview: () => editor.goTo(line, column),
      },
    ],
    total: 1,
    empty: { title: '', body: '' },
  };
}
