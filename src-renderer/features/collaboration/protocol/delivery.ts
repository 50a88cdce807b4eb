/** Which of this peer's edits somebody else has for certain. */
export interface Delivery {
  /** Edits made here that nobody else is known to have. */
  readonly pending: number;
  /** Notes an edit made here. */
  made(): void;
  /** The count of one link; it ends with the link. */
  track(): LinkDelivery;
}

export interface LinkDelivery {
  /** A change was sent over the link. `covers`: with it the other has all that was made here up to now. */
  sent(covers: boolean): void;
  /** The other has all that was made here. */
  complete(): void;
  /** The other has received so many changes over this link. */
  confirmed(changes: number): void;
}

/** The most changes on the way of which it is known what they cover. */
const mostMarks = 4096;

export function createDelivery(onChanged: () => void): Delivery {
  let made = 0;
  let delivered = 0;

  function deliver(edits: number): void {
    if (edits <= delivered) return;
    delivered = edits;
    onChanged();
  }

  return {
    get pending() {
      return made - delivered;
    },
    made() {
      made += 1;
      onChanged();
    },
    track() {
      const marks: { readonly changes: number; readonly edits: number }[] = [];
      let changes = 0;
      // Whoever comes later has nothing of what was made before, until it was asked for.
      let whole = made === 0;
      return {
        sent(covers) {
          changes += 1;
          if (covers) whole = true;
          if (!whole) return;
          if (marks.length >= mostMarks) marks.shift();
          marks.push({ changes, edits: made });
        },
        complete() {
          whole = true;
          deliver(made);
        },
        confirmed(count) {
          let edits = 0;
          while (marks[0] && marks[0].changes <= count) edits = marks.shift()?.edits ?? edits;
          deliver(edits);
        },
      };
    },
  };
}
