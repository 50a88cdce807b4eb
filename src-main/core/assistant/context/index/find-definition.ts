import type { Node } from 'web-tree-sitter';
import { chunkByLines } from './chunk-lines.ts';

/** Lines of a file, from 1. */
export interface LineRange {
  readonly line: number;
  readonly endLine: number;
}

/** Lines of a definition, beyond which the rest of it is left. */
const mostLines = 1000;

/** The lines of what defines a name on a line: from its own start to its end. */
export function findDefinition(root: Node, text: string, line: number, name: string): LineRange {
  const row = line - 1;
  const content = text.split('\n')[row] ?? '';
  const column = Math.max(content.indexOf(name), content.search(/\S/), 0);
  let node = root.descendantForPosition({ row, column });
  for (let parent = node?.parent; node && parent?.parent; parent = node.parent) {
    // Decorators and types may stand on lines before the name.
    const starts = parent.startPosition.row === node.startPosition.row;
    if (!starts && !isAbout(parent, node)) break;
    node = parent;
  }
  if (!node) return { line, endLine: line };
  // What ends before the first character of a line does not have that line.
  const { row: endRow, column: endColumn } = node.endPosition;
  const endLine = endColumn === 0 && endRow > node.startPosition.row ? endRow : endRow + 1;
  return bounded({ line: node.startPosition.row + 1, endLine });
}

/** The same for a text without a grammar: up to where its paragraph ends. */
export function definitionByLines(text: string, line: number): LineRange {
  const next = chunkByLines(text).find((start) => start > line);
  return bounded({ line, endLine: next === undefined ? text.replace(/\n$/, '').split('\n').length : next - 1 });
}

const fieldsOfDefined = ['name', 'declarator', 'declaration', 'definition'];

function isAbout(node: Node, defined: Node): boolean {
  return fieldsOfDefined.some((field) => node.childForFieldName(field)?.equals(defined));
}

function bounded({ line, endLine }: LineRange): LineRange {
  return { line, endLine: Math.max(line, Math.min(endLine, line + mostLines - 1)) };
}
