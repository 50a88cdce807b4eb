import type { EditBlock } from './edit-block.ts';
import { beginHunk, type HunkLines } from './hunk-lines.ts';
import type { PatchSection } from './patch-section.ts';

const gitNote =
  /^(?:index [0-9a-f]+\.\.|old mode |new mode |new file mode |deleted file mode |(?:dis)?similarity index |rename |copy |Binary files |GIT binary patch)/;

/** Whether lines such as these begin a unified diff outside of a fence. */
export function beginsDiff(first: string, second: string): boolean {
  return /^--- \S/.test(first) && /^\+\+\+ \S/.test(second);
}

/** What is known of the file that hunks are for. */
interface DiffFile {
  old: string;
  new: string;
  renamed: boolean;
  created: boolean;
  deleted: boolean;
  told: boolean;
  /** Where its headers begin; 0 where there are none. */
  readonly answerLine: number;
  firstHunk: number;
}

/** Begins a unified diff. `path` is the file's where the diff has no headers. */
export function beginDiffSection(path: string | null): PatchSection {
  let file: DiffFile | null = path === null ? null : newFile(path, path, 0);
  let hunk: HunkLines | null = null;
  let anchors: string[] = [];
  /** A line that is a removed one or the header of the next file: the line after it tells. */
  let held: { readonly line: string; readonly answerLine: number } | null = null;

  const flushHunk = (): EditBlock[] => {
    const blocks: EditBlock[] = [];
    if (file && hunk) {
      const base = { path: file.new, format: 'unified-diff' as const, answerLine: hunk.answerLine };
      if (file.deleted) {
        blocks.push({ ...base, path: file.old, kind: 'delete', expected: hunk.removed });
        file.told = true;
      } else if (file.created) {
        blocks.push({ ...base, kind: 'write', lines: hunk.added, onlyNew: true, endsWithNewline: !hunk.newEndOpen });
        file.told = true;
      } else {
        blocks.push(...tellRename(file));
        file.firstHunk ||= hunk.answerLine;
        const block = hunk.toBlock(base, anchors, file.answerLine || file.firstHunk);
        if (block) blocks.push(block);
        file.told = true;
      }
    }
    hunk = null;
    anchors = [];
    return blocks;
  };
  const flushFile = (): EditBlock[] => {
    const blocks = flushHunk();
    if (file && !file.told) {
      const base = { path: file.new, format: 'unified-diff' as const, answerLine: file.answerLine };
      if (file.deleted) blocks.push({ ...base, path: file.old, kind: 'delete', expected: null });
      else if (file.created) blocks.push({ ...base, kind: 'write', lines: [], onlyNew: true, endsWithNewline: false });
      else blocks.push(...tellRename(file));
    }
    file = null;
    return blocks;
  };

  const takeHeader = (line: string, answerLine: number): EditBlock[] | null => {
    const git = /^diff --git (?:"?a\/(.+?)"?) (?:"?b\/(.+?)"?)$/.exec(line);
    if (git) {
      const blocks = flushFile();
      file = newFile(git[1] ?? '', git[2] ?? '', answerLine);
      return blocks;
    }
    if (hunk !== null || !gitNote.test(line)) return null;
    if (file) {
      if (line.startsWith('rename from ')) file.old = line.slice(12).trim();
      if (line.startsWith('rename to ')) file.new = line.slice(10).trim();
      if (line.startsWith('rename ')) file.renamed = true;
      if (/^new file mode/.test(line)) file.created = true;
      if (/^deleted file mode/.test(line)) file.deleted = true;
    }
    return [];
  };

  const takeFileNames = (old: string, current: string, answerLine: number): EditBlock[] => {
    const [from, to] = strip(nameOf(old), nameOf(current));
    const goesOn = file !== null && hunk === null && !file.told && file.answerLine > 0;
    const blocks = goesOn ? [] : flushFile();
    if (!goesOn || file === null) file = newFile(from, to, answerLine);
    file.old = from;
    file.new = to === '/dev/null' ? from : to;
    file.created ||= from === '/dev/null';
    file.deleted ||= to === '/dev/null';
    file.renamed ||= !file.created && !file.deleted && from !== to;
    return blocks;
  };

  const takeBody = (line: string, answerLine: number): EditBlock[] => {
    if (line.startsWith('@@')) {
      const blocks = flushHunk();
      const text = line.replace(/^@@(?: -[\d,]* \+[\d,]*)? ?(?:\.\.\. ?)?(?:@@ ?)?/, '');
      if (text.trim() !== '' && text.trim() !== '...') anchors = [text];
      hunk = beginHunk(answerLine);
      return blocks;
    }
    if (hunk === null) {
      // Some diffs have no hunk headers at all.
      if (file === null || !/^[-+ ]/.test(line)) return [];
      hunk = beginHunk(answerLine);
    }
    hunk.take(line);
    return [];
  };

  return {
    take(line, answerLine) {
      const blocks: EditBlock[] = [];
      if (held !== null) {
        const before = held;
        held = null;
        if (/^\+\+\+ \S/.test(line) && namesFile(before.line.slice(4)) && namesFile(line.slice(4))) {
          return { blocks: takeFileNames(before.line, line, before.answerLine), done: false };
        }
        blocks.push(...takeBody(before.line, before.answerLine));
      }
      if (/^--- \S/.test(line)) {
        held = { line, answerLine };
        return { blocks, done: false };
      }
      const header = takeHeader(line, answerLine);
      blocks.push(...(header ?? takeBody(line, answerLine)));
      return { blocks, done: false };
    },
    holds: (line) => line === '' || /^(?:[-+ \\]|@@|diff --git )/.test(line) || (hunk === null && gitNote.test(line)),
    mayEnd: () => true,
    end(cut) {
      if (held !== null) takeBody(held.line, held.answerLine);
      held = null;
      if (!cut || file === null) return flushFile();
      const lines = hunk ? [...hunk.removed] : [];
      return [
        {
          kind: 'broken',
          path: file.new,
          format: 'unified-diff',
          answerLine: file.answerLine,
          reason: 'unclosed',
          lines,
        },
      ];
    },
  };
}

function newFile(old: string, current: string, answerLine: number): DiffFile {
  return { old, new: current, renamed: false, created: false, deleted: false, told: false, answerLine, firstHunk: 0 };
}

function tellRename(file: DiffFile): EditBlock[] {
  if (!file.renamed || file.told) return [];
  return [{ kind: 'rename', path: file.new, from: file.old, format: 'unified-diff', answerLine: file.answerLine }];
}

/** The name in `--- a/x<tab>date`. */
function nameOf(line: string): string {
  const name = (line.slice(4).split('\t')[0] ?? '').trim();
  return /^".*"$/.test(name) ? name.slice(1, -1) : name;
}

function namesFile(text: string): boolean {
  const name = text.split('\t')[0]?.trim() ?? '';
  return name === '/dev/null' || /^"?[\w.@~/\\$[\]()+-][^:;={}<>]*$/.test(name);
}

/** Git's `a/` and `b/` in front of names. */
function strip(old: string, current: string): [string, string] {
  const ofOld = old.startsWith('a/') ? old.slice(2) : null;
  const ofNew = current.startsWith('b/') ? current.slice(2) : null;
  if (old === '/dev/null') return [old, ofNew ?? current];
  if (current === '/dev/null') return [ofOld ?? old, current];
  return ofOld !== null && ofNew !== null ? [ofOld, ofNew] : [old, current];
}
