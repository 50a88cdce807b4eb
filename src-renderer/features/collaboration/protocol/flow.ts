/**
 * How much of large messages may be on its way at a time. What the platform has taken can't be overtaken any more and it takes megabytes,
 * so that on a slow line a keystroke would come seconds after a project. The receiver confirms what has come; as long as that takes
 * no longer than it did at best, more is sent ahead, and less when it does (in the manner of LEDBAT, RFC 6817).
 */
export interface Flow {
  /** Whether another part may be sent. */
  mayProceed(): boolean;
  /** Bytes that were sent and not confirmed yet. */
  readonly onTheWay: number;
  /** Bytes of one part: what is sent meanwhile waits for no more than the one that is leaving. */
  readonly partSize: number;
  sent(bytes: number): void;
  /** The other side has so many bytes more; false when that is more than was sent. */
  confirmed(bytes: number): boolean;
}

/** Bytes. */
const least = 16 * 1024;
const first = 32 * 1024;
const most = 8 * 1024 * 1024;
const parts = { least: 2 * 1024, most: 16 * 1024, inWindow: 8 };
/** Milliseconds that a part may wait on the way, besides the way itself: below the first more is sent ahead, above the second less. */
const patience = { more: 40, less: 100 };

/** `now` in milliseconds. */
export function createFlow(now: () => number = () => performance.now()): Flow {
  const outstanding: { left: number; readonly at: number }[] = [];
  let window = first;
  let onTheWay = 0;
  let best = Number.POSITIVE_INFINITY;
  let shrunkAt = Number.NEGATIVE_INFINITY;

  return {
    get onTheWay() {
      return onTheWay;
    },
    get partSize() {
      return Math.min(parts.most, Math.max(parts.least, Math.floor(window / parts.inWindow)));
    },
    mayProceed: () => onTheWay < window,
    sent(bytes) {
      onTheWay += bytes;
      outstanding.push({ left: bytes, at: now() });
    },
    confirmed(bytes) {
      if (bytes > onTheWay) return false;
      onTheWay -= bytes;
      const time = now();
      let took = 0;
      for (let left = bytes; left > 0; ) {
        const [part] = outstanding;
        if (!part) break;
        const taken = Math.min(left, part.left);
        part.left -= taken;
        left -= taken;
        took = time - part.at;
        if (part.left === 0) outstanding.shift();
      }
      best = Math.min(best, took);
      if (took - best < patience.more) window = Math.min(most, window + bytes / 2);
      else if (took - best > patience.less && time - shrunkAt > took) {
        window = Math.max(least, window / 2);
        shrunkAt = time;
      }
      return true;
    },
  };
}
