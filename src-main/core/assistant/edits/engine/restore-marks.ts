/** A value of a text in the place of which models see a mark. */
export interface HiddenValue {
  /** As the gate writes it: `[redacted: password]`. */
  readonly mark: string;
  readonly value: string;
  /** The line that it begins in, from 0. */
  readonly line: number;
  /** Where it begins in that line. */
  readonly column: number;
  /** What stands before it in its line, after another one if there is one; without quotes and blanks. */
  readonly lead: string;
}

/** A text in which values are in the place of their marks, and where they are in it. */
export interface RestoredText {
  readonly text: string;
  /** Without those of marks that stand for themselves. */
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

const marks = /\[redacted: [\w-]+\]/g;

export function holdsMark(text: string): boolean {
  return text.search(marks) >= 0;
}

/** Whether a text has more of some mark than what it was made from, where nobody wrote the mark but who sees it in place of a value. */
export function gainsMark(before: string | null, after: string): boolean {
  const had = countMarks(before ?? '');
  return [...countMarks(after)].some(([mark, count]) => count > (had.get(mark) ?? 0));
}

/** The lines of a text as models see them; null where the values are not in it. */
export function blackedOutLines(lines: readonly string[], hidden: readonly HiddenValue[]): readonly string[] | null {
  const shown = [...lines];
  // From the end, so that what stands before stays where it is.
  for (const { mark, value, line, column } of hidden.toReversed()) {
    const count = countLineEnds(value) + 1;
    const text = shown.slice(line, line + count).join('\n');
    if (!text.startsWith(value, column)) return null;
    const rest = text.slice(column + value.length);
    const seen = `${text.slice(0, column)}${mark}${'\n'.repeat(count - 1)}${rest}`;
    shown.splice(line, count, ...seen.split('\n'));
  }
  return shown;
}

/** The part of a text that comes before any mark, also one that has only begun to arrive. */
export function beforeMark(text: string): string {
  const whole = text.search(marks);
  if (whole >= 0) return text.slice(0, whole);
  const begun = /\[(?:r(?:e(?:d(?:a(?:c(?:t(?:e(?:d(?::(?: [\w-]*)?)?)?)?)?)?)?)?)?)?$/.exec(text);
  return begun ? text.slice(0, begun.index) : text;
}

/** What models do not see of a text, given where its secrets are: those, and marks that it holds itself, which stand for themselves. */
export function hiddenValues(
  text: string,
  secrets: readonly { readonly start: number; readonly end: number; readonly what: string }[],
): HiddenValue[] {
  const own = [...text.matchAll(marks)]
    .map(({ index, 0: mark }) => ({ start: index, end: index + mark.length, mark }))
    .filter(({ start, end }) => !secrets.some((secret) => secret.start < end && secret.end > start));
  const all = [...secrets.map((secret) => ({ ...secret, mark: `[redacted: ${secret.what}]` })), ...own];
  let from = 0;
  let line = 0;
  let last = 0;
  return all
    .sort((one, other) => one.start - other.start)
    .map(({ start, end, mark }) => {
      line += countLineEnds(text.slice(last, start));
      last = start;
      const lead = leadOf(text, from, start);
      from = end;
      const column = start - (text.lastIndexOf('\n', start - 1) + 1);
      return { mark, value: text.slice(start, end), line, column, lead };
    });
}

/**
 * Puts values back in the place of their marks in a new text for some part of a file; null where it is not clear which value a mark stands for. It is where
 * the file has only one value of its kind, or one that stands after the same words; what is left then has to be as many as in the part, in their order.
 * `part` is what was hidden in the part that the text replaces, `file` in all of the file.
 */
export function restoreMarks(
  text: string,
  part: readonly HiddenValue[],
  file: readonly HiddenValue[] = part,
): string | null {
  return restoreText(text, part, file)?.text ?? null;
}

/** The same, with where the values are. */
export function restoreText(
  text: string,
  part: readonly HiddenValue[],
  file: readonly HiddenValue[],
): RestoredText | null {
  let from = 0;
  const found = [...text.matchAll(marks)].map(({ index, 0: mark }) => {
    const lead = leadOf(text, from, index);
    from = index + mark.length;
    const same = ({ mark: other }: HiddenValue) => other === mark;
    const alike = (hidden: HiddenValue) => same(hidden) && hidden.lead === lead;
    const value = only(file.filter(same)) ?? only(part.filter(alike)) ?? only(file.filter(alike));
    return { mark, index, value };
  });
  const used = new Set(found.map(({ value }) => value));
  for (const mark of new Set(found.map((each) => each.mark))) {
    const open = found.filter((each) => each.mark === mark && each.value === null);
    if (open.length === 0) continue;
    const left = part.filter((hidden) => hidden.mark === mark && !used.has(hidden.value));
    if (left.length !== open.length) return null;
    for (const [position, each] of open.entries()) each.value = left[position]?.value ?? null;
  }
  const places: { start: number; end: number }[] = [];
  let result = '';
  let end = 0;
  for (const { mark, index, value } of found) {
    if (value === null) return null;
    result += text.slice(end, index);
    if (value !== mark) places.push({ start: result.length, end: result.length + value.length });
    result += value;
    end = index + mark.length;
    // After a mark come as many line ends as its value has; who left some of them out has still ended the line.
    const inside = countLineEnds(value);
    const after = /^\n*/.exec(text.slice(end))?.[0].length ?? 0;
    end += after >= inside ? inside : Math.max(0, after - 1);
  }
  return { text: result + text.slice(end), places };
}

function only(hidden: readonly HiddenValue[]): string | null {
  const values = new Set(hidden.map(({ value }) => value));
  return values.size === 1 ? (hidden[0]?.value ?? null) : null;
}

function leadOf(text: string, from: number, to: number): string {
  return text.slice(Math.max(from, text.lastIndexOf('\n', to - 1) + 1), to).replace(/[\s"'`]/g, '');
}

function countMarks(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [mark] of text.matchAll(marks)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}

function countLineEnds(text: string): number {
  return text.split('\n').length - 1;
}
