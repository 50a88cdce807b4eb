/** What a terminal has written, as much of it as is kept. Lengths are in UTF-16 code units. */
export interface OutputHistory {
  append(text: string): void;
  /** What brings a new screen to the state that the terminal is in: modes that were switched before, then the kept text. */
  replay(): string;
  clear(): void;
}

// Modes that outlive the text that switched them: DECSET and DECRST, such as the alternate screen and bracketed paste.
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by such characters.
const modeSwitch = /\x1b\[\?([\d;]+)([hl])/g;

/** Keeps at most `limit` code units. What is dropped ends with a line, so that no character or sequence is cut in two. */
export function createOutputHistory(limit: number): OutputHistory {
  let chunks: string[] = [];
  let length = 0;
  const modes = new Map<string, 'h' | 'l'>();

  const drop = (text: string) => {
    for (const [, numbers = '', switched] of text.matchAll(modeSwitch)) {
      for (const number of numbers.split(';')) {
        // The last switch counts, and the order of the last switches does too.
        modes.delete(number);
        modes.set(number, switched as 'h' | 'l');
      }
    }
  };

  const trim = () => {
    let from = 0;
    let dropped = '';
    while (length > limit && from < chunks.length) {
      const chunk = chunks[from] ?? '';
      const excess = length - limit;
      if (chunk.length > excess) {
        // Text without any line end is cut where it must be, but not inside a pair of code units.
        const lineEnd = chunk.indexOf('\n', excess - 1);
        let cut = lineEnd === -1 ? excess : lineEnd + 1;
        if (/[\uDC00-\uDFFF]/.test(chunk.charAt(cut))) cut += 1;
        dropped += chunk.slice(0, cut);
        chunks[from] = chunk.slice(cut);
        length -= cut;
        break;
      }
      dropped += chunk;
      length -= chunk.length;
      from += 1;
    }
    chunks = chunks.slice(from);
    drop(dropped);
  };

  return {
    append(text) {
      chunks.push(text);
      length += text.length;
      // Not at every append: moving the list costs more than holding a little too much.
      if (length > limit * 1.25) trim();
    },
    replay() {
      if (length > limit) trim();
      return [...[...modes].map(([number, switched]) => `\x1b[?${number}${switched}`), ...chunks].join('');
    },
    clear() {
      chunks = [];
      length = 0;
      modes.clear();
    },
  };
}
