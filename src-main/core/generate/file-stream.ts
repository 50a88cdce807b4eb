import { pathKey, tidyPath } from './planned-paths.ts';

/** What a piece of an answer tells about the files in it. */
export type FilePiece =
  | { readonly type: 'begin'; readonly path: string }
  | { readonly type: 'text'; readonly path: string; readonly text: string }
  /** The file is complete. */
  | { readonly type: 'end'; readonly path: string; readonly text: string }
  /** It is longer than a file may be, and is left out. */
  | { readonly type: 'tooLong'; readonly path: string };

/** Characters. */
const longestFile = 400_000;
const longestLine = 100_000;

interface OpenFence {
  readonly marks: string;
  /** The planned file in it; null for a fence that is about something else. */
  readonly path: string | null;
  /** Inside a Markdown file, a fence of its own that is open. */
  inner: boolean;
  text: string;
}

/**
 * Reads planned files out of a model's answer piece by piece: each stands in a fence, with its path on the line before it or in
 * the fence's head. Only what is planned is read; a file counts as complete with its closing fence alone.
 */
export function createFileStream(planned: readonly string[]) {
  const known = new Map(planned.map((path) => [pathKey(path), path]));
  let rest = '';
  let before = '';
  let open: OpenFence | null = null;

  const pathIn = (text: string): string | null => {
    for (const word of text.split(/[\s`*"'()=:]+/).concat(text.trim())) {
      const found = known.get(pathKey(tidyPath(word.replace(/^#+/, '').replace(/[,;]+$/, ''))));
      if (found !== undefined) return found;
    }
    return null;
  };

  const readLine = (line: string): FilePiece[] => {
    const fence = /^ {0,3}(`{3,}|~{3,})([^`]*)$/.exec(line.trimEnd());
    if (open === null) {
      if (!fence) {
        if (line.trim() !== '') before = line;
        return [];
      }
      const [, marks = '', head = ''] = fence;
      const path = pathIn(head) ?? pathIn(before);
      before = '';
      open = { marks, path, inner: false, text: '' };
      return path === null ? [] : [{ type: 'begin', path }];
    }
    const { marks, path } = open;
    if (fence && closes(open, fence[1] ?? '', (fence[2] ?? '').trim())) {
      const { text } = open;
      open = null;
      return path === null ? [] : [{ type: 'end', path, text }];
    }
    if (fence && fence[1] === marks && path !== null && /\.mdx?$/i.test(path))
      open.inner = (fence[2] ?? '').trim() !== '';
    if (path === null) return [];
    if (open.text.length + line.length > longestFile) {
      open = { ...open, path: null };
      return [{ type: 'tooLong', path }];
    }
    open.text += `${line}\n`;
    return [{ type: 'text', path, text: `${line}\n` }];
  };

  return {
    push(text: string): FilePiece[] {
      rest += text;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      // A line that never ends is no source code.
      if (rest.length > longestLine) {
        lines.push(rest);
        rest = '';
      }
      return lines.flatMap((line) => readLine(line.replace(/\r$/, '')));
    },
    /** The answer is complete: its last line may be the closing fence. */
    end(): FilePiece[] {
      const last = rest;
      rest = '';
      return last === '' ? [] : readLine(last.replace(/\r$/, ''));
    },
  };
}

function closes(open: OpenFence, marks: string, head: string): boolean {
  if (head !== '' || marks[0] !== open.marks[0] || marks.length < open.marks.length) return false;
  return !(open.inner && marks.length === open.marks.length);
}
