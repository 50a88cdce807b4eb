import type { Attachment } from '../../../../contract/model/chat.ts';

/** A symbol of a text with the lines it takes, from 1. */
export interface SymbolLines {
  readonly line: number;
  readonly endLine: number;
  /** As Monaco counts them. */
  readonly kind: number;
}

/** Kinds that are worth asking about as a whole: class, method, constructor, enum, interface, function, struct. */
const wholeKinds: ReadonlySet<number> = new Set([4, 5, 8, 9, 10, 11, 22]);

/** The innermost function, method or class around a line; null where there is none. */
export function symbolAround(symbols: readonly SymbolLines[], line: number): SymbolLines | null {
  return symbols
    .filter((symbol) => wholeKinds.has(symbol.kind) && symbol.line <= line && line <= symbol.endLine)
    .reduce<SymbolLines | null>(
      (best, symbol) => (best === null || symbol.endLine - symbol.line < best.endLine - best.line ? symbol : best),
      null,
    );
}

/** Lines of a text as an attachment. Lines from 1. */
export function linesAsked(path: string | null, lines: readonly string[], line: number, endLine: number): Attachment {
  const last = Math.min(endLine, lines.length);
  return { kind: 'selection', path, line, endLine: Math.max(line, last), text: lines.slice(line - 1, last).join('\n') };
}
