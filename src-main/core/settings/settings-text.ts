import type { Node, ParseError } from 'jsonc-parser';
import { t } from '../../../localization/index.ts';

/** The parser of JSON with comments, which is loaded when a settings file is first met. */
export type JsonParser = typeof import('jsonc-parser');

/** Something in the text that the parser could not take, in words. `line` counts from 1. */
export interface SyntaxProblem {
  readonly line: number;
  readonly message: string;
}

/** One entry of a settings file. Ranges are offsets into the text. */
export interface SettingsEntry {
  readonly key: string;
  readonly value: unknown;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** A settings file as it was read: what could be understood, and what could not. */
export interface SettingsText {
  readonly entries: readonly SettingsEntry[];
  readonly problem: SyntaxProblem | undefined;
}

/** Reads JSON with comments and trailing commas whose root is an object. An empty text has no entries. */
export function readSettingsText(parser: JsonParser, text: string): SettingsText {
  const errors: ParseError[] = [];
  const root = parser.parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const problem = firstProblem(parser, text, errors, root, 'object');
  const properties = root?.type === 'object' ? (root.children ?? []) : [];
  const entries = properties.flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (!key || !value) return [];
    const { offset: start, length } = property;
    return [
      {
        key: String(key.value),
        value: parser.getNodeValue(value) as unknown,
        line: lineAt(text, start),
        start,
        end: start + length,
        valueStart: value.offset,
        valueEnd: value.offset + value.length,
      },
    ];
  });
  return { entries, problem };
}

/** One item of a list. Ranges are offsets into the text. */
export interface ArrayItem {
  readonly value: unknown;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Reads JSON with comments whose root is an array, as keybindings are kept; with the line of each item. */
export function readArrayText(
  parser: JsonParser,
  text: string,
): { items: ArrayItem[]; problem: SyntaxProblem | undefined } {
  const errors: ParseError[] = [];
  const root = parser.parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const problem = firstProblem(parser, text, errors, root, 'array');
  const items = (root?.type === 'array' ? (root.children ?? []) : []).map((item) => ({
    value: parser.getNodeValue(item) as unknown,
    line: lineAt(text, item.offset),
    start: item.offset,
    end: item.offset + item.length,
  }));
  return { items, problem };
}

/** The number of the line that an offset is on, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function firstProblem(
  parser: JsonParser,
  text: string,
  errors: readonly ParseError[],
  root: Node | undefined,
  wanted: 'object' | 'array',
): SyntaxProblem | undefined {
  const [error] = errors;
  if (error) {
    return { line: lineAt(text, error.offset), message: inWords(parser.printParseErrorCode(error.error)) };
  }
  if (root && root.type !== wanted) {
    const [bracket, what] = wanted === 'object' ? ['{', t('an object')] : ['[', t('a list')];
    return {
      line: lineAt(text, root.offset),
      message: t('the file must hold {{what}} and so begin with "{{bracket}}"', { what, bracket }),
    };
  }
}

function inWords(code: ReturnType<JsonParser['printParseErrorCode']>): string {
  switch (code) {
    case 'InvalidSymbol':
      return t('this word is not valid here: text must stand in double quotes');
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return t('the number is not complete');
    case 'PropertyNameExpected':
      return t('the name of a setting, in double quotes, is expected');
    case 'ValueExpected':
      return t('a value is missing');
    case 'ColonExpected':
      return t('a colon is missing between name and value');
    case 'CommaExpected':
      return t('a comma is missing');
    case 'CloseBraceExpected':
      return t('a closing brace "}" is missing');
    case 'CloseBracketExpected':
      return t('a closing bracket "]" is missing');
    case 'EndOfFileExpected':
      return t('there is text after the end');
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return t('a comment is not closed');
    case 'UnexpectedEndOfString':
      return t('a closing quote is missing');
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter':
    case 'InvalidCharacter':
      return t('a character in this text is not valid');
    default:
      return t('this is not valid JSON');
  }
}
