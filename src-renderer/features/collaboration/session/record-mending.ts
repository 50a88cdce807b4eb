/** Milliseconds before a record is put back for the first time, and at most. */
const pauses = { first: 500, longest: 120_000 };
/** Milliseconds in which a record was left alone, after which it is put back soon again. */
const calmAfter = 600_000;

/** Puts back what somebody took out of a document without having the right to: again and again, and ever more rarely. */
export interface RecordMending {
  later(key: string): void;
  /** The record is not wanted any more. */
  forget(key: string): void;
  dispose(): void;
}

/** `mend` puts back those of the records that are still missing, in one change for all. */
export function createRecordMending(mend: (keys: readonly string[]) => void): RecordMending {
  const mended = new Map<string, { readonly times: number; readonly at: number }>();
  const due = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  function wait(until: number): void {
    // Many are taken out at once, and all of them are due then.
    if (until >= timerAt) return;
    clearTimeout(timer);
    timerAt = until;
    timer = setTimeout(work, Math.max(0, until - performance.now()));
  }

  function work(): void {
    timerAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    // A pause is rounded to whole milliseconds by the timer.
    const keys = [...due].flatMap(([key, at]) => (at <= now + 1 ? [key] : []));
    for (const key of keys) {
      due.delete(key);
      mended.set(key, { times: (mended.get(key)?.times ?? 0) + 1, at: now });
    }
    mend(keys);
    for (const at of due.values()) wait(at);
  }

  return {
    later(key) {
      if (due.has(key)) return;
      const now = performance.now();
      const before = mended.get(key);
      if (before && now - before.at > calmAfter) mended.delete(key);
      const at = now + Math.min(pauses.longest, pauses.first * 2 ** (mended.get(key)?.times ?? 0));
      due.set(key, at);
      wait(at);
    },
    forget(key) {
      due.delete(key);
      mended.delete(key);
    },
    dispose: () => clearTimeout(timer),
  };
}
