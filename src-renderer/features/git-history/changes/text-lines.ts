/** A text as lines that each end with `\n`, but for the last one where the text does not; line ends of the text's own are gone. */
export function toLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.pop() ?? '';
  const ended = lines.map((line) => `${line}\n`);
  if (last !== '') ended.push(last);
  return ended;
}

/** The same with every line's own end kept; a lone CR is part of its line, as git has it. */
export function toRawLines(text: string): string[] {
  return text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}
