import type { Node } from 'web-tree-sitter';
import type { SyntaxLanguage } from './syntax-languages.ts';

/** Something that a file defines. Lines from 1. */
export interface Definition {
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  readonly signature: string;
}

export interface ReadSyntax {
  readonly definitions: readonly Definition[];
  /** First lines of chunks, from 1; the first is 1. */
  readonly chunks: readonly number[];
}

const mostDefinitions = 250;
const longestSignature = 180;
const deepest = 4;
/** Lines of a chunk: neighbours are joined up to the first, and what is longer than the second is cut inside. */
const joinedLines = 40;
const longestChunk = 80;

/** What a parsed file defines, and where it is cut. */
export function readSyntax(root: Node, text: string, language: SyntaxLanguage): ReadSyntax {
  const lines = text.split('\n');
  const definitions: Definition[] = [];
  const cuts: number[] = [];
  visit(root, 0);
  return { definitions, chunks: joinChunks(cuts, lines.length) };

  function visit(node: Node, depth: number): void {
    let start = 0;
    for (const child of node.namedChildren) {
      if (child === null) continue;
      const line = child.startPosition.row + 1;
      const endLine = child.endPosition.row + 1;
      // A comment belongs to what follows it.
      if (/comment/.test(child.type)) {
        start ||= line;
        continue;
      }
      const top = depth === 0;
      if (top) cuts.push(start || line);
      start = 0;
      const defines = language.definitions.has(child.type);
      if (defines && definitions.length < mostDefinitions) {
        const name = nameOf(child);
        if (name !== null) definitions.push({ name, line, endLine, signature: signatureOf(lines, line, endLine) });
      }
      const long = endLine - line + 1 > longestChunk;
      if (!top && long) cuts.push(line);
      if (depth < deepest && (long || !insideFunction(child))) visitInner(child, depth + 1, long);
    }
  }

  function visitInner(node: Node, depth: number, long: boolean): void {
    if (long) {
      for (const child of node.namedChildren)
        if (child && child.startPosition.row > node.startPosition.row) cuts.push(child.startPosition.row + 1);
    }
    visit(node, depth);
  }
}

/** What is defined within a function is nobody else's business. */
function insideFunction(node: Node): boolean {
  return /function|method|lambda|arrow|constructor/.test(node.type);
}

function nameOf(node: Node): string | null {
  // What a declarator names comes before its type; only in Rust's `impl` the type is the name.
  const named =
    node.childForFieldName('name') ??
    innermost(node.childForFieldName('declarator')) ??
    node.childForFieldName('type') ??
    node.namedChild(0);
  const text = named?.text ?? '';
  return text !== '' && text.length <= 100 && !text.includes('\n') ? text : null;
}

/** In C a name is inside its declarators. */
function innermost(node: Node | null): Node | null {
  let inner = node;
  for (let depth = 0; depth < 6; depth += 1) {
    const next = inner?.childForFieldName('declarator') ?? null;
    if (next === null) break;
    inner = next;
  }
  return inner;
}

/** The lines of a definition up to where its body begins, as one. */
function signatureOf(lines: readonly string[], line: number, endLine: number): string {
  let signature = '';
  for (let index = line - 1; index < Math.min(endLine, line + 5, lines.length); index += 1) {
    signature += `${signature === '' ? '' : ' '}${(lines[index] ?? '').slice(0, 400).trim()}`;
    if (/[{:;]$|=>$|=$/.test(signature) || signature.length > longestSignature) break;
  }
  const short = signature.replace(/\s*(?:\{|=>|=)$/, '');
  return short.length <= longestSignature ? short : `${short.slice(0, longestSignature - 1)}…`;
}

/** Joins small neighbours and cuts what is long; answers the first lines. */
export function joinChunks(cuts: readonly number[], lines: number): number[] {
  const sorted = [...new Set([1, ...cuts.filter((line) => line >= 1 && line <= lines)])].sort(
    (one, other) => one - other,
  );
  const starts: number[] = [];
  for (const [index, line] of sorted.entries()) {
    const next = sorted[index + 1] ?? lines + 1;
    const last = starts.at(-1);
    if (last === undefined || next - last > joinedLines) starts.push(line);
    for (let at = line + longestChunk; next - at > 0; at += longestChunk) starts.push(at);
  }
  return starts;
}
