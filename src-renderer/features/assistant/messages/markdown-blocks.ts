import { Lexer, type Token, type Tokens } from 'marked';

/** A block of an answer, and where it begins in the text. */
export interface MarkdownBlock {
  readonly start: number;
  readonly token: Token;
}

/**
 * Reads a text that grows. Blocks that more text can't change any more are not read again, so that a frame costs what its last
 * blocks cost, however long the answer is.
 */
export function createBlockReader(): (text: string) => readonly MarkdownBlock[] {
  let settled: readonly MarkdownBlock[] = [];
  let settledText = '';
  return (text) => {
    const whole = text.replaceAll('\r\n', '\n');
    if (!whole.startsWith(settledText)) {
      settled = [];
      settledText = '';
    }
    let start = settledText.length;
    const fresh: MarkdownBlock[] = [];
    for (const token of new Lexer({ gfm: true }).lex(whole.slice(start))) {
      fresh.push({ start, token });
      start += token.raw.length;
    }
    const blocks = [...settled, ...fresh];
    // The last block may go on, and blank lines before it may turn out to be part of it.
    const keep = fresh.length - 2;
    const last = fresh[keep - 1];
    if (last) {
      settled = [...settled, ...fresh.slice(0, keep)];
      settledText = whole.slice(0, last.start + last.token.raw.length);
    }
    return blocks.filter(({ token }) => token.type !== 'space' && token.type !== 'def');
  };
}

export function isCode(token: Token): token is Tokens.Code {
  return token.type === 'code';
}
