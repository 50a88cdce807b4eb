const longestTitle = 60;

/** A title without a model: the first line that says something, without Markdown's marks. */
export function titleOfFirstLine(text: string): string {
  const line =
    text
      .split('\n')
      .map((each) =>
        each
          .replace(/^[\s#>*`~-]+/, '')
          .replace(/[`*_]+/g, '')
          .trim(),
      )
      .find((each) => /[\p{L}\p{N}]/u.test(each)) ?? text.trim();
  return shorten(line, longestTitle);
}

/** A title out of what a model answered; null when that is none. */
export function titleOfAnswer(answer: string): string | null {
  const line = answer
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '');
  const title = (line ?? '')
    .replace(/^(title|titel)\s*:\s*/i, '')
    .replace(/^["'„“”«»`*#\s]+|["'„“”«»`*.\s]+$/g, '')
    .replace(/[\p{Cc}]/gu, '');
  return /[\p{L}\p{N}]/u.test(title) ? shorten(title, longestTitle) : null;
}

/** Cut at a word where there is one not too far back. */
function shorten(text: string, longest: number): string {
  const characters = [...text.replace(/\s+/g, ' ')];
  if (characters.length <= longest) return characters.join('');
  const start = characters.slice(0, longest - 1).join('');
  const space = start.lastIndexOf(' ');
  return `${(space > start.length / 2 ? start.slice(0, space) : start).trimEnd()}…`;
}
