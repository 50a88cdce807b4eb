import { pathInSentence, pathOfLine, readFenceInfo } from './answer-paths.ts';
import { beginDiffSection, beginsDiff } from './diff-section.ts';
import type { EditBlock } from './edit-block.ts';
import { beginPatchSection, beginsPatch, type PatchSection } from './patch-section.ts';
import { beginSearchSection, readSearchOpener, type SearchSection } from './search-section.ts';

/** How many lines above a block may hold its path. */
const linesAbove = 4;

/** Reads an answer piece by piece, however it is cut. */
export interface AnswerReader {
  /** Takes the next piece and answers the blocks that are complete with it. */
  push(text: string): EditBlock[];
  /** The answer is over: what was begun and not ended is broken. `cut` when it broke off, so that its last lines cannot be trusted. */
  end(cut?: boolean): EditBlock[];
}

/** All blocks of a whole answer. */
export function readAnswer(text: string): EditBlock[] {
  const reader = createAnswerReader();
  return [...reader.push(text), ...reader.end()];
}

interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly indent: string;
  readonly language: string;
  readonly answerLine: number;
  /** Named by the fence itself, or by the line above alone. */
  readonly path: string | null;
  /** Good enough for a block that has to find its place in the file. */
  readonly nearPath: string | null;
  readonly body: string[];
  /** Fences inside a Markdown file. */
  nested: number;
  /** Something was read out of it, so it is no whole file. */
  used: boolean;
}

/** Makes a reader of one answer. */
export function createAnswerReader(): AnswerReader {
  let rest = '';
  let answerLine = 0;
  let above: string[] = [];
  let lastPath = '';
  let fence: Fence | null = null;
  let search: { readonly section: SearchSection; readonly indent: string } | null = null;
  let section: PatchSection | null = null;
  /** `--- a/x` outside of a fence: a rule, a list or the begin of a diff. */
  let heldLine: string | null = null;

  const nearestPath = (): string => {
    if (fence) {
      for (const line of fence.body.slice(-linesAbove).reverse()) {
        const path = pathOfLine(line);
        if (path !== null) return path;
      }
      if (fence.path ?? fence.nearPath) return fence.path ?? fence.nearPath ?? '';
    }
    return pathAbove(above, true) ?? lastPath;
  };

  const take = (line: string): EditBlock[] => {
    answerLine += 1;
    if (search) return takeSearch(line);
    const inner = fence ? withoutIndent(line, fence.indent) : line;
    if (fence && closesFence(inner, fence)) return closeFence();
    if (section) return takeSection(inner);
    const opener = readSearchOpener(inner.trimStart());
    if (opener) return beginSearch(inner, opener.length, opener.path);
    if (beginsPatch(inner, fence !== null) && !isWholePatch(fence)) {
      if (fence) fence.used = true;
      section = beginPatchSection();
      return takeSection(inner);
    }
    if (fence) {
      if (beginsFencedDiff(fence, inner)) {
        fence.used = true;
        section = beginDiffSection(fence.path ?? fence.nearPath);
        const blocks = fence.body.flatMap((earlier) => takeSection(earlier));
        return [...blocks, ...takeSection(inner)];
      }
      if (isMarkdown(fence.path) && /^ {0,3}(?:`{3,}|~{3,})\S/.test(inner)) fence.nested += 1;
      fence.body.push(inner);
      return [];
    }
    return takeProse(line);
  };

  const takeProse = (line: string): EditBlock[] => {
    if (heldLine !== null) {
      const first = heldLine;
      heldLine = null;
      if (beginsDiff(first, line)) {
        section = beginDiffSection(null);
        return [...section.take(first, answerLine - 1).blocks, ...takeSection(line)];
      }
      remember(first);
    }
    const opened = openFence(line);
    if (opened) {
      fence = opened;
      return [];
    }
    if (/^diff --git /.test(line)) {
      section = beginDiffSection(null);
      return takeSection(line);
    }
    if (/^--- \S/.test(line)) heldLine = line;
    else remember(line);
    return [];
  };

  const remember = (line: string) => {
    above.push(line);
    if (above.length > linesAbove) above.shift();
  };

  const openFence = (line: string): Fence | null => {
    const match = /^(\s*(?:[-*+] |\d+[.)] )?\s*)(`{3,}|~{3,})(.*)$/.exec(line);
    const [, indent = '', marks = '', info = ''] = match ?? [];
    if (!match || (marks.startsWith('`') && info.includes('`'))) return null;
    const { language, path } = readFenceInfo(info);
    return {
      mark: marks.charAt(0),
      length: marks.length,
      indent: indent.replace(/[^\s]/g, ' '),
      language,
      answerLine,
      path: path ?? pathAbove(above, false),
      nearPath: pathAbove(above, true),
      body: [],
      nested: 0,
      used: false,
    };
  };

  const closeFence = (): EditBlock[] => {
    const closed = fence;
    fence = null;
    above = [];
    if (!closed) return [];
    if (section) {
      const blocks = section.end(false);
      section = null;
      return note(blocks);
    }
    if (closed.used || closed.path === null || isDiffLanguage(closed) || isCommands(closed)) return [];
    return note([
      {
        kind: 'write',
        path: closed.path,
        format: 'whole-file',
        answerLine: closed.answerLine,
        lines: closed.body,
        onlyNew: false,
        endsWithNewline: closed.body.length > 0,
      },
    ]);
  };

  const beginSearch = (line: string, length: number, ownPath: string): EditBlock[] => {
    const path = (ownPath === '' ? null : (pathOfLine(ownPath) ?? ownPath)) ?? nearestPath();
    if (heldLine !== null) remember(heldLine);
    heldLine = null;
    search = { section: beginSearchSection(path, length, answerLine), indent: /^\s*/.exec(line)?.[0] ?? '' };
    if (fence) {
      fence.used = true;
      fence.body.length = 0;
    }
    above = [];
    return [];
  };

  const takeSearch = (line: string): EditBlock[] => {
    if (search === null) return [];
    const inner = withoutIndent(line, (fence?.indent ?? '') + search.indent);
    const opener = readSearchOpener(inner);
    if (opener && line.trim().startsWith('<')) {
      // The one before was never closed. What it swallowed may hold the path of this one.
      const unclosed = search.section.unclosed();
      const swallowed = pathAbove(search.section.body.slice(-linesAbove), true);
      lastPath = search.section.path;
      search = null;
      if (swallowed !== null) above = [swallowed];
      return [unclosed, ...beginSearch(line, opener.length, opener.path || (swallowed ?? ''))];
    }
    const block = search.section.take(inner);
    if (block === null) return [];
    search = null;
    return note([block]);
  };

  const takeSection = (line: string): EditBlock[] => {
    if (section === null) return [];
    if (fence === null && !section.holds(line)) {
      const blocks = note(section.end(false));
      section = null;
      above = [];
      answerLine -= 1;
      return [...blocks, ...take(line)];
    }
    const { blocks, done } = section.take(line, answerLine);
    if (done) {
      section = null;
      above = [];
    }
    return note(blocks);
  };

  const note = (blocks: EditBlock[]): EditBlock[] => {
    for (const block of blocks) if (block.path !== '') lastPath = block.path;
    return blocks;
  };

  return {
    push(text) {
      let pending = rest + text;
      // A carriage return at the end may be half of a line end.
      const held = pending.endsWith('\r') ? '\r' : '';
      if (held !== '') pending = pending.slice(0, -1);
      const lines = pending.split(/\r\n|\r|\n/);
      rest = (lines.pop() ?? '') + held;
      return lines.flatMap(take);
    },
    end(cut = false) {
      const last = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      rest = '';
      const blocks = last === '' ? [] : take(last);
      if (search) return [...blocks, search.section.unclosed()];
      if (section) return [...blocks, ...section.end(cut || fence !== null || !section.mayEnd())];
      if (fence !== null && fence.path !== null && !fence.used && !isDiffLanguage(fence) && !isCommands(fence)) {
        const { path, body } = fence;
        blocks.push({
          kind: 'broken',
          path,
          format: 'whole-file',
          answerLine: fence.answerLine,
          reason: 'unclosed',
          lines: body,
        });
      }
      return blocks;
    },
  };
}

/** The path above a fence or a block: on a line of its own; with `loosely` also the only one in a sentence. */
function pathAbove(lines: readonly string[], loosely: boolean): string | null {
  const filled = lines.filter((line) => line.trim() !== '').reverse();
  for (const line of loosely ? filled : filled.slice(0, 1)) {
    const path = pathOfLine(line);
    if (path !== null) return path;
  }
  if (!loosely || filled[0] === undefined) return null;
  return pathInSentence(filled[0]);
}

function closesFence(line: string, fence: Fence): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line);
  const marks = match?.[1] ?? '';
  if (!marks.startsWith(fence.mark) || marks.length < fence.length) return false;
  if (fence.nested === 0) return true;
  fence.nested -= 1;
  return false;
}

