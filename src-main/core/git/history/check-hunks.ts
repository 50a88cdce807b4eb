const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Whether a text is nothing but hunks: each line counted by its head, so that no further file can follow. Git reads what
 * comes after the counted lines as the next file's head.
 */
export function isOnlyHunks(text: string): boolean {
  const lines = text.split('\n');
  if (lines.pop() !== '') return false;
  let index = 0;
  if (lines.length === 0) return false;
  while (index < lines.length) {
    const found = head.exec(lines[index] ?? '');
    if (!found) return false;
    index += 1;
    let old = Number(found[2] ?? 1);
    let next = Number(found[4] ?? 1);
    while (old > 0 || next > 0) {
      const mark = lines[index]?.charAt(0);
      if (mark === ' ') {
        old -= 1;
        next -= 1;
      } else if (mark === '-') old -= 1;
      else if (mark === '+') next -= 1;
      else if (mark !== '\\') return false;
      if (old < 0 || next < 0) return false;
      index += 1;
    }
    while (lines[index]?.startsWith('\\')) index += 1;
  }
  return true;
}

/** A path as the head of a patch names it: in quotes, with anything but plain characters as octal bytes. */
export function quotePath(path: string): string {
  const bytes = new TextEncoder().encode(path);
  let quoted = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (byte >= 0x20 && byte < 0x7f) quoted += character;
    else quoted += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${quoted}"`;
}
