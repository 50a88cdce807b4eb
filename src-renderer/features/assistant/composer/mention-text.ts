/** What stands between an `@` and the cursor, and where the `@` is. Null when none is being written. */
export function mentionAt(text: string, cursor: number): { readonly start: number; readonly query: string } | null {
  const match = /(?:^|[\s(["'])@([^\s@]{0,100})$/.exec(text.slice(0, cursor));
  const query = match?.[1];
  return query === undefined ? null : { start: cursor - query.length - 1, query };
}

/** What stands between a `/` that begins the message and the cursor; null when there is none, or more after it. */
export function templateQuery(text: string, cursor: number): string | null {
  const match = /^\/([^\s/]{0,100})$/.exec(text);
  return match === null || cursor !== text.length ? null : (match[1] ?? '');
}

/** The text with a mention written out, and where the cursor then is. */
export function withMention(
  text: string,
  start: number,
  cursor: number,
  name: string,
): { text: string; cursor: number } {
  const written = name === '' ? '' : `@${name.replaceAll(' ', '\u00a0')} `;
  return { text: text.slice(0, start) + written + text.slice(cursor), cursor: start + written.length };
}

/** Whether pasted text looks like code of several lines, which says more with its place. */
export function looksLikeCode(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  const coded = lines.filter((line) =>
    /[{};=()<>]|^\s{2,}\S|^\s*(?:import|from|def|class|return|const|let|fn|if)\b/.test(line),
  );
  return coded.length / lines.length >= 0.5;
}
