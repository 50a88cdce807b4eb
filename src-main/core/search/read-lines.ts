import { isUtf8 } from 'node:buffer';
import type { Pattern } from './pattern.ts';
import { type FoundFile, type OutputReader, type Ranges, toMatches, toPath, toUnits } from './read-output.ts';

/** A line of a file without what ripgrep was made to add, and where it matches. */
interface MatchedLine {
  readonly text: string;
  readonly ranges: Ranges;
}

/** How the matches in a line are known. */
export interface LineMatcher {
  /** What ripgrep is told for it. */
  readonly parameters: readonly string[];
  /** Reads a line as ripgrep writes it. */
  text(line: string): MatchedLine;
  /** The same for a line that is no valid UTF-8, each unit a byte. */
  bytes(line: string): MatchedLine;
}

/**
 * Two signs stand around every match. No text can hold them by chance: each search makes its own. ripgrep takes a tenth longer to
 * write them.
 */
export function matchByMarks({ start, end }: { readonly start: string; readonly end: string }): LineMatcher {
  const read = (line: string) => withoutMarks(line, start, end);
  return { parameters: [`--replace=${start}\${0}${end}`], text: read, bytes: read };
}

/** Finds ASCII text in the lines once more. Answers null where only ripgrep can tell what a query matches. */
export function matchByText({ text, regex, matchCase, wholeWord }: Pattern): LineMatcher | null {
  if (regex || wholeWord || !/^[\t\x20-\x7e]+$/.test(text)) return null;
  const source = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const inText = new RegExp(source, matchCase ? 'gu' : 'giu');
  // Without case, as Unicode has it, the long s is an s and the sign of Kelvin a k, here by their bytes.
  const folded = source.replaceAll(/s/gi, '(?:s|\u00c5\u00bf)').replaceAll(/k/gi, '(?:k|\u00e2\u0084\u00aa)');
  const inBytes = new RegExp(matchCase ? source : folded, matchCase ? 'g' : 'gi');
  const find = (line: string, pattern: RegExp): MatchedLine => {
    const ranges: [number, number][] = [];
    pattern.lastIndex = 0;
    for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
      ranges.push([found.index, pattern.lastIndex]);
    }
    return { text: line, ranges };
  };
  return { parameters: [], text: (line) => find(line, inText), bytes: (line) => find(line, inBytes) };
}

/** Tells ripgrep to write what `createLineReader` reads. It costs half of what its JSON does, which only matches over several lines need. */
export function lineArguments({ parameters }: LineMatcher): string[] {
  return [
    '--no-heading',
    '--with-filename',
    '--line-number',
    '--color=never',
    '--null',
    '--field-match-separator=\\0',
    '--stats',
    ...parameters,
  ];
}

const newline = 0x0a;
const binaryWarning = ': WARNING: stopped searching binary file after match ';

/**
 * Reads lines of the form path, NUL, number, NUL, text. A file's lines come together; it is known to be whole when the next one
 * begins. `maximum` matches are kept of each file.
 */
export function createLineReader(matcher: LineMatcher, maximum: number): OutputReader {
  let rest: Buffer[] = [];
  let current: FoundFile | null = null;
  let files: FoundFile[] = [];

  const finish = () => {
    if (current && (current.matches.length > 0 || current.undecoded.length > 0)) files.push(current);
    current = null;
  };

  /** The path that a record begins with, after a last word about the file before, which is of no use then. */
  const dropBinary = (path: string) => {
    const warned = current ? path.indexOf(binaryWarning) : -1;
    if (warned < 0) return path;
    current = null;
    return path.slice(path.indexOf('\n', warned) + 1);
  };

  /** Takes whole lines; answers where what it could not take begins. `valid`: it is text, else each of its units is a byte. */
  const takeText = (text: string, valid: boolean): number => {
    let at = 0;
    let lastName = '';
    while (at < text.length) {
      const nameEnd = text.indexOf('\0', at);
      const numberEnd = nameEnd < 0 ? -1 : text.indexOf('\0', nameEnd + 1);
      const lineEnd = numberEnd < 0 ? -1 : text.indexOf('\n', numberEnd + 1);
      if (lineEnd < 0) break;
      const name = text.slice(at, nameEnd);
      at = lineEnd + 1;
      if (name !== lastName || current === null) {
        lastName = name;
        const path = readPath(dropBinary(name), valid);
        if (path !== current?.path) {
          finish();
          current = path === null ? null : { path, matches: [], undecoded: [] };
        }
      }
      if (current === null || current.matches.length >= maximum) continue;
      const line = Number(text.slice(nameEnd + 1, numberEnd));
      takeLine(current, line, text.slice(numberEnd + 1, at), valid);
    }
    return at;
  };

  const takeLine = (file: FoundFile, line: number, written: string, valid: boolean) => {
    if (valid) {
      const { text, ranges } = matcher.text(written);
      file.matches.push(...toMatches(text, line, ranges));
      return;
    }
    const { text, ranges } = matcher.bytes(written);
    const bytes = Buffer.from(text, 'latin1');
    if (!isUtf8(bytes)) {
      file.undecoded.push({ bytes, line, ranges });
      return;
    }
    // Bytes inside of valid UTF-8 are a part of a character: a coincidence.
    const whole = ranges.filter(([from, to]) => isUtf8(bytes.subarray(from, to)));
    const decoded = bytes.toString('utf8');
    file.matches.push(...toMatches(decoded, line, toUnits(decoded, whole)));
  };

  return {
    take(chunk) {
      const last = chunk.lastIndexOf(newline);
      if (last < 0) {
        rest.push(chunk);
        return;
      }
      const whole = chunk.subarray(0, last + 1);
      const block = rest.length === 0 ? whole : Buffer.concat([...rest, whole]);
      const valid = isUtf8(block);
      const encoding = valid ? 'utf8' : 'latin1';
      const text = block.toString(encoding);
      // A name with a line end in it, or the last words.
      const left = text.slice(takeText(text, valid));
      rest = left === '' ? [] : [Buffer.from(left, encoding)];
      if (last + 1 < chunk.length) rest.push(chunk.subarray(last + 1));
    },
    finished() {
      const done = files;
      files = [];
      return done;
    },
    settle: finish,
    searchedFiles() {
      const words = Buffer.concat(rest).toString('utf8');
      const searched = /^(\d+) files searched$/m.exec(words)?.[1];
      if (searched === undefined) return null;
      if (words.includes(binaryWarning)) current = null;
      finish();
      return Number(searched);
    },
  };
}

/** Null for a name that is no valid UTF-8. */
function readPath(name: string, valid: boolean): string | null {
  if (valid) return toPath({ text: name });
  const bytes = Buffer.from(name, 'latin1');
  return isUtf8(bytes) ? toPath({ text: bytes.toString('utf8') }) : null;
}

function withoutMarks(marked: string, start: string, end: string): { text: string; ranges: Ranges } {
  const pieces = marked.split(start);
  let text = pieces[0] ?? '';
  const ranges: (readonly [number, number])[] = [];
  for (let index = 1; index < pieces.length; index += 1) {
    const piece = pieces[index] ?? '';
    const length = piece.indexOf(end);
    ranges.push([text.length, text.length + length]);
    text += piece.slice(0, length) + piece.slice(length + end.length);
  }
  return { text, ranges };
}
