import { plainText } from './find-address.ts';

/** Characters kept of what a server writes; the oldest go first. */
const capacity = 200_000;

/** What a program has written lately, as plain text. */
export interface OutputLog {
  /** Answers the text as it was added. */
  add(text: string): string;
  clear(): void;
  text(): string;
}

/** Makes an empty log. */
export function createOutputLog(): OutputLog {
  let kept = '';
  return {
    add(text) {
      const plain = plainText(text);
      kept += plain;
      if (kept.length > capacity) {
        const cut = kept.length - Math.floor(capacity * 0.9);
        const line = kept.indexOf('\n', cut);
        kept = kept.slice(line === -1 ? cut : line + 1);
      }
      return plain;
    },
    clear() {
      kept = '';
    },
    text: () => kept,
  };
}
