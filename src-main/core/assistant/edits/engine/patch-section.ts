import type { EditBlock } from './edit-block.ts';
import { beginHunk, type HunkLines } from './hunk-lines.ts';

const fileHeader = /^\*\*\* (Update|Add|Delete|Create) File: ?(.+?)\s*$/;
const moveTo = /^\*\*\* (?:Move|Rename) to: ?(.+?)\s*$/i;

/** Whether a line begins a patch of the `apply_patch` kind; inside a fence the first file's header is enough. */
export function beginsPatch(line: string, fenced: boolean): boolean {
  return /^\*\*\* Begin Patch\s*$/.test(line) || (fenced && fileHeader.test(line));
}

/** Some part of an answer that several blocks come out of, line by line. */
export interface PatchSection {
  /** Takes a line and answers the blocks that are complete with it, and whether it was the last. */
  take(line: string, answerLine: number): { readonly blocks: EditBlock[]; readonly done: boolean };
  /** Whether a line outside of a fence still belongs to it. */
  holds(line: string): boolean;
  /** Whether it may end where the answer does. */
  mayEnd(): boolean;
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
  let anchors: string[] = [];
  let changed = false;

  const base = (answerLine: number) => ({ path, format: 'apply-patch' as const, answerLine });

  const flushHunk = (): EditBlock[] => {
    const block = hunk?.toBlock(base(hunk.answerLine), anchors, started);
    hunk = null;
    anchors = [];
    return block ? [block] : [];
  };
  const flushFile = (): EditBlock[] => {
    const blocks = flushHunk();
    if (kind === 'add') {
      blocks.push({ ...base(started), kind: 'write', lines: added, onlyNew: true, endsWithNewline: true });
    } else if (kind === 'update' && blocks.length === 0 && !changed) {
      blocks.push({ ...base(started), kind: 'broken', reason: 'notAPatch', lines: [] });
    }
    kind = 'none';
    added = [];
    return blocks;
  };

  return {
    take(line, answerLine) {
      if (/^\*\*\* Begin Patch\s*$/.test(line)) return { blocks: [], done: false };
      if (/^\*\*\* End Patch\s*$/.test(line)) return { blocks: flushFile(), done: true };
      const header = fileHeader.exec(line);
      if (header) {
        const blocks = flushFile();
        path = header[2] ?? '';
        started = answerLine;
        changed = false;
        if (header[1] === 'Delete') blocks.push({ ...base(answerLine), kind: 'delete', expected: null });
        else kind = header[1] === 'Update' ? 'update' : 'add';
        return { blocks, done: false };
      }
      const move = moveTo.exec(line);
      if (move && kind === 'update') {
        const from = path;
        path = move[1] ?? '';
        changed = true;
        return { blocks: [{ ...base(answerLine), kind: 'rename', from }], done: false };
      }
      if (kind === 'add') {
        added.push(line.startsWith('+') ? line.slice(1) : line);
        return { blocks: [], done: false };
      }
      if (kind === 'none') return { blocks: [], done: false };
      if (/^\*\*\* End of File\s*$/.test(line)) {
        hunk?.markEnd();
        return { blocks: [], done: false };
      }
      if (line.startsWith('@@')) {
        const blocks = hunk ? flushHunk() : [];
        if (blocks.length > 0) changed = true;
        const text = line.replace(/^@@ ?(?:-[\d,]* \+[\d,]* ?@@ ?)?/, '').replace(/ ?@@$/, '');
        if (text.trim() !== '' && !/^\.{3}$/.test(text.trim())) anchors.push(text);
        return { blocks, done: false };
      }
      hunk ??= beginHunk(answerLine);
      hunk.take(line);
      return { blocks: [], done: false };
    },
    holds: () => true,
    mayEnd: () => kind === 'none',
    end(cut) {
      if (!cut) return flushFile();
      if (kind === 'none' && hunk === null) return [];
      return [{ ...base(started), kind: 'broken', reason: 'unclosed', lines: added }];
    },
  };
}
