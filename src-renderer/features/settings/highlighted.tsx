import { highlightWords } from './search.ts';

/** A text with the words that were searched for marked in it. */
export function Highlighted({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  if (words.length === 0) return text;
  return highlightWords(text, words).map(({ at, text: piece, matched }) =>
    matched ? (
      <mark className="setting-match" key={at}>
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}
