import { isUtf8 } from 'node:buffer';
import { type FoundFile, type OutputReader, type Ranges, toMatches, toPath, toUnits } from './read-output.ts';

/** The two signs that stand around every match. No text can hold them by chance: each search makes its own. */
export interface MatchMarks {
  readonly start: string;
  readonly end: string;
}

/** Tells ripgrep to write what `createLineReader` reads. It costs half of what its JSON does, which only matches over several lines need. */
export function lineArguments({ start, end }: MatchMarks): string[] {
  return [
    '--no-heading',
    '--with-filename',
    '--line-number',
    '--color=never',
    '--null',
    '--field-match-separator=\\0',
    `--replace=${start}\${0}${end}`,
    '--stats',
  ];
}

const newline = 0x0a;
const binaryWarning = ': WARNING: stopped searching binary file after match ';

/**
 * Reads lines of the form path, NUL, number, NUL, text. A file's lines come together; it is known to be whole when the next one
 * begins. `maximum` matches are kept of each file.
 */
export function createLineReader({ start, end }: MatchMarks, maximum: number): OutputReader {
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

  const takeLine = (file: FoundFile, line: number, marked: string, valid: boolean) => {
    const { text, ranges } = withoutMarks(marked, start, end);
    if (valid) {
      file.matches.push(...toMatches(text, line, ranges));
      return;
    }
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
