/** Some text in another's place; `offset` is in the text before, in UTF-16 units with LF between lines. */
export interface TextReplacement {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A piece of a change as Yjs describes it. */
type DeltaPiece = { readonly retain?: number; readonly delete?: number; readonly insert?: unknown };

/** What a change replaced, in order; null when something was inserted that is no text or holds carriage returns. */
export function replacementsOf(delta: readonly DeltaPiece[]): TextReplacement[] | null {
  const found: TextReplacement[] = [];
  let offset = 0;
  let open: { length: number; text: string } | null = null;
  const close = () => {
    if (!open) return;
    found.push({ offset, ...open });
    offset += open.length;
    open = null;
  };
  for (const piece of delta) {
    if (piece.retain !== undefined) {
      close();
      offset += piece.retain;
      continue;
    }
    open ??= { length: 0, text: '' };
    if (piece.delete !== undefined) open.length += piece.delete;
    if (piece.insert === undefined) continue;
    if (typeof piece.insert !== 'string' || piece.insert.includes('\r')) return null;
    open.text += piece.insert;
  }
  close();
  return found;
}

/**
 * Where a place is after replacements, which are in order. Text that is inserted right there comes after it, unless `pushed`
 * puts the place behind it.
 */
export function mapOffset(offset: number, replacements: readonly TextReplacement[], pushed: boolean): number {
  let shift = 0;
  for (const { offset: start, length, text } of replacements) {
    if (offset < start || (offset === start && !(pushed && length === 0))) break;
    if (offset < start + length) return start + shift + Math.min(offset - start, text.length);
    shift += text.length - length;
  }
  return offset + shift;
}

/**
 * Two replacements of one text, each as it is after the other. Where both insert at one place, the first comes first. What one
 * inserts inside of what the other removes is removed with it.
 */
export function cross(one: TextReplacement, other: TextReplacement): readonly [TextReplacement, TextReplacement] {
  return [across(one, other, false), across(other, one, true)];
}

function across(replacement: TextReplacement, before: TextReplacement, pushed: boolean): TextReplacement {
  const { offset, length, text } = replacement;
  const start = mapOffset(offset, [before], pushed || length > 0);
  const end = length === 0 ? start : Math.max(start, mapOffset(offset + length, [before], false));
  return { offset: start, length: end - start, text };
}

/** A caret, or what is selected from `anchor` to `head`. */
export interface OffsetRange {
  readonly anchor: number;
  readonly head: number;
}

/** Where a selection is after replacements: what is inserted at its edges does not become part of it. */
export function mapRange({ anchor, head }: OffsetRange, replacements: readonly TextReplacement[]): OffsetRange {
  if (anchor === head) {
    const caret = mapOffset(head, replacements, false);
    return { anchor: caret, head: caret };
  }
  const start = mapOffset(Math.min(anchor, head), replacements, true);
  const end = Math.max(start, mapOffset(Math.max(anchor, head), replacements, false));
  return anchor < head ? { anchor: start, head: end } : { anchor: end, head: start };
}
