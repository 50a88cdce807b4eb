import { indentOf, isBlank } from './line-keys.ts';

/** Gives a line of the replacement the indentation that the file has; null when that cannot be told. */
export type Reindent = (line: string) => string | null;

/**
 * How the file indents what `search` indents in another way: more or less by the same amount everywhere, or in tabs for spaces. `actual` holds the
 * same lines as they are in the file. Null when there is no one rule for all of them.
 */
export function findReindent(
  actual: readonly string[],
  search: readonly string[],
  replace: readonly string[],
): Reindent | null {
  const pairs = indentPairs(actual, search);
  const whole = ruleFor(pairs, [...search, ...replace]);
  if (whole) return (line) => (isBlank(line) ? line : apply(whole, line));
  // Answers are often trimmed, and with them the indentation of the first line alone.
  const [first, ...others] = pairs;
  if (!first || others.length === 0 || first.index !== 0 || first.given !== '') return null;
  const rest = ruleFor(others, [...search.slice(1), ...replace.slice(1)]);
  if (!rest || others.some(({ given, actual: there }) => given !== there)) return null;
  const firstOfReplace = replace[0];
  return (line) =>
    isBlank(line) ? line : line === firstOfReplace && indentOf(line) === '' ? first.actual + line : apply(rest, line);
}

interface IndentPair {
  readonly index: number;
  readonly given: string;
  readonly actual: string;
}

function indentPairs(actual: readonly string[], search: readonly string[]): IndentPair[] {
  return search.flatMap((line, index) =>
    isBlank(line) ? [] : [{ index, given: indentOf(line), actual: indentOf(actual[index] ?? '') }],
  );
}

type IndentRule = (indent: string) => string | null;

function apply(rule: IndentRule, line: string): string | null {
  const given = indentOf(line);
  const rest = line.slice(given.length);
  const indent = rule(given);
  if (indent !== null) return indent + rest;
  const outer = isStar(line) ? rule(given.slice(0, -1)) : null;
  return outer === null ? null : `${outer} ${rest}`;
}

/** Whether a line is one of those in a comment whose stars stand a space further than what begins it. */
function isStar(line: string): boolean {
  return /^[ \t]* \*/.test(line);
}

function ruleFor(pairs: readonly IndentPair[], given: readonly string[]): IndentRule | null {
  const known = new Map<string, string>();
  for (const pair of pairs) {
    const before = known.get(pair.given);
    if (before !== undefined && before !== pair.actual) return null;
    known.set(pair.given, pair.actual);
  }
  const derived = scaleRule(pairs, given) ?? shiftRule(pairs);
  if (derived === null && known.size > 1 && !(mostAlike(pairs) && keepsOrder(known))) return null;
  return (indent) => known.get(indent) ?? derived?.(indent) ?? null;
}

/** Whether all but a few lines are as much deeper as each other: an answer's first and last lines often lack what the others have. */
function mostAlike(pairs: readonly IndentPair[]): boolean {
  const shifts = new Map<number, number>();
  for (const { given, actual } of pairs) {
    const shift = actual.length - given.length;
    shifts.set(shift, (shifts.get(shift) ?? 0) + 1);
  }
  return pairs.length >= 3 && Math.max(...shifts.values()) * 2 >= pairs.length;
}

/** What is deeper here is not less deep there: then each depth stands for one of the file, though not by one rule. */
function keepsOrder(known: ReadonlyMap<string, string>): boolean {
  const depths = [...known].sort(([one], [other]) => one.length - other.length);
  return depths.every(([given, actual], at) => {
    const [before, actualBefore] = depths[at - 1] ?? ['', ''];
    return at === 0 || (given.startsWith(before) && actual.startsWith(actualBefore));
  });
}

/** All indented by the same text more, or less. */
function shiftRule(pairs: readonly IndentPair[]): IndentRule | null {
  const first = pairs[0];
  if (!first) return null;
  if (first.actual.endsWith(first.given)) {
    const more = first.actual.slice(0, first.actual.length - first.given.length);
    if (pairs.every(({ given, actual }) => actual === more + given)) return (indent) => more + indent;
  }
  if (first.given.endsWith(first.actual)) {
    const less = first.given.slice(0, first.given.length - first.actual.length);
    if (pairs.every(({ given, actual }) => given === less + actual)) {
      return (indent) => (indent.startsWith(less) ? indent.slice(less.length) : null);
    }
  }
  return null;
}

/** The same levels in another unit: tabs for spaces, four spaces for two. Only where the two differ in kind or the shift rule has nothing to say. */
function scaleRule(pairs: readonly IndentPair[], given: readonly string[]): IndentRule | null {
  const givenUnit = unitOf(given.filter((line) => !isBlank(line) && !isStar(line)).map(indentOf));
  const actualUnit = unitOf(pairs.map(({ actual }) => actual));
  if (givenUnit === null || actualUnit === null) return null;
  const mixedKinds = givenUnit.includes('\t') !== actualUnit.includes('\t');
  if (!mixedKinds && shiftRule(pairs) !== null) return null;
  const first = pairs[0];
  if (!first) return null;
  const shift = levels(first.actual, actualUnit) - levels(first.given, givenUnit);
  const scale: IndentRule = (indent) => {
    const level = levels(indent, givenUnit) + shift;
    return Number.isInteger(level) && level >= 0 ? actualUnit.repeat(level) : null;
  };
  return pairs.every((pair) => scale(pair.given) === pair.actual) ? scale : null;
}

function levels(indent: string, unit: string): number {
  return indent.length / unit.length;
}

/**
 * One tab, or the spaces that all indentations are multiples of; null for a mixture, or where nothing is indented. A single space is no unit: it stands
 * before the stars of a comment.
 */
function unitOf(indents: readonly string[]): string | null {
  const filled = indents.filter((indent) => indent !== '');
  if (filled.length === 0) return null;
  if (filled.every((indent) => !indent.includes(' '))) return '\t';
  if (filled.some((indent) => indent.includes('\t'))) return null;
  const unit = filled.map(({ length }) => length).reduce(greatestDivisor);
  return unit > 1 ? ' '.repeat(unit) : null;
}

function greatestDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestDivisor(second, first % second);
}
