import type { SearchReading } from './edit-block.ts';
import { isBlank } from './line-keys.ts';
import { type LadderOutcome, type LineSplice, matchWhole, type PlaceRules } from './match-lines.ts';

const bareElision = /^\s*(?:\.\.\.|…)\s*$/;
const commentElision =
  /^\s*(?:\/\/|#|--|;+|%|\/\*|<!--|\{\/\*)\s*(?:\.\.\.|…)[^\n]*$|^\s*(?:\/\/|#|--|;+|%|\/\*|<!--|\{\/\*)[^\n]*(?:\.\.\.|…)\s*(?:\*\/\}?|-->)?\s*$/;
const lazyWords = /\b(?:existing|rest|remaining|unchanged|same|previous|other|omitted|as before)\b/i;

const placeholder =
  /\b(?:entire|full|complete|actual|your) (?:file )?(?:contents?|code)\b|\bgoes? (?:here|in between)\b|\bcontents? here\b/i;
const bracketed = /^\[[a-z][\w'-]*(?: [\w'-]+)+(?:\.{3})?\]$/i;

/** Whether a text is nothing but words in place of a text. */
export function isPlaceholder(lines: readonly string[]): boolean {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const isOne = (line: string) => bareElision.test(line) || bracketed.test(line) || commentElision.test(line);
  return filled.length > 0 && filled.every((line) => isOne(line) || (isComment(line) && placeholder.test(line)));
}

function isComment(line: string): boolean {
  return /^(?:\/\/|#|--|;+|%|\/\*|<!--|\{\/\*)/.test(line);
}

/** Whether a line stands for lines that are left out: `...`, or a comment around it. */
export function isElision(line: string): boolean {
  return bareElision.test(line) || commentElision.test(line);
}

/** Whether new lines say in words that some of the old are left out, which must not end up in a file. */
export function leavesOut(lines: readonly string[], than: readonly string[] = []): boolean {
  const kept = new Set(than.map((line) => line.trim()));
  return lines.some((line) => commentElision.test(line) && lazyWords.test(line) && !kept.has(line.trim()));
}

/**
 * Matches a block that leaves lines out on both sides alike: each part between has one place of its own, in the same order, and takes its own
 * replacement; what was left out stays.
 */
export function matchElided(lines: readonly string[], reading: SearchReading, must: PlaceRules['must']): LadderOutcome {
  const wanted = splitAtElisions(reading.search);
  const wished = splitAtElisions(reading.replace);
  if (wanted.length < 2 || wanted.length !== wished.length) return null;
  const splices: LineSplice[] = [];
  let last = 0;
  for (const [index, part] of wanted.entries()) {
    const replacement = wished[index] ?? [];
    if (part.every(isBlank)) {
      // Nothing says where this part is, so nothing may be put there.
      if (!replacement.every(isBlank)) return null;
      continue;
    }
    const outcome = matchWhole(lines, { search: part, replace: replacement }, { must, prefer: [] });
    if (outcome === null) return null;
    if (outcome.kind === 'ambiguous') return { ...outcome, rung: 'elided' };
    const [splice] = outcome.splices;
    if (!splice || splice.start < last) return null;
    last = splice.end;
    splices.push(splice);
  }
  return splices.length > 0 ? { kind: 'match', rung: 'elided', splices } : null;
}

function splitAtElisions(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (isElision(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}
