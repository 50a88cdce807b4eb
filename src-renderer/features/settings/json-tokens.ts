export type JsonTokenKind = 'key' | 'string' | 'number' | 'literal' | 'comment' | 'punctuation' | 'plain';

export interface JsonToken {
  /** Where it starts in its line, from 0. */
  readonly at: number;
  readonly text: string;
  readonly kind: JsonTokenKind;
}

const pattern =
  /(\/\/.*|\/\*.*?(?:\*\/|$))|("(?:[^"\\]|\\.)*"?)(?=(\s*:)?)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b|([{}[\]:,])/g;

/** One line of JSON with comments, cut into what is coloured alike. Block comments are followed within a line only. */
export function jsonTokens(line: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  const add = (at: number, text: string, kind: JsonTokenKind) => {
    if (text !== '') tokens.push({ at, text, kind });
  };
  for (const match of line.matchAll(pattern)) {
    const [, comment, text, colon, number, literal, punctuation] = match;
    add(end, line.slice(end, match.index), 'plain');
    if (comment !== undefined) add(match.index, comment, 'comment');
    else if (text !== undefined) add(match.index, text, colon === undefined ? 'string' : 'key');
    else if (number !== undefined) add(match.index, number, 'number');
    else if (literal !== undefined) add(match.index, literal, 'literal');
    else if (punctuation !== undefined) add(match.index, punctuation, 'punctuation');
    end = match.index + match[0].length;
  }
  add(end, line.slice(end), 'plain');
  return tokens;
}

/** The line, from 0, on which a key of the outermost object stands; -1 when it is not there. */
export function lineOfKey(lines: readonly string[], key: string): number {
  return lines.findIndex((line) => jsonTokens(line).some(({ kind, text }) => kind === 'key' && text === `"${key}"`));
}
