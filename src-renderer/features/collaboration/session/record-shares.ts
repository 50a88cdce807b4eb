/** Where an author's records are counted: alone, with those of others who came in by a code, or with those of people nobody knows. */
export type RecordRoom = 'own' | 'admitted' | 'strangers';

/** How many records are kept of one author, and of all together who share a room. */
export interface RecordLimits {
  readonly author: number;
  readonly admitted: number;
  readonly strangers: number;
}

/** Who has how many of the records that a peer keeps, so that nobody can take up others' room under made-up names. */
export interface RecordShares {
  /** Whether another record of an author would be kept. */
  hasRoom(author: string, revision: number): boolean;
  /** Counts a record; answers which one is to go instead, it may be the same. */
  add(author: string, key: string): string | null;
  remove(author: string, key: string): void;
}

/** Counts records. In a room that is full, whoever has the most of it loses the least. */
export function createRecordShares(options: {
  readonly limits: RecordLimits;
  roomOf(author: string): RecordRoom;
  revisionOf(key: string): number;
}): RecordShares {
  const { limits, roomOf } = options;
  const keysOf = new Map<string, Set<string>>();
  let count = 0;

  function leastOf(author: string): { readonly key: string | null; readonly revision: number } {
    let [least, revision]: [string | null, number] = [null, Number.POSITIVE_INFINITY];
    for (const key of keysOf.get(author) ?? []) {
      const number = options.revisionOf(key);
      if (number < revision) [least, revision] = [key, number];
    }
    return { key: least, revision };
  }

  /** How many there are in a room, and who has the most. */
  function lookAt(room: RecordRoom): { readonly total: number; readonly author: string; readonly most: number } {
    let [total, fullest, most] = [0, '', 0];
    for (const [author, { size }] of keysOf) {
      if (roomOf(author) !== room) continue;
      total += size;
      if (size > most) [fullest, most] = [author, size];
    }
    return { total, author: fullest, most };
  }

  return {
    hasRoom(author, revision) {
      const room = roomOf(author);
      if (room === 'own' || count < limits[room]) return true;
      const { total, most } = lookAt(room);
      const own = keysOf.get(author)?.size ?? 0;
      return total < limits[room] || own < most || revision > leastOf(author).revision;
    },
    add(author, key) {
      const keys = keysOf.get(author) ?? new Set();
      if (!keys.has(key)) count += 1;
      keysOf.set(author, keys.add(key));
      if (keys.size > limits.author) return leastOf(author).key;
      const room = roomOf(author);
      if (room === 'own' || count <= limits[room]) return null;
      const { total, author: fullest } = lookAt(room);
      return total > limits[room] ? leastOf(fullest).key : null;
    },
    remove(author, key) {
      const keys = keysOf.get(author);
      if (!keys?.delete(key)) return;
      count -= 1;
      if (keys.size === 0) keysOf.delete(author);
    },
  };
}
