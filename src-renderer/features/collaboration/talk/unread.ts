import { createStore, type StoreApi } from 'zustand/vanilla';

/** Something that somebody said. */
export interface Said {
  readonly id: string;
  readonly author: string;
  readonly at: number;
}

/** What this person has not seen yet of what others said. */
export interface Unread {
  readonly ids: StoreApi<ReadonlySet<string>>;
  /** For the badge: null when there is nothing. */
  readonly count: StoreApi<number | null>;
  /** Takes what there is now. */
  update(said: readonly Said[]): void;
  see(ids: Iterable<string>): void;
}

interface Kept {
  /** Before this nothing is unread; milliseconds since 1970. */
  readonly since: number;
  readonly seen: readonly string[];
}

const mostKept = 3000;

/** Follows what is unread under a name of the session, over restarts. Own words are never unread, nor what was said before the first visit. */
export function createUnread(options: {
  readonly name: string;
  readonly me: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly now: number;
}): Unread {
  const { name, me, storage } = options;
  const key = `flashfusion.read.${name}`;
  const kept = readKept(storage.getItem(key)) ?? { since: options.now, seen: [] };
  const seen = new Set(kept.seen);
  const ids = createStore<ReadonlySet<string>>(() => new Set());
  const count = createStore<number | null>(() => null);
  let latest: readonly Said[] = [];

  function keep(): void {
    const last = [...seen].slice(-mostKept);
    try {
      storage.setItem(key, JSON.stringify({ since: kept.since, seen: last }));
    } catch {
      // A full storage costs no more than seeing something as new once again.
    }
  }

  function tell(): void {
    const unread = latest.filter(({ id, author, at }) => author !== me && at > kept.since && !seen.has(shortened(id)));
    const before = ids.getState();
    if (before.size === unread.length && unread.every(({ id }) => before.has(id))) return;
    ids.setState(new Set(unread.map(({ id }) => id)), true);
    count.setState(unread.length > 0 ? unread.length : null, true);
  }

  keep();
  return {
    ids,
    count,
    update(said) {
      latest = said;
      tell();
    },
    see(some) {
      const before = seen.size;
      for (const id of some) if (ids.getState().has(id)) seen.add(shortened(id));
      if (seen.size === before) return;
      keep();
      tell();
    },
  };
}

/** What makes an id different from others of the same author. */
function shortened(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}

function readKept(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    const { since, seen } = JSON.parse(text) as Record<string, unknown>;
    const isList = Array.isArray(seen) && seen.every((id) => typeof id === 'string');
    return typeof since === 'number' && isList ? { since, seen } : null;
  } catch {
    return null;
  }
}
