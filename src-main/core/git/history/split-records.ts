/** Cuts a stream of bytes at NULs into texts, whatever the pieces it comes in. */
export async function* splitAtNul(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  yield* splitAt(pieces, '\0');
}

/** The same at line ends. */
export async function* splitAtLineEnd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  yield* splitAt(pieces, '\n');
}

async function* splitAt(pieces: AsyncIterable<Uint8Array>, separator: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const texts = (rest + decoder.decode(piece, { stream: true })).split(separator);
    rest = texts.pop() ?? '';
    yield* texts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Gathers items into portions, so that one message carries many. */
export async function* inPortions<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[], void, void> {
  let portion: T[] = [];
  for await (const item of items) {
    portion.push(item);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
