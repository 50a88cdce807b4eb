import { type Mention, splitMentions } from '../session/mentions.ts';

/** A piece of what somebody said. */
export type Word =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly mention: Mention }
  | { readonly kind: 'link'; readonly text: string };

/** A paragraph or a block of code of what somebody said. */
export type Block =
  | { readonly kind: 'paragraph'; readonly words: readonly Word[] }
  | { readonly kind: 'code'; readonly text: string };

const fence = /^```[^\n`]*\n([\s\S]*?)(?:\n```[ \t]*(?:\n|$)|$)/;
const inline = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]])/g;

/** Reads what somebody wrote: code between backticks, strong words, addresses and mentions. Everything else is text as it stands. */
export function readWords(text: string, mentions: readonly Mention[]): readonly Block[] {
  const blocks: Block[] = [];
  let rest = text;
  let paragraph = '';
  const endParagraph = () => {
    for (const part of paragraph.split(/\n{2,}/)) {
      const trimmed = part.replace(/^\n+|\n+$/g, '');
      if (trimmed !== '') blocks.push({ kind: 'paragraph', words: readInline(trimmed, mentions) });
    }
    paragraph = '';
  };
  while (rest !== '') {
    const block = fence.exec(rest);
    if (block) {
      endParagraph();
      blocks.push({ kind: 'code', text: block[1] ?? '' });
      rest = rest.slice(block[0].length);
      continue;
    }
    const end = rest.indexOf('\n');
    const line = end < 0 ? rest : rest.slice(0, end + 1);
    paragraph += line;
    rest = rest.slice(line.length);
  }
  endParagraph();
  return blocks;
}

function readInline(text: string, mentions: readonly Mention[]): readonly Word[] {
  const words: Word[] = [];
  let from = 0;
  const plain = (until: number) => {
    for (const { text: piece, mention } of splitMentions(text.slice(from, until), mentions)) {
      words.push(mention ? { kind: 'mention', text: piece, mention } : { kind: 'text', text: piece });
    }
  };
  for (const match of text.matchAll(inline)) {
    plain(match.index);
    const [whole, code, strong, link] = match;
    if (code !== undefined) words.push({ kind: 'code', text: code });
    else if (strong !== undefined) words.push({ kind: 'strong', text: strong });
    else if (link !== undefined) words.push({ kind: 'link', text: link });
    from = match.index + whole.length;
  }
  plain(text.length);
  return words;
}

/** What somebody said on one line, as a list has room for. */
export function firstLineOf(text: string): string {
  return text
    .replace(/```[^\n`]*\n?/g, ' ')
    .replace(/\*\*|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
