import type { Awareness } from 'y-protocols/awareness';
import type { Disposable } from '../../../app/disposable.ts';
import type { Presence } from './presence.ts';
import type { ToldCaret } from './told-caret.ts';

/** Others are told at most this often, in milliseconds, and of what they see already from the text at most so often. */
const shortestInterval = { news: 100, known: 500 };

/** Tells others where this person is, and never too often. */
export interface PresenceWriter extends Disposable {
  /** Something may be another: it is read and sent, now or as soon as that may be. */
  touch(): void;
}

/** `read` answers what is so now; it is asked only when it can be sent. */
export function createPresenceWriter(awareness: Awareness, read: () => Presence, caret: ToldCaret): PresenceWriter {
  let sent = '';
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** When what others know already is sent. */
  let later: ReturnType<typeof setTimeout> | null = null;

  const send = () => {
    const presence = read();
    const written = JSON.stringify(presence);
    if (written === sent && !caret.moved) return;
    const left = sentAt + shortestInterval.known - performance.now();
    if (left > 0 && caret.tells(presence)) {
      later ??= setTimeout(touchLater, left);
      return;
    }
    sent = written;
    sentAt = performance.now();
    caret.say(presence);
    awareness.setLocalState({ ...presence });
  };
  const touchLater = () => {
    later = null;
    send();
  };

  return {
    touch() {
      // Never at once: what has just been typed is not in the shared text yet.
      timer ??= setTimeout(
        () => {
          timer = null;
          send();
        },
        Math.max(0, sentAt + shortestInterval.news - performance.now()),
      );
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
      if (later !== null) clearTimeout(later);
      timer = later = null;
      awareness.setLocalState(null);
    },
  };
}
