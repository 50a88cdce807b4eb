import type { Transaction, Text as YText, YTextEvent } from 'yjs';
import { typedCaret } from '../text/remote-carets.ts';
import { findSelection, type Presence, shareSelection } from './presence.ts';

/** Where others take this person's caret to be: where it was said to be, and from there on where they have typed to. */
export interface ToldCaret {
  /** Notes what others are told. */
  say(presence: Presence): void;
  /** Notes what this person has changed. */
  changed(transaction: Transaction): void;
  /** Whether others have taken it elsewhere since they were told. */
  readonly moved: boolean;
  /** Whether others see all of it without being told. */
  tells(presence: Presence): boolean;
}

/** `textOf` answers the text of a file by the session's id of it. */
export function createToldCaret(textOf: (file: string | null) => YText | null): ToldCaret {
  let said: Presence | null = null;
  let selections: Presence['selections'] = [];
  return {
    get moved() {
      return selections !== (said?.selections ?? selections);
    },
    say(presence) {
      said = presence;
      selections = presence.selections;
    },
    changed(transaction) {
      const text = textOf(said?.file ?? null);
      const events = text ? transaction.changedParentTypes.get(text as never) : undefined;
      const event = events?.find(({ target }) => (target as unknown) === text);
      if (!text || !event) return;
      const typed = typedCaret(text, event as unknown as YTextEvent, transaction, () => selections);
      if (typed) selections = [shareSelection(text, typed.range)];
    },
    tells(presence) {
      const text = textOf(presence.file);
      const [theirs, ...more] = selections;
      const [own, ...others] = presence.selections;
      if (!text || !theirs || !own || more.length > 0 || others.length > 0) return false;
      if (said === null || besidesSelections(said) !== besidesSelections(presence)) return false;
      const [known, now] = [findSelection(text, theirs), findSelection(text, own)];
      return known !== null && now !== null && known.anchor === now.anchor && known.head === now.head;
    },
  };
}

function besidesSelections(presence: Presence): string {
  return JSON.stringify({ ...presence, selections: [] });
}
