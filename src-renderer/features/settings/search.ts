import { sourceOf, translated } from '../../localize.ts';
import type { SettingRow } from './setting-controls.ts';

/** What was typed into the search of the settings, taken apart. */
export interface SettingsQuery {
  readonly words: readonly string[];
  /** `@modified`: only what has been set in the file that is shown. */
  readonly modified: boolean;
}

/** Takes `@modified font` apart. Other words that begin with `@` stand for themselves. */
export function parseQuery(text: string): SettingsQuery {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return { words: words.filter((word) => word !== '@modified'), modified: words.includes('@modified') };
}

/** A search with `@modified` if it had none, and without it if it did. */
export function toggleModified(text: string): string {
  const rest = text
    .replace(/(^|\s)@modified(?=\s|$)/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (parseQuery(text).modified) return rest;
  return rest === '' ? '@modified' : `@modified ${rest}`;
}

/** Whether a setting has every word somewhere in what is known of it. */
export function fitsQuery({ key, note }: SettingRow, { words }: SettingsQuery): boolean {
  const texts = [note.title, note.description, translated(note.section)];
  const all = [key, note.section, ...texts, ...texts.map(sourceOf)].join(' ').toLowerCase();
  return words.every((word) => all.includes(word));
}

/** A text in pieces that were searched for and pieces that were not. */
export function highlightWords(
  text: string,
  words: readonly string[],
): readonly { readonly at: number; readonly text: string; readonly matched: boolean }[] {
  const lower = text.toLowerCase();
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) hit.fill(true, at, at + word.length);
  }
  const pieces: { at: number; text: string; matched: boolean }[] = [];
  for (const [at, character] of [...text].entries()) {
    const matched = hit[at] ?? false;
    const last = pieces.at(-1);
    if (last && last.matched === matched) last.text += character;
    else pieces.push({ at, text: character, matched });
  }
  return pieces;
}
