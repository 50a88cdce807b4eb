import type { Disposable } from '../../../app/disposable.ts';
import type { LiveSession } from '../live/live-session.ts';

/** Milliseconds after which somebody who is away without a word has lost the connection. */
const lostAfter = 5000;
/** Milliseconds within which somebody's own word that they left explains that they are gone. */
const saidWithin = 60_000;

/** Adds to the activity what only this peer sees: who lost the connection and who is back. Who leaves says so. */
export function followPeople(live: LiveSession): Disposable {
  const { activity } = live.session;
  const lost = new Set<string>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let before = others(live);

  const end = live.state.subscribe(() => {
    const now = others(live);
    for (const [person, name] of before) {
      if (now.has(person) || timers.has(person)) continue;
      timers.set(
        person,
        setTimeout(() => {
          timers.delete(person);
          if (saidToLeave(person)) return;
          lost.add(person);
          activity.saw({ person, name }, { type: 'disconnected' });
        }, lostAfter),
      );
    }
    for (const [person, name] of now) {
      clearTimeout(timers.get(person));
      timers.delete(person);
      if (lost.delete(person)) activity.saw({ person, name }, { type: 'connected' });
    }
    before = now;
  });

  function saidToLeave(person: string): boolean {
    const since = Date.now() - saidWithin;
    return activity
      .entries()
      .some(
        (entry) =>
          entry.at > since &&
          ((entry.act.type === 'left' && entry.person === person) ||
            (entry.act.type === 'removed' && entry.act.person === person)),
      );
  }

  return {
    dispose() {
      end();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function others(live: LiveSession): Map<string, string> {
  return new Map(
    live.state.getState().people.flatMap(({ person, name, self }) => (self ? [] : [[person, name] as const])),
  );
}
