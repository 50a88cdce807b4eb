import { findByPatterns, type SecretRange } from './secret-patterns.ts';
import { findBySecretlint } from './secretlint.ts';

/** A text that may leave, and how many secret values were blacked out in it. */
export interface RedactedText {
  readonly text: string;
  readonly redacted: number;
}

/** Characters that are looked at in one piece, and what neighbouring pieces share, so that no secret lies between two. */
const pieceLength = 512 * 1024;
const overlap = 32 * 1024;

/**
 * Blacks out secret values: keys, tokens, passwords, private keys. Everything else stays, and so does the number of lines, so that line
 * numbers of the text hold for its original. Look at whole files and cut afterwards: the middle of a key does not look like one.
 */
export async function redact(text: string): Promise<RedactedText> {
  return blackOut(text, await findSecrets(text));
}

/** Where secrets are in a text, in order, without overlaps. */
export async function findSecrets(text: string): Promise<readonly SecretRange[]> {
  const found: SecretRange[] = [];
  for (let from = 0; from === 0 || from + overlap < text.length; from += pieceLength - overlap) {
    const piece = text.slice(from, from + pieceLength);
    const own = merge(findByPatterns(piece));
    // What is known already is hidden from the slower search.
    const rest = own.length === 0 ? piece : hide(piece, own);
    for (const range of [...own, ...(await findBySecretlint(rest))]) {
      found.push({ ...range, start: range.start + from, end: range.end + from });
    }
  }
  return merge(found);
}

/** The same, with every place of a value that is a secret in one of some `others`, whatever stands around it. */
export async function findSecretsOf(text: string, others: readonly string[]): Promise<readonly SecretRange[]> {
  const found = [...(await findSecrets(text))];
  const values = new Map<string, string>();
  for (const given of new Set(others)) {
    const other = given.replaceAll('\r\n', '\n');
    for (const { start, end, what } of await findSecrets(other)) values.set(other.slice(start, end), what);
  }
  for (const [value, what] of values) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      found.push({ start: at, end: at + value.length, what });
    }
  }
  return merge(found);
}

/** Puts a mark in the place of each part; line ends inside a part stay. */
export function blackOut(text: string, ranges: readonly SecretRange[]): RedactedText {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, what } of ranges) {
    pieces.push(text.slice(from, start), `[redacted: ${what}]`, '\n'.repeat(countLineEnds(text, start, end)));
    from = end;
  }
  pieces.push(text.slice(from));
  return { text: pieces.join(''), redacted: ranges.length };
}

/** The same for the part of a text between two places, where the secrets were looked for in all of it. */
export function blackOutPart(text: string, ranges: readonly SecretRange[], start: number, end: number): RedactedText {
  return blackOut(text.slice(start, end), rangesWithin(ranges, start, end));
}

/** Where secrets are in a part of a text, as places in that part. */
export function rangesWithin(ranges: readonly SecretRange[], start: number, end: number): readonly SecretRange[] {
  return ranges
    .filter((range) => range.end > start && range.start < end)
    .map((range) => ({ ...range, start: Math.max(range.start, start) - start, end: Math.min(range.end, end) - start }));
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function merge(ranges: readonly SecretRange[]): SecretRange[] {
  const merged: SecretRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = merged.at(-1);
    if (last && range.start < last.end) {
      if (range.end > last.end) merged[merged.length - 1] = { ...last, end: range.end };
    } else if (range.end > range.start) {
      merged.push(range);
    }
  }
  return merged;
}

function hide(text: string, ranges: readonly SecretRange[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    pieces.push(text.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}
