/** Tokens of a text of which no run of characters is long. */
export type Encode = (text: string) => number;

/** Characters without a blank between them (or of nothing but blanks) that are encoded at once: merging them takes time with their square. */
const longestRun = 128;
const longRun = new RegExp(`\\S{${longestRun + 1},}|\\s{${longestRun + 1},}`, 'g');

/**
 * Counts tokens in a time that grows with the length of the text alone. Long runs without a blank are cut, which may count a token or
 * two too many for each cut, never too few.
 */
export function countTokens(text: string, encode: Encode): number {
  let tokens = 0;
  let from = 0;
  for (const match of text.matchAll(longRun)) {
    tokens += encode(text.slice(from, match.index));
    const end = match.index + match[0].length;
    for (let at = match.index; at < end; ) {
      const next = Math.min(end, endOfPiece(text, at + longestRun));
      tokens += encode(text.slice(at, next)) + (next < end ? 1 : 0);
      at = next;
    }
    from = end;
  }
  return tokens + encode(from === 0 ? text : text.slice(from));
}

/** Which part of a text is wanted when not all of it fits: its beginning, its end, or what is around a line (from 1). */
export type Keep = 'start' | 'end' | { readonly around: number };

/** A part of a text, whole lines but for a single long one. */
export interface CutText {
  readonly text: string;
  readonly tokens: number;
  /** Lines of the text it was cut from, from 1. */
  readonly line: number;
  readonly endLine: number;
  readonly cut: boolean;
}

/** Characters for each token beyond which no more of a text is looked at. */
const charactersPerToken = 16;

/** The part of a text that takes at most so many tokens. */
export function cutToTokens(text: string, maximum: number, keep: Keep, encode: Encode): CutText {
  const lines = text.split('\n');
  const whole = text.length <= maximum * charactersPerToken ? countTokens(text, encode) : Number.POSITIVE_INFINITY;
  if (whole <= maximum) return { text, tokens: whole, line: 1, endLine: lines.length, cut: false };
  let first =
    typeof keep === 'object'
      ? Math.min(Math.max(keep.around, 1), lines.length) - 1
      : keep === 'start'
        ? 0
        : lines.length - 1;
  let last = first;
  const cost = (index: number) => countLine(`${lines[index] ?? ''}\n`, maximum, encode);
  let tokens = cost(first);
  if (tokens > maximum) return cutLine(lines[first] ?? '', first, maximum, keep === 'end', encode);
  let [down, up] = [keep !== 'end', keep !== 'start'];
  while (down || up) {
    // Around a line, twice as much before it is of less use than after it: they take turns.
    if (down) {
      const next = last + 1 < lines.length ? cost(last + 1) : Number.POSITIVE_INFINITY;
      if (tokens + next <= maximum) {
        last += 1;
        tokens += next;
      } else down = false;
    }
    if (up) {
      const next = first > 0 ? cost(first - 1) : Number.POSITIVE_INFINITY;
      if (tokens + next <= maximum) {
        first -= 1;
        tokens += next;
      } else up = false;
    }
  }
  return { text: lines.slice(first, last + 1).join('\n'), tokens, line: first + 1, endLine: last + 1, cut: true };
}

function countLine(line: string, maximum: number, encode: Encode): number {
  return line.length > maximum * charactersPerToken ? Number.POSITIVE_INFINITY : countTokens(line, encode);
}

function cutLine(text: string, index: number, maximum: number, atEnd: boolean, encode: Encode): CutText {
  const piece = 64;
  if (atEnd) return cutLineEnd(text, index, maximum, piece, encode);
  let end = 0;
  let tokens = 0;
  while (end < text.length) {
    const next = endOfPiece(text, end + piece);
    const more = encode(text.slice(end, next)) + 1;
    if (tokens + more > maximum) break;
    tokens += more;
    end = next;
  }
  return { text: text.slice(0, end), tokens, line: index + 1, endLine: index + 1, cut: true };
}

function cutLineEnd(text: string, index: number, maximum: number, piece: number, encode: Encode): CutText {
  let start = text.length;
  let tokens = 0;
  while (start > 0) {
    const before = endOfPiece(text, Math.max(0, start - piece));
    const more = encode(text.slice(before, start)) + 1;
    if (tokens + more > maximum) break;
    tokens += more;
    start = before;
  }
  return { text: text.slice(start), tokens, line: index + 1, endLine: index + 1, cut: true };
}

/** The same place, or the next one where it would part the two halves of a character. */
function endOfPiece(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : Math.min(at, text.length);
}
