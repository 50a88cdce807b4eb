/** Lines longer than this are cut: nobody reads a problem out of them. */
const longestLine = 4096;

// Operating system commands (ended by BEL or ST), control sequences, and other sequences of two or three characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by such characters.
const escapes = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;

/** Text without what only terminals understand. */
export function stripEscapes(text: string): string {
  return text.replace(escapes, '');
}

/** Takes output apart into plain lines, however it was cut. A line that is written over after a carriage return is its last state. */
export function createLineReader(onLine: (line: string) => void): { push(text: string): void; end(): void } {
  let rest = '';
  const emit = (raw: string) => {
    const plain = stripEscapes(raw.length > longestLine ? raw.slice(0, longestLine) : raw).replace(/\r+$/, '');
    onLine(plain.slice(plain.lastIndexOf('\r') + 1));
  };
  return {
    push(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) rest = rest.slice(0, longestLine);
      for (const line of lines) emit(line);
    },
    end() {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}
