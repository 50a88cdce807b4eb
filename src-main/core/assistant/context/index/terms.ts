/** A word's number: FNV-1a of its characters. Two words of one number are taken for one, which ranking survives. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) {
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const asciiIdentifier = /[A-Za-z_$][\w$]*/g;
const notAscii = /[^\0-\x7f]/;
const pieces = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\p{Lu}?\p{Ll}+|\p{L}+|\d+/gu;
const longestIdentifier = 80;

/** The names in a text, in its order, as they are written. */
export function identifiersOf(text: string): string[] {
  const found = text.match(notAscii.test(text) ? identifier : asciiIdentifier) ?? [];
  return found.filter((name) => name.length <= longestIdentifier);
}

/** The words that a name is made of, split on case, digits and underscores, in lower case and without their endings. */
export function wordsOfIdentifier(name: string): string[] {
  if (/^[a-z]+$/.test(name)) return name.length < 2 ? [] : [stem(name)];
  const words = (name.match(pieces) ?? []).map((word) => word.toLowerCase()).filter((word) => word.length > 1);
  return words.map(stem);
}

/** A word without the commonest English endings, so that `closes`, `closed` and `closing` are one. */
export function stem(word: string): string {
  let short = word;
  if (short.length > 4 && short.endsWith('ies')) short = `${short.slice(0, -3)}y`;
  else if (short.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(short)) short = short.slice(0, -2);
  else if (short.length > 3 && short.endsWith('s') && !/(?:ss|us|is)$/.test(short)) short = short.slice(0, -1);
  if (short.length > 5 && short.endsWith('ing')) short = undouble(short.slice(0, -3));
  else if (short.length > 4 && short.endsWith('ed')) short = undouble(short.slice(0, -2));
  return short.length > 3 && short.endsWith('e') ? short.slice(0, -1) : short;
}

function undouble(word: string): string {
  return /([bdgklmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}

/** What a name counts as in a search: its words, and itself where it is made of several. */
export function termsOfIdentifier(name: string): string[] {
  const words = wordsOfIdentifier(name);
  if (words.length > 1) words.push(name.toLowerCase().replace(/[_$]+/g, ''));
  return words;
}

/** Words of English and of program text that say nothing of what is asked. */
const empty = new Set(
  (
    'the and for with that this from have has had not are was were can could should would will does did how what where when which who why ' +
    'into onto than then them they their there here its your our you please make makes made use uses used using also any all some each ' +
    'but one two out off too via per let get gets add adds added fix fixes fixed feat chore test tests docs refactor style perf build revert ' +
    'merge bump update updates updated change changes changed remove removed removes now only more most less just like want need needs it is be to of in on at ' +
    'by as an or if so do we my me no up'
  ).split(' '),
);

/** One thing that a question asks for and how much it counts. */
export interface QueryTerm {
  readonly hash: number;
  readonly word: string;
  readonly weight: number;
}

/** What to look for, from what somebody asks in their own words. Names as they are written in programs count most. */
export function termsOfQuestion(question: string): QueryTerm[] {
  const weights = new Map<string, number>();
  const raise = (word: string, weight: number) => weights.set(word, Math.max(weights.get(word) ?? 0, weight));
  for (const name of identifiersOf(question.slice(0, 20_000)).slice(0, 2000)) {
    const terms = termsOfIdentifier(name);
    const program = terms.length > 1 || /[_$]/.test(name);
    for (const [index, word] of terms.entries()) {
      const whole = terms.length > 1 && index === terms.length - 1;
      if (!whole && (empty.has(word) || empty.has(name.toLowerCase()))) continue;
      raise(word, whole ? 2.5 : program ? 1.2 : 1);
    }
  }
  return [...weights]
    .map(([word, weight]) => ({ word, weight, hash: hashWord(word) }))
    .sort((one, other) => other.weight - one.weight)
    .slice(0, 64);
}

/** How often each word is in a text: sorted numbers, and their counts beside them. */
export interface WordCounts {
  readonly hashes: Uint32Array;
  readonly counts: Uint8Array;
  /** Words in all. */
  readonly length: number;
}

const mostWords = 6000;

export function countWords(identifiers: readonly string[]): WordCounts {
  const byName = new Map<string, number>();
  for (const name of identifiers) byName.set(name, (byName.get(name) ?? 0) + 1);
  const byHash = new Map<number, number>();
  let length = 0;
  for (const [name, count] of byName) {
    for (const word of hashesOfIdentifier(name)) {
      byHash.set(word, (byHash.get(word) ?? 0) + count);
      length += count;
    }
  }
  const hashes = Uint32Array.from(byHash.keys()).sort().slice(0, mostWords);
  const counts = Uint8Array.from(hashes, (hash) => Math.min(255, byHash.get(hash) ?? 0));
  return { hashes, counts, length };
}

const remembered = new Map<string, readonly number[]>();
const mostRemembered = 50_000;

/** Names come again and again in a project; splitting them is most of the work. */
function hashesOfIdentifier(name: string): readonly number[] {
  const known = remembered.get(name);
  if (known) return known;
  const hashes = termsOfIdentifier(name).map(hashWord);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(name, hashes);
  return hashes;
}

/** Where a number is in sorted ones; -1 where it is not. */
export function positionOf(sorted: Uint32Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] as number;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
