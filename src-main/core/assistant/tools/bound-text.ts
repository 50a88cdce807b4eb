/** Characters that go back to a model from one call. */
export const longestResult = 16_000;

/** A text cut to what a result may hold, with a line that says so. `keep` is the end that matters. */
export function boundText(text: string, keep: 'start' | 'end' = 'start', longest = longestResult): string {
  if (text.length <= longest) return text;
  if (keep === 'start') {
    const cut = text.lastIndexOf('\n', longest);
    return `${text.slice(0, cut > longest / 2 ? cut : longest)}\n[cut: there is more]`;
  }
  const cut = text.indexOf('\n', text.length - longest);
  return `[cut: there is more before]\n${text.slice(cut < 0 ? text.length - longest : cut + 1)}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by such characters.
const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[@-Z\\-_])/g;

/** What a terminal shows, as plain lines: without colours, and with what was written over last. */
export function plainOutput(text: string): string {
  return (
    text
      .replace(sequences, '')
      .replaceAll('\r\n', '\n')
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf('\r') + 1))
      .join('\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to go.
      .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
  );
}
