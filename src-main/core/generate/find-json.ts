/**
 * The JSON object in a model's answer, with or without a fence and words around it. Undefined when there is none that parses:
 * the answer was cut, or is no JSON.
 */
export function findJson(text: string): unknown {
  for (
    let from = text.indexOf('{'), tries = 0;
    from !== -1 && tries < 20;
    from = text.indexOf('{', from + 1), tries++
  ) {
    const end = endOfObject(text, from);
    if (end === null) continue;
    try {
      return JSON.parse(text.slice(from, end));
    } catch {
      // Words in braces before the object; the next one may be it.
    }
  }
}

/** Behind the brace that closes the one at `from`; null when the text ends before. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return null;
}
