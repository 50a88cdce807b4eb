import type { LucideIcon } from 'lucide-react';

/** One row that can be chosen. */
export interface PaletteEntry {
  readonly key: string;
  readonly label: string;
  /** Indexes into `label` of the characters that matched. */
  readonly matched?: readonly number[];
  /** Behind the label, dimmer. */
  readonly description?: string;
  /** At the right end. */
  readonly detail?: string;
  readonly keys?: string | null;
  readonly icon?: LucideIcon;
  /** Shows the file's type instead of an icon. */
  readonly fileName?: string;
  /** 16 px each. */
  readonly indent?: number;
  /** Heading above the first entry of the group. */
  readonly group?: string;
  choose(options: { toSide: boolean }): void | Promise<void>;
  /** Shown while this row is highlighted. */
  preview?(): void;
}

export interface PaletteResult {
  readonly entries: readonly PaletteEntry[];
  /** How many there are where not all are listed. */
  readonly total: number;
  /** Highlighted first; 0 unless told. */
  readonly initial?: number;
  readonly empty: { readonly title: string; readonly body: string };
}

export const nothing: PaletteResult = { entries: [], total: 0, empty: { title: '', body: '' } };

/** A text in pieces that matched and did not. */
export function highlightPieces(
  text: string,
  matched: readonly number[] = [],
): readonly { readonly at: number; readonly text: string; readonly matched: boolean }[] {
  if (matched.length === 0) return [{ at: 0, text, matched: false }];
  const hits = new Set(matched);
  const pieces: { at: number; text: string; matched: boolean }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const isHit = hits.has(index);
    const last = pieces.at(-1);
    if (last && last.matched === isHit) last.text += text.charAt(index);
    else pieces.push({ at: index, text: text.charAt(index), matched: isHit });
  }
  return pieces;
}
