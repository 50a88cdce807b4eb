import { pathInSentence, pathOfLine, readFenceInfo } from './answer-paths.ts';
import { beginDiffSection, beginsDiff } from './diff-section.ts';
import type { EditBlock } from './edit-block.ts';
import { beginPatchSection, beginsPatch, type PatchSection } from './patch-section.ts';
import { beginSearchSection, holdsMarks, readSearchOpener, type SearchSection } from './search-section.ts';

/** How many lines above a block may hold its path. */
const linesAbove = 4;

/** Reads an answer piece by piece, however it is cut. */
export interface AnswerReader {
  /** Takes the next piece and answers the blocks that are complete with it. */
  push(text: string): EditBlock[];
  /** Takes what the answer has said before it broke off, whose blocks were told then: it goes on from there. */
  goOnFrom(text: string): void;
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
  /** Fences inside a Markdown file that are open, by what closes them. */
  readonly nested: { readonly mark: string; readonly length: number }[];
  /** A Markdown file seems to have ended: the next line tells. */
  ended: boolean;
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
  let thoughts: 'none' | 'open' | 'over' = 'none';

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
    if (thinks(line)) return [];
    if (search) return takeSearch(line);
    const inner = fence ? withoutIndent(line, fence.indent) : line;
    if (fence?.ended) {
      // Text right below what would be the file's end: it was the beginning of a piece of code in it.
      if (line.trim() === '' || pathOfLine(line) !== null || openFence(line))
        return [...closeFence(), ...takeProse(line)];
      fence.ended = false;
      fence.nested.push({ mark: fence.mark, length: fence.length });
      fence.body.push(fence.mark.repeat(fence.length));
    }
    if (fence && closesFence(inner, fence)) {
      if (!isWholeMarkdown(fence) || section) return closeFence();
      fence.ended = true;
      return [];
    }
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
      if (isMarkdown(fence.path)) noteNestedFence(inner, fence);
      fence.body.push(inner);
      return [];
    }
    return takeProse(line);
  };

  /** Whether a line belongs to the thoughts that some models put before their answer: what they try out there is not meant. */
  const thinks = (line: string): boolean => {
    if (thoughts === 'none' && line.trim() !== '') thoughts = /^\s*<think(?:ing)?>/.test(line) ? 'open' : 'over';
    if (thoughts !== 'open') return false;
    if (/<\/think(?:ing)?>/.test(line)) thoughts = 'over';
    return true;
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
      nested: [],
      ended: false,
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
    if (holdsMarks(isMarkdown(closed.path) ? outsideOfFences(closed.body) : closed.body)) {
      return note([brokenFile(closed, 'notAPatch')]);
    }
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

  const push = (text: string): EditBlock[] => {
    let pending = rest + text;
    // A carriage return at the end may be half of a line end.
    const held = pending.endsWith('\r') ? '\r' : '';
    if (held !== '') pending = pending.slice(0, -1);
    const lines = pending.split(/\r\n|\r|\n/);
    rest = (lines.pop() ?? '') + held;
    return lines.flatMap(take);
  };

  return {
    push,
    goOnFrom(text) {
      push(text);
      section?.markTold();
      if (fence?.ended) closeFence();
    },
    end(cut = false) {
      const last = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      rest = '';
      const blocks = last === '' ? [] : take(last);
      if (fence?.ended) return [...blocks, ...closeFence()];
      if (search) return [...blocks, search.section.unclosed()];
      if (section) return [...blocks, ...section.end(cut || fence !== null || !section.mayEnd())];
      if (fence !== null && fence.path !== null && !fence.used && !isDiffLanguage(fence) && !isCommands(fence)) {
        blocks.push(brokenFile(fence, 'unclosed'));
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

function brokenFile({ path, answerLine, body }: Fence, reason: 'unclosed' | 'notAPatch'): EditBlock {
  return { kind: 'broken', path: path ?? '', format: 'whole-file', answerLine, reason, lines: body };
}

/** Whether a line ends the fence. In a Markdown file an indented one belongs to the text, as do those that close a fence in it. */
function closesFence(line: string, fence: Fence): boolean {
  const [, indent = '', marks = ''] = /^( {0,3})(`{3,}|~{3,})\s*$/.exec(line) ?? [];
  if (marks === '') return false;
  if (isMarkdown(fence.path) && (fence.nested.length > 0 || indent !== '')) return false;
  return marks.startsWith(fence.mark) && marks.length >= fence.length;
}

/** Keeps account of the fences in a Markdown file. */
function noteNestedFence(line: string, { nested }: Pick<Fence, 'nested'>): void {
  const [, marks = '', info = ''] = /^[ \t]*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (marks === '' || (marks.startsWith('`') && info.includes('`'))) return;
  const open = nested.at(-1);
  const closes = open && info.trim() === '' && marks.startsWith(open.mark) && marks.length >= open.length;
  if (closes) nested.pop();
  else if (!open || info.trim() !== '') nested.push({ mark: marks.charAt(0), length: marks.length });
}

/** Lines of a Markdown text that are in none of its fences. */
function outsideOfFences(lines: readonly string[]): string[] {
  const fence: Pick<Fence, 'nested'> = { nested: [] };
  return lines.filter((line) => {
    noteNestedFence(line, fence);
    return fence.nested.length === 0;
  });
}

function isWholeMarkdown(fence: Fence): boolean {
  return isMarkdown(fence.path) && !fence.used;
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
