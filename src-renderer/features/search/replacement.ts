import type { SearchMatch } from '../../../contract/desktop/search.ts';
import { t } from '../../localize.ts';

/** How text is replaced. */
export interface ReplaceRule {
  readonly query: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly replacement: string;
  readonly preserveCase: boolean;
}

type Piece = { readonly text: string } | { readonly group: number | string };

/** Answers what a match is replaced by, or null where that cannot be told: it is too long, or its groups are not known. */
export type Replacer = (match: SearchMatch) => string | null;

/** Reads a rule once, for all matches. */
export function createReplacer(rule: ReplaceRule): Replacer {
  const { regex, replacement, preserveCase } = rule;
  const pieces: readonly Piece[] = regex ? parseReplacement(replacement) : [{ text: replacement }];
  const needsGroups = pieces.some((piece) => 'group' in piece && piece.group !== 0);
  const expression = needsGroups ? toExpression(rule) : null;
  return (match) => {
    if (match.cut) return null;
    const groups = needsGroups ? groupsOf(match, expression) : [match.text];
    if (!groups) return null;
    let text = '';
    for (const piece of pieces) text += 'text' in piece ? piece.text : groupOf(groups, piece.group);
    return preserveCase ? withCaseOf(match.text, text) : text;
  };
}

/** Why groups of a pattern cannot be used in its replacement; null when they can, or none is used. */
export function replacementProblem(rule: ReplaceRule): string | null {
  if (!rule.regex) return null;
  const groups = parseReplacement(rule.replacement).flatMap((piece) => ('group' in piece ? [piece.group] : []));
  if (groups.every((group) => group === 0)) return null;
  const expression = toExpression(rule);
  if (!expression) return t('The groups of this pattern cannot be told apart here. Replace without $1 and the like.');
  const known = new RegExp(`${expression.source}|`, expression.flags.replace('y', '')).exec('');
  const missing = groups.find((group) =>
    typeof group === 'number' ? group >= (known?.length ?? 0) : !(group in (known?.groups ?? {})),
  );
  return missing === undefined
    ? null
    : t('The pattern has no group {{group}}.', { group: typeof missing === 'number' ? missing : `"${missing}"` });
}

/** `$1`, `$<name>`, `$&` and `$0`, `$$`; `\n`, `\t`, `\\`. Everything else is itself. */
export function parseReplacement(source: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  const pattern = /\\(n|r|t|\\)|\$(?:(\$)|(&)|(\d{1,2})|<([^>]+)>)|([\s\S])/g;
  for (const [, escaped, dollar, whole, digits, name, plain] of source.matchAll(pattern)) {
    const reference = digits ?? name;
    if (whole !== undefined || reference !== undefined) {
      if (text !== '') pieces.push({ text });
      text = '';
      pieces.push({
        group: whole !== undefined ? 0 : digits !== undefined ? Number(digits) : String(name),
      });
    } else if (escaped !== undefined) text += escapes[escaped] ?? '';
    else text += dollar ?? plain ?? '';
  }
  if (text !== '') pieces.push({ text });
  return pieces;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };

/** The page's own form of ripgrep's pattern; null where it has none. */
function toExpression({ query, matchCase }: Pick<ReplaceRule, 'query' | 'matchCase'>): RegExp | null {
  const [, inline = ''] = /^\(\?([a-z]+)\)/.exec(query) ?? [];
  const source = query
    .slice(inline === '' ? 0 : inline.length + 3)
    .replaceAll('(?P<', '(?<')
    .replace(/\\n|\n/g, '(?:\\r?\\n)')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
  const flags = `ym${matchCase && !inline.includes('i') ? '' : 'i'}${inline.includes('s') ? 's' : ''}`;
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(source, flags + unicode);
    } catch {
      // Some escapes are only allowed without the flag.
    }
  }
  return null;
}

/** The match's groups, found again where it stands, so that what is around it counts as it did. */
function groupsOf(match: SearchMatch, expression: RegExp | null): RegExpExecArray | null {
  if (!expression) return null;
  expression.lastIndex = match.before.length;
  const found = expression.exec(match.before + match.text + match.after);
  return found?.[0] === match.text ? found : null;
}

function groupOf(groups: readonly string[] | RegExpExecArray, group: number | string): string {
  if (typeof group === 'number') return groups[group] ?? '';
  return ('groups' in groups ? groups.groups?.[group] : undefined) ?? '';
}

/** The replacement written like what it stands for: ALL CAPITALS, Capitalised, or neither; word by word where both have as many. */
export function withCaseOf(original: string, replacement: string): string {
  for (const divider of ['-', '_']) {
    const from = original.split(divider);
    const to = replacement.split(divider);
    if (from.length > 1 && from.length === to.length) {
      return to.map((word, index) => withCaseOf(from[index] ?? '', word)).join(divider);
    }
  }
  const lower = original.toLowerCase();
  const upper = original.toUpperCase();
  if (lower === upper) return replacement;
  if (original === upper) return replacement.toUpperCase();
  if (original === lower) return replacement.toLowerCase();
  const first = original.charAt(0);
  const rest = replacement.slice(1);
  if (first !== first.toLowerCase()) return replacement.charAt(0).toUpperCase() + rest;
  return replacement.charAt(0).toLowerCase() + rest;
}
