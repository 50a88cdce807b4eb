import type { LineEnd } from '../../../contract/model/file.ts';
import { matchLines } from './match-lines.ts';

export interface LineEndCounts {
  readonly lf: number;
  readonly crlf: number;
  /** Carriage returns on their own, which the editor takes for line ends too. */
  readonly cr: number;
}

export interface LineEndSummary {
  readonly lineEnd: LineEnd;
  readonly mixedLineEnds: boolean;
}

/** The line end most lines have, and whether writing all lines with it would change the file. */
export function summarizeLineEnds({ lf, crlf, cr }: LineEndCounts): LineEndSummary {
  const lineEnd = crlf > lf ? 'crlf' : 'lf';
  return { lineEnd, mixedLineEnds: cr > 0 || (lf > 0 && crlf > 0) };
}

/**
 * Counts the line ends in a part of a file, given as bytes of an encoding that keeps ASCII's (all but UTF-16 do) or as UTF-16
 * units. `nextUnit` is the unit after the part, so that a pair is not cut.
 */
export function countLineEnds(units: Uint8Array | Uint16Array, nextUnit?: number): LineEndCounts {
  let lf = 0;
  let crlf = 0;
  let cr = 0;
  const length = units.length;
  for (let index = 0; index < length; index++) {
    const unit = units[index];
    if (unit === 0x0a) lf += 1;
    else if (unit === 0x0d) {
      const next = index + 1 < length ? units[index + 1] : nextUnit;
      if (next !== 0x0a) cr += 1;
      else {
        crlf += 1;
        // The line feed belongs to this pair; at the end of a part the next part would count it.
        if (index + 1 < length) index += 1;
        else lf -= 1;
      }
    }
  }
  return { lf, crlf, cr };
}

/** The text with every line ended the same way. */
export function unifyLineEnds(text: string, lineEnd: LineEnd): string {
  if (lineEnd === 'lf') return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}

/**
 * The text with the line ends that its lines have in `onDisk`: lines that are there unchanged keep theirs, new lines take that of
 * the line before (or after, at the top). `lineEnd` is for text that has no line end to go by.
 */
export function keepLineEnds(onDisk: string, text: string, lineEnd: LineEnd): string {
  const old = splitLines(onDisk);
  const current = splitLines(text);
  const matches = matchLines(old.lines, current.lines);
  const last = current.lines.length - 1;
  const ends: (string | undefined)[] = [];
  for (let index = 0; index < last; index++) {
    const match = matches[index] ?? -1;
    ends.push(match < 0 ? undefined : old.ends[match]);
  }
  const fallback = ends.find((end) => end !== undefined) ?? old.ends[0] ?? (lineEnd === 'crlf' ? '\r\n' : '\n');
  let neighbour = fallback;
  let result = '';
  for (let index = 0; index < last; index++) {
    const line = current.lines[index] ?? '';
    // A line feed right after a lone carriage return would make one line end of two.
    const joins = line === '' && neighbour === '\r' && index > 0;
    neighbour = ends[index] ?? neighbour;
    if (joins && neighbour === '\n') neighbour = '\r\n';
    result += line + neighbour;
  }
  return result + (current.lines[last] ?? '');
}

/** Lines and what ends each but the last. */
function splitLines(text: string): { lines: string[]; ends: string[] } {
  const ends = text.match(/\r\n|\r|\n/g) ?? [];
  return { lines: text.split(/\r\n|\r|\n/), ends };
}
