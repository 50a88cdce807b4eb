import { joinChunks } from './read-syntax.ts';

/** First lines of the chunks of a text without a grammar: cut where a line is blank or a heading begins. */
export function chunkByLines(text: string): number[] {
  const lines = text.split('\n');
  const cuts: number[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (/^#{1,6} |^\[|^(?:[-=*]{3,})$/.test(line) || (lines[index - 1]?.trim() === '' && /^\S/.test(line)))
      cuts.push(index + 1);
  }
  return joinChunks(cuts, lines.length);
}