function withoutIndent(line: string, indent: string): string {
  let length = 0;
  while (length < indent.length && (line[length] === ' ' || line[length] === '\t')) length += 1;
  return line.slice(length);
}

function isMarkdown(path: string | null): boolean {
  return path !== null && /\.(?:md|mdx|markdown|mkd|rst)$/i.test(path);
}

function isDiffLanguage(fence: Fence): boolean {
  return ['diff', 'patch', 'udiff'].includes(fence.language) && !/\.(?:diff|patch)$/i.test(fence.path ?? '');
}

/** Commands under the name of a file are about it. */
function isCommands(fence: Fence): boolean {
  const shell = ['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'powershell', 'cmd', 'bat'].includes(
    fence.language,
  );
  return (
    shell &&
    /\.[a-z]+$/i.test(fence.path ?? '') &&
    !/\.(?:ba|z|fi|k)?sh$|\.(?:ps1|cmd|bat|env\w*|profile|\w*rc)$/i.test(fence.path ?? '')
  );
}

/** A patch is also a file that somebody may want to have. */
function isWholePatch(fence: Fence | null): boolean {
  return /\.(?:diff|patch)$/i.test(fence?.path ?? '');
}

function beginsFencedDiff(fence: Fence, line: string): boolean {
  if (isWholePatch(fence)) return false;
  if (/^diff --git /.test(line)) return fence.body.every((earlier) => earlier.trim() === '');
  if (isDiffLanguage(fence)) return /^(?:--- \S|@@)/.test(line) || (fence.path !== null && /^[-+]/.test(line));
  return fence.body.length > 0 && beginsDiff(fence.body.at(-1) ?? '', line) && fence.body.length <= 3;
}
