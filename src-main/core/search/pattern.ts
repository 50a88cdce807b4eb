import type { SearchQuery } from '../../../contract/desktop/search.ts';

/** What is looked for, wherever it is. */
export type Pattern = Pick<SearchQuery, 'text' | 'regex' | 'matchCase' | 'wholeWord'>;

/** Whether a match may go over the end of a line. */
export function spansLines({ text, regex }: Pick<Pattern, 'text' | 'regex'>): boolean {
  return text.includes('\n') || (regex && /(^|[^\\])(\\\\)*\\[nr]|\(\?[a-z]*s/.test(text));
}

/** What ripgrep is told to look for. */
export function patternArguments(pattern: Pattern): string[] {
  const found = [
    pattern.matchCase ? '--case-sensitive' : '--ignore-case',
    ...(pattern.wholeWord ? ['--word-regexp'] : []),
  ];
  if (pattern.regex) {
    if (spansLines(pattern)) found.push('--multiline');
    return [...found, '--engine=auto', '--regexp', withAnyLineEnd(pattern.text)];
  }
  if (spansLines(pattern)) {
    const lines = pattern.text.split(/\r?\n/).map(escapeForRegex);
    return [...found, '--multiline', '--regexp', lines.join('\\r?\\n')];
  }
  const legacy = legacyPattern(pattern);
  return [...found, ...(legacy === null ? ['--fixed-strings', '--regexp', pattern.text] : ['--regexp', legacy])];
}

/** A line end in a pattern stands for that of any file. */
function withAnyLineEnd(source: string): string {
  let result = '';
  let inClass = false;
  for (let index = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    if (character === '\\') {
      const escaped = source[index + 1] ?? '';
      // Written out as both already.
      const paired = escaped === 'n' && /\\r\??$/.test(result);
      result += escaped === 'n' && !inClass && !paired ? '(?:\\r?\\n)' : character + escaped;
      index += 1;
    } else if (character === '\n' && !inClass) result += '(?:\\r?\\n)';
    else {
      if (character === '[') inClass = true;
      if (character === ']') inClass = false;
      result += character;
    }
  }
  return result;
}

function escapeForRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$#&\-~]/g, '\\$&');
}

/** Text beyond ASCII is also looked for as the bytes it has in Western encodings; null where it has none. */
function legacyPattern({ text, matchCase }: Pattern): string | null {
  let bytes = '';
  let beyond = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes += escapeForRegex(character);
      continue;
    }
    const forms = matchCase ? [character] : [character.toLowerCase(), character.toUpperCase()];
    const codes = new Set(forms.map((form) => form.charCodeAt(0)).filter((value) => value >= 0xa0 && value <= 0xff));
    if (codes.size === 0) return null;
    beyond = true;
    bytes += `(?-u:[${[...codes].map((value) => `\\x${value.toString(16)}`).join('')}])`;
  }
  return beyond ? `(?:${escapeForRegex(text)}|${bytes})` : null;
}
