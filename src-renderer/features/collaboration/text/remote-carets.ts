import type { Transaction, Text as YText, YTextEvent } from 'yjs';
import type { SharedSelection } from '../presence/presence.ts';
import { findSelection } from '../presence/presence.ts';
import { type OffsetRange, replacementsOf } from './text-replacement.ts';

/**
 * Where somebody's caret is after they have typed, which their text tells before they say so themselves: that comes up to
 * half a second later. Null when a change is no typing at a caret of theirs.
 */
export function typedCaret(
  text: YText,
  event: YTextEvent,
  transaction: Transaction,
  selectionsOf: (client: number) => readonly SharedSelection[],
): { readonly client: number; readonly range: OffsetRange } | null {
  const client = onlyAuthor(transaction);
  const replacements = client === null ? null : replacementsOf(event.delta);
  const [typed, ...more] = replacements ?? [];
  if (client === null || !typed || more.length > 0 || typed.text === '') return null;
  const [selection, ...others] = selectionsOf(client);
  const before = selection && others.length === 0 ? findSelection(text, selection) : null;
  if (!before) return null;
  const end = typed.offset + typed.text.length;
  const caret = Math.max(before.anchor, before.head);
  return caret >= typed.offset && caret <= end ? { client, range: { anchor: end, head: end } } : null;
}

/** The one client whose additions a transaction brought; null when there were several, or none. */
function onlyAuthor({ beforeState, afterState }: Transaction): number | null {
  const authors = [...afterState].filter(([client, clock]) => clock > (beforeState.get(client) ?? 0));
  return authors.length === 1 ? (authors[0]?.[0] ?? null) : null;
}
