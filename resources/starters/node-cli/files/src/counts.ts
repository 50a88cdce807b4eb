export interface Counts {
  readonly lines: number;
  readonly words: number;
  /** Unicode code points, so an emoji counts as one and not as two. */
  readonly characters: number;
}

export const noCounts: Counts = { lines: 0, words: 0, characters: 0 };

export function addCounts(left: Counts, right: Counts): Counts {
  return {
    lines: left.lines + right.lines,
    words: left.words + right.words,
    characters: left.characters + right.characters,
  };
}

/** Counts UTF-8 text as it arrives, whatever its size. A last line without a line end counts too. */
export async function countText(chunks: AsyncIterable<Buffer | string>): Promise<Counts> {
  const decoder = new TextDecoder();
  let { lines, words, characters } = noCounts;
  let last = "";

  function count(text: string) {
    for (const character of text) {
      characters += 1;
      if (character === "\n") lines += 1;
      if (!isSpace(character) && (last === "" || isSpace(last))) words += 1;
      last = character;
    }
  }

  for await (const chunk of chunks) {
    count(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
  }
  count(decoder.decode());
  if (last !== "" && last !== "\n") lines += 1;
  return { lines, words, characters };
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}
