import type { Awareness } from 'y-protocols/awareness';
import type { Disposable } from '../../../app/disposable.ts';
import type { Presence } from './presence.ts';

/** Others are told at most this often, in milliseconds. */
const shortestInterval = 100;

/** Tells others where this person is, and never too often. */
export interface PresenceWriter extends Disposable {
  /** Something may be another: it is read and sent, now or as soon as that may be. */
  touch(): void;
}

/** `read` answers what is so now; it is asked only when it can be sent. */
export function createPresenceWriter(awareness: Awareness, read: () => Presence): PresenceWriter {
  let sent = '';
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const send = () => {
    timer = null;
    const presence = read();
    const written = JSON.stringify(presence);
    if (written === sent) return;
    sent = written;
    sentAt = performance.now();
    awareness.setLocalState({ ...presence });
  };

  return {
    touch() {
      // Never at once: what has just been typed is not in the shared text yet.
      timer ??= setTimeout(send, Math.max(0, sentAt + shortestInterval - performance.now()));
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      awareness.setLocalState(null);
    },
  };
}
