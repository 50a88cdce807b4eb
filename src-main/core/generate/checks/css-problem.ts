import { formatNumber, t } from '../../../../localization/index.ts';

const closing: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/** Why a style sheet cannot be read to its end: a bracket, a string or a comment that is left open. Null when none is. */
export function cssProblem(text: string): string | null {
  const open: { mark: string; line: number }[] = [];
  let line = 1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\n') line++;
    else if (character === '\\') at++;
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) return onLine(line, t('A comment is not closed.'));
      line += text.slice(at, end).split('\n').length - 1;
      at = end + 1;
    } else if (character === '"' || character === "'") {
      const end = endOfString(text, at);
      if (end === null) return onLine(line, t('A string is not closed.'));
      at = end;
    } else if (character in closing) open.push({ mark: character, line });
    else if (character === '}' || character === ')' || character === ']') {
      const last = open.pop();
      if (last === undefined || closing[last.mark] !== character) {
        return onLine(line, t('"{{mark}}" closes nothing.', { mark: character }));
      }
    }
  }
  const left = open.at(-1);
  return left ? onLine(left.line, t('"{{mark}}" is not closed.', { mark: left.mark })) : null;
}

function endOfString(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[from]) return at;
    else if (text[at] === '\n') return null;
  }
  return null;
}

function onLine(line: number, message: string): string {
  return t('Line {{line}}: {{message}}', { line: formatNumber(line), message });
}
