import type { Disposable } from '../../../app/disposable.ts';

/** Where time comes from; tests bring their own. */
export interface Clock {
  now(): number;
  setTimer(run: () => void, milliseconds: number): Disposable;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer(run, milliseconds) {
    const timer = setTimeout(run, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** When unsaved text of a document is written to its backup. */
export interface BackupSchedule extends Disposable {
  /** The document has changed; `length` of its text, in UTF-16 units. */
  changed(document: string, length: number): void;
  /** The document is saved, reverted or closed: its backup goes. */
  discard(document: string): void;
  /** The document came back from its backup, so there is something to discard later. */
  restored(document: string): void;
  /** Writes what is still waiting, and resolves when all of it is durable. */
  flush(): Promise<void>;
}

interface Entry {
  firstChange: number;
  lastChange: number;
  length: number;
  timer: Disposable | null;
  /** Writes and discards of one document, one after the other. */
  work: Promise<void>;
  kept: boolean;
}

const retryMilliseconds = 2_000;
const unitsPerMillisecond = 16_000;

/**
 * Milliseconds from a change to its backup: after the last change, and at most after the first one that waits. Text up to
 * about a megabyte takes 250 and 1,000; larger text waits longer in proportion, since every backup carries all of it.
 */
export function backupDelays(length: number): { readonly quiet: number; readonly most: number } {
  const proportional = length / unitsPerMillisecond;
  return { quiet: Math.max(250, proportional * 4), most: Math.max(1_000, proportional * 16) };
}

/**
 * Writes a backup soon after the last change and never much later than the first. `write` takes the text when it is called;
 * a write that fails is tried again, and `failed` is told.
 */
export function createBackupSchedule(options: {
  write(document: string): Promise<void>;
  discard(document: string): Promise<void>;
  failed(document: string, error: unknown): void;
  clock?: Clock;
}): BackupSchedule {
  const { clock = systemClock } = options;
  const entries = new Map<string, Entry>();
  let disposed = false;

  const entryOf = (document: string): Entry => {
    let entry = entries.get(document);
    if (!entry) {
      entry = { firstChange: 0, lastChange: 0, length: 0, timer: null, work: Promise.resolve(), kept: false };
      entries.set(document, entry);
    }
    return entry;
  };

  /** One timer a document: a change while it runs only moves the time at which it will have to run on. */
  const arm = (document: string, entry: Entry, milliseconds: number): void => {
    entry.timer = clock.setTimer(() => {
      const { quiet, most } = backupDelays(entry.length);
      const due = Math.min(entry.lastChange + quiet, entry.firstChange + most) - clock.now();
      if (due > 0) arm(document, entry, due);
      else void write(document, entry);
    }, milliseconds);
  };

  const write = (document: string, entry: Entry): Promise<void> => {
    entry.timer?.dispose();
    entry.timer = null;
    entry.work = entry.work.then(async () => {
      try {
        entry.kept = true;
        await options.write(document);
      } catch (error) {
        if (disposed || entries.get(document) !== entry) return;
        options.failed(document, error);
        if (!entry.timer) wait(document, entry, retryMilliseconds);
      }
    });
    return entry.work;
  };

  const wait = (document: string, entry: Entry, milliseconds: number): void => {
    entry.firstChange = clock.now();
    entry.lastChange = entry.firstChange;
    arm(document, entry, milliseconds);
  };

  return {
    changed(document, length) {
      const entry = entryOf(document);
      entry.length = length;
      entry.lastChange = clock.now();
      if (entry.timer) return;
      entry.firstChange = entry.lastChange;
      arm(document, entry, backupDelays(length).quiet);
    },
    discard(document) {
      const entry = entries.get(document);
      if (!entry) return;
      entry.timer?.dispose();
      entry.timer = null;
      if (!entry.kept) return;
      entry.kept = false;
      entry.work = entry.work.then(async () => {
        if (entry.kept) return;
        try {
          await options.discard(document);
        } catch {
          // What stays behind equals the file, and the next start finds that out.
          entry.kept = true;
        }
      });
    },
    restored(document) {
      entryOf(document).kept = true;
    },
    async flush() {
      await Promise.all([...entries].map(([document, entry]) => (entry.timer ? write(document, entry) : entry.work)));
    },
    dispose() {
      disposed = true;
      for (const entry of entries.values()) entry.timer?.dispose();
      entries.clear();
    },
  };
}
