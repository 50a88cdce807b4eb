import type { EditBlock } from './edit-block.ts';
import { beginHunk, blocksOfHunks, type HunkLines, type ReadHunk } from './hunk-lines.ts';
import type { PatchSection } from './patch-section.ts';

const gitNote =
  /^(?:index [0-9a-f]+\.\.|old mode |new mode |new file mode |deleted file mode |(?:dis)?similarity index |rename |copy |Binary files |GIT binary patch)/;

/** Names that say which of two texts it is, not of which file. */
const label = /^(?:original|modified|updated|old|new|before|after|a|b)$/i;

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
  hunks: ReadHunk[];
}

/** Begins a unified diff. `path` is the file's where the diff has no headers. */
export function beginDiffSection(path: string | null): PatchSection {
  let file: DiffFile | null = path === null ? null : newFile(path, path, 0);
  let hunk: HunkLines | null = null;
  const told = new Set<ReadHunk>();
  let anchors: string[] = [];
  /** A line that is a removed one or the header of the next file: the line after it tells. */
  let held: { readonly line: string; readonly answerLine: number } | null = null;

  const endHunk = (): EditBlock[] => {
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
        file.hunks.push(hunk.end(anchors));
      }
    }
    hunk = null;
    anchors = [];
    return blocks;
  };
  /** A whole file is told at once: each of its hunks has its place among the others. */
  const flushHunks = (): EditBlock[] => {
    if (!file || file.hunks.length === 0) return [];
    const otherPath = file.old === file.new || file.renamed ? null : file.old;
    const base = { path: file.new, otherPath, format: 'unified-diff' as const };
    const answerLine = file.answerLine || (file.hunks[0]?.answerLine ?? 0);
    const blocks = [...tellRename(file), ...blocksOfHunks(base, file.hunks, answerLine, told)];
    file.told = true;
    file.hunks = [];
    return blocks;
  };
  const flushFile = (): EditBlock[] => {
    const blocks = [...endHunk(), ...flushHunks()];
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
      file.renamed = file.old !== file.new;
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
    const names = [nameOf(old), nameOf(current)] as const;
    const isLabelled = path !== null && names.every((name) => label.test(name));
    const [from, to] = isLabelled ? [path, path] : strip(...names);
    const goesOn = file !== null && hunk === null && file.hunks.length === 0 && !file.told && file.answerLine > 0;
    const blocks = goesOn ? [] : flushFile();
    if (!goesOn || file === null) file = newFile(from, to, answerLine);
    file.old = from;
    file.new = to === '/dev/null' ? from : to;
    file.created ||= from === '/dev/null';
    file.deleted ||= to === '/dev/null';
    // Without git's prefixes the two names are mere labels.
    const asGit = names[0] !== from && names[1] !== to;
    file.renamed = !file.created && !file.deleted && from !== to && (file.renamed || asGit);
    return blocks;
  };

  const takeBody = (line: string, answerLine: number): EditBlock[] => {
    if (line.startsWith('@@')) {
      const blocks = endHunk();
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
    markTold() {
      for (const each of file?.hunks ?? []) told.add(each);
      if (file && file.hunks.length > 0) file.told = true;
    },
    end(cut) {
      if (held !== null) takeBody(held.line, held.answerLine);
      held = null;
      if (!cut || file === null) return flushFile();
      const lines = hunk ? [...hunk.removed] : [];
      return [
        ...flushHunks(),
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
  return { old, new: current, renamed: false, created: false, deleted: false, told: false, answerLine, hunks: [] };
}

function tellRename(file: DiffFile): EditBlock[] {
  if (!file.renamed || file.told) return [];
  return [{ kind: 'rename', path: file.new, from: file.old, format: 'unified-diff', answerLine: file.answerLine }];
}

/** The name in `--- a/x<tab>date`. */
function nameOf(line: string): string {
  const name = (line.slice(4).split('\t')[0] ?? '')
    .trim()
    .replace(/ \((?:original|modified|old|new|before|after)\)$/i, '');
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
