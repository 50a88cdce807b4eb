import type { EditBlock } from './edit-block.ts';
import { beginHunk, blocksOfHunks, type HunkLines, type ReadHunk } from './hunk-lines.ts';

const fileHeader = /^\*\*\* (Update|Add|Delete|Create) File: ?(.+?)\s*$/;
const beginLine = /^\s*\*\*\* Begin Patch\s*$/;
const endLine = /^\s*\*\*\* End Patch\s*$/;
const moveTo = /^\*\*\* (?:Move|Rename) to: ?(.+?)\s*$/i;

/** Whether a line begins a patch of the `apply_patch` kind; inside a fence the first file's header is enough. */
export function beginsPatch(line: string, fenced: boolean): boolean {
  return beginLine.test(line) || (fenced && fileHeader.test(line.trimStart()));
}

/** Some part of an answer that several blocks come out of, line by line. */
export interface PatchSection {
  /** Takes a line and answers the blocks that are complete with it, and whether it was the last. */
  take(line: string, answerLine: number): { readonly blocks: EditBlock[]; readonly done: boolean };
  /** Whether a line outside of a fence still belongs to it. */
  holds(line: string): boolean;
  /** Whether it may end where the answer does. */
  mayEnd(): boolean;
  /** What has been read so far was told before. */
  markTold(): void;
  /** Ends it: `cut` when the answer broke off, so that what was begun is not whole. */
  end(cut: boolean): EditBlock[];
}

/** Begins an `apply_patch` section. */
export function beginPatchSection(): PatchSection {
  let path = '';
  let kind: 'none' | 'update' | 'add' = 'none';
  let started = 0;
  let added: string[] = [];
  let hunk: HunkLines | null = null;
  let hunks: ReadHunk[] = [];
  const told = new Set<ReadHunk>();
  let anchors: string[] = [];
  let renamed = false;

  const base = (answerLine: number) => ({ path, format: 'apply-patch' as const, answerLine });

  const endHunk = (): void => {
    if (hunk) hunks.push(hunk.end(anchors));
    hunk = null;
    anchors = [];
  };
  const flushHunks = (): EditBlock[] => {
    const blocks = blocksOfHunks({ path, otherPath: null, format: 'apply-patch' }, hunks, started, told);
    hunks = [];
    return blocks;
  };
  /** A whole file is told at once: each of its hunks has its place among the others. */
  const flushFile = (): EditBlock[] => {
    endHunk();
    const toldSome = hunks.some((each) => told.has(each));
    const blocks = flushHunks();
    if (kind === 'add') {
      blocks.push({ ...base(started), kind: 'write', lines: added, onlyNew: true, endsWithNewline: true });
    } else if (kind === 'update' && blocks.length === 0 && !renamed && !toldSome) {
      blocks.push({ ...base(started), kind: 'broken', reason: 'notAPatch', lines: [] });
    }
    kind = 'none';
    added = [];
    return blocks;
  };

  return {
    take(line, answerLine) {
      if (beginLine.test(line)) return { blocks: [], done: false };
      if (endLine.test(line)) return { blocks: flushFile(), done: true };
      // Between files a header may be indented; in a hunk that would be a line of the file.
      const header = fileHeader.exec(kind === 'none' ? line.trimStart() : line);
      if (header) {
        const blocks = flushFile();
        path = header[2] ?? '';
        started = answerLine;
        renamed = false;
        if (header[1] === 'Delete') blocks.push({ ...base(answerLine), kind: 'delete', expected: null });
        else kind = header[1] === 'Update' ? 'update' : 'add';
        return { blocks, done: false };
      }
      const move = moveTo.exec(line);
      if (move && kind === 'update') {
        const from = path;
        path = move[1] ?? '';
        renamed = true;
        return { blocks: [{ ...base(answerLine), kind: 'rename', from }], done: false };
      }
      if (kind === 'add') {
        added.push(line.startsWith('+') ? line.slice(1) : line);
        return { blocks: [], done: false };
      }
      if (kind === 'none') {
        const unknown = /^\s*\*\*\*\s*\S/.test(line);
        const blocks: EditBlock[] = unknown
          ? [{ ...base(answerLine), kind: 'broken', reason: 'notAPatch', lines: [line] }]
          : [];
        return { blocks, done: false };
      }
      if (/^\*\*\* End of File\s*$/.test(line)) {
        hunk?.markEnd();
        endHunk();
        return { blocks: [], done: false };
      }
      if (line.startsWith('@@')) {
        if (hunk) endHunk();
        const text = line.replace(/^@@ ?(?:-[\d,]* \+[\d,]* ?@@ ?)?/, '').replace(/ ?@@$/, '');
        if (text.trim() !== '' && !/^\.{3}$/.test(text.trim())) anchors.push(text);
        return { blocks: [], done: false };
      }
      hunk ??= beginHunk(answerLine);
      hunk.take(line);
      return { blocks: [], done: false };
    },
    holds: () => true,
    mayEnd: () => kind === 'none',
    markTold() {
      for (const each of hunks) told.add(each);
    },
    end(cut) {
      if (!cut) return flushFile();
      if (kind === 'none' && hunk === null) return [];
      return [...flushHunks(), { ...base(started), kind: 'broken', reason: 'unclosed', lines: added }];
    },
  };
}
