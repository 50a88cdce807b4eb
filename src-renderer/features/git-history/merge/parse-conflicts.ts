/** Lines from 0; `end` is the line after the last one. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** One conflict as git marks it in a file. */
export interface Conflict extends Lines {
  readonly currentName: string;
  readonly incomingName: string;
  readonly current: Lines;
  /** What both sides came from, where git writes it (diff3 style). */
  readonly base: Lines | null;
  readonly incoming: Lines;
}

type Mark = '<' | '|' | '=' | '>';

/** The mark at the start of a line: seven or more of a kind, alone or followed by a space, as git writes them. */
function markOf(line: string): { mark: Mark; width: number; name: string } | null {
  const match = /^(<{7,}|\|{7,}|={7,}|>{7,})(?: (.*))?$/.exec(line.endsWith('\r') ? line.slice(0, -1) : line);
  if (!match) return null;
  const run = match[1] ?? '';
  // A separator with words behind it is a heading of somebody's, not git's.
  if (run.startsWith('=') && match[2] !== undefined) return null;
  return { mark: run.charAt(0) as Mark, width: run.length, name: match[2] ?? '' };
}

/**
 * Finds conflicts in a text's lines. Conflicts inside of one (their marks are as long, or longer when git merged merges) belong
 * to its sides; marks that do not make up a whole conflict are text.
 */
export function parseConflicts(lines: readonly string[]): Conflict[] {
  const found: Conflict[] = [];
  for (let at = 0; at < lines.length; ) {
    const begin = lines[at]?.startsWith('<<<<<<<') ? markOf(lines[at] ?? '') : null;
    const conflict = begin ? readConflict(lines, at, begin.width, begin.name) : null;
    if (conflict) {
      found.push(conflict);
      at = conflict.end;
    } else at += 1;
  }
  return found;
}

function readConflict(lines: readonly string[], start: number, width: number, currentName: string): Conflict | null {
  let bar: number | null = null;
  let separator: number | null = null;
  let depth = 0;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const mark = isMarkStart(line) ? markOf(line) : null;
    if (mark === null || mark.width < width) continue;
    if (mark.mark === '<') {
      // In the first side of one that ended nowhere, a new beginning is the real one.
      if (!closesInside(lines, at, mark.width, width)) return null;
      depth += 1;
    } else if (mark.mark === '>') {
      if (depth > 0) {
        depth -= 1;
        continue;
      }
      if (separator === null || mark.width !== width) return null;
      return {
        start,
        end: at + 1,
        currentName,
        incomingName: mark.name,
        current: { start: start + 1, end: bar ?? separator },
        base: bar === null ? null : { start: bar + 1, end: separator },
        incoming: { start: separator + 1, end: at },
      };
    } else if (depth === 0 && mark.width === width) {
      if (mark.mark === '|' && bar === null && separator === null) bar = at;
      else if (mark.mark === '=') {
        if (separator !== null) return null;
        separator = at;
      }
    }
  }
  return null;
}

function isMarkStart(line: string): boolean {
  const first = line.charCodeAt(0);
  return first === 0x3c || first === 0x7c || first === 0x3d || first === 0x3e;
}

/** Whether a conflict that begins at a line inside of another one has its own separator before its end. */
function closesInside(lines: readonly string[], start: number, width: number, outerWidth: number): boolean {
  let separators = 0;
  let depth = 0;
  let ends = 0;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const mark = isMarkStart(line) ? markOf(line) : null;
    if (mark === null || mark.width < width) continue;
    if (mark.mark === '<') depth += 1;
    else if (mark.mark === '=' && depth === 0) separators += 1;
    else if (mark.mark === '>') {
      if (depth > 0) depth -= 1;
      else {
        ends += 1;
        // Its own end, and after it the outer one's separator and end.
        if (ends === 1 && separators !== 1) return false;
        if (ends === 1 && width > outerWidth) return true;
        if (ends === 2) return separators >= 2;
      }
    }
  }
  return false;
}

/** Which text a conflict is replaced with. */
export type Choice = 'current' | 'incoming' | 'both' | 'bothReversed' | 'base';

/** The lines that a choice leaves of a conflict. */
export function chosenLines(lines: readonly string[], conflict: Conflict, choice: Choice): string[] {
  const part = ({ start, end }: Lines) => lines.slice(start, end);
  const current = part(conflict.current);
  const incoming = part(conflict.incoming);
  switch (choice) {
    case 'current':
      return current;
    case 'incoming':
      return incoming;
    case 'both':
      return [...current, ...incoming];
    case 'bothReversed':
      return [...incoming, ...current];
    case 'base':
      return conflict.base ? part(conflict.base) : [];
    default:
      return choice satisfies never;
  }
}

/** Whether a text could hold a conflict: cheap, for texts that mostly do not. */
export function mayHoldConflicts(text: string): boolean {
  return /^<{7}/m.test(text) && /^>{7}/m.test(text);
}
