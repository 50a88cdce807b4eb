import type { Token, Tokens } from 'marked';
import { isCode, type MarkdownBlock } from './markdown-blocks.ts';

/** What stands in a block's place: the block, code that names a file, or an edit that is shown as a card. */
export type ShownBlock =
  | { readonly kind: 'block'; readonly start: number; readonly token: Token }
  | { readonly kind: 'code'; readonly start: number; readonly token: Tokens.Code; readonly path: string | null }
  | { readonly kind: 'edit'; readonly start: number; readonly path: string | null };

const editMarks = [/^<{5,9} ?SEARCH\b/m, /^\*\*\* (Begin Patch|Update File|Add File|Delete File)/m];
const unifiedHead = /^--- \S.*\n\+\+\+ \S.*\n@@/m;
const pathPattern = /^(?:[\w@.+()[\] -]+\/)*[\w@.+()[\]-]+\.[a-z\d]{1,12}$/i;

/** Whether code holds edits, in one of the forms that are staged. */
export function holdsEdits(code: string): boolean {
  return editMarks.some((mark) => mark.test(code)) || unifiedHead.test(code);
}

/** The file that a line names when it holds nothing else: `src/board.ts`, **`src/board.ts`**, `File: src/board.ts:`. Null otherwise. */
export function pathOfLine(line: string): string | null {
  const bare = line
    .trim()
    .replace(/^#+\s*/, '')
    .replace(/^(?:file|path)\s*:\s*/i, '')
    .replace(/^[*_`]+|[*_`:]+$/g, '')
    .replace(/[*_`]+$/, '')
    .trim();
  return pathPattern.test(bare) && bare.length <= 300 ? bare : null;
}

/** The file that the line of a fence names: `ts src/board.ts`, `ts:src/board.ts`, `ts title="src/board.ts"`. Null otherwise. */
export function pathOfFence(info: string): string | null {
  const titled = /(?:title|file(?:name)?|path)=["']?([^"'\s]+)/i.exec(info)?.[1];
  if (titled) return pathOfLine(titled);
  const [, rest] = /^[\w+#-]*[\s:]+(\S+)/.exec(info) ?? [];
  if (rest) return pathOfLine(rest);
  return info.includes('/') ? pathOfLine(info) : null;
}

/** The language of a fence's line; empty when it names none. */
export function languageOfFence(info: string): string {
  return /^[\w+#-]+/.exec(info.trim())?.[0]?.toLowerCase() ?? '';
}

/**
 * What is shown of an answer: edits are cards of their own, and so is code of a file that is among those `staged`. The line
 * that only names the file goes with them.
 */
export function shownBlocks(blocks: readonly MarkdownBlock[], staged: ReadonlySet<string>): readonly ShownBlock[] {
  const shown: ShownBlock[] = [];
  for (const { start, token } of blocks) {
    if (!isCode(token)) {
      shown.push({ kind: 'block', start, token });
      continue;
    }
    const before = shown.at(-1);
    const above = before?.kind === 'block' ? pathAbove(before.token) : null;
    const first = token.text.slice(0, token.text.indexOf('\n'));
    const edits = holdsEdits(token.text);
    const path = pathOfFence(token.lang ?? '') ?? above ?? (edits ? pathInEdit(token.text, first) : null);
    const replaced = edits || (path !== null && staged.has(path));
    if (replaced && above !== null) shown.pop();
    const last = shown.at(-1);
    if (!replaced) shown.push({ kind: 'code', start, token, path });
    else if (last?.kind !== 'edit' || last.path !== path) shown.push({ kind: 'edit', start, path });
  }
  return shown;
}

function pathAbove(token: Token): string | null {
  if (token.type !== 'paragraph' && token.type !== 'heading') return null;
  const { text } = token as Tokens.Paragraph;
  return text.includes('\n') ? null : pathOfLine(text);
}

function pathInEdit(code: string, first: string): string | null {
  const patched = /^\*\*\* (?:Update|Add|Delete) File: (.+)$/m.exec(code)?.[1];
  const unified = /^\+\+\+ (?:b\/)?(\S+)/m.exec(code)?.[1];
  return patched?.trim() ?? unified ?? pathOfLine(first);
}
