/** The text of an answer that was to be bare code: without a fence around it, if there is one. */
export function stripFence(answer: string): string {
  const fenced = /^\s*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?\1\s*$/.exec(answer);
  if (fenced) return fenced[2] ?? '';
  // A fence that was opened and never closed.
  return answer.replace(/^\s*(`{3,}|~{3,})[\w+-]*\n/, '');
}

/** A completion out of an answer of a model that was asked in words: not what is there already, and not more than a few lines. */
export function completionOf(answer: string, before: string, after: string): string {
  let text = stripFence(answer)
    .replaceAll('\r\n', '\n')
    .replace(/<CURSOR>/g, '');
  const line = before.slice(before.lastIndexOf('\n') + 1);
  // Models often begin with the line that the cursor is in.
  if (line.trim() !== '' && text.startsWith(line)) text = text.slice(line.length);
  else if (line.trim() !== '' && text.trimStart().startsWith(line.trimStart()))
    text = text.trimStart().slice(line.trimStart().length);
  return fillingOf(text, after);
}

/** A completion out of what a model fills into a gap. */
export function fillingOf(answer: string, after: string): string {
  let text = answer.replaceAll('\r\n', '\n').split('\n').slice(0, 12).join('\n').trimEnd();
  const rest = after.slice(0, after.indexOf('\n') < 0 ? undefined : after.indexOf('\n'));
  if (rest.trim() !== '' && text.endsWith(rest.trimEnd())) text = text.slice(0, -rest.trimEnd().length);
  return text.trim() === '' || after.startsWith(text) ? '' : text;
}
