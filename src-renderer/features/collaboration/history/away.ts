import type { Version, VersionAuthor, VersionChange } from '../../../../contract/desktop/collaboration.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { LiveSession } from '../live/live-session.ts';
import { authorsBetween, editState } from './version-authors.ts';
import type { VersionKeeper } from './version-keeper.ts';

/** Milliseconds without a change after which what others did has come, at most so many after the first of them is met. */
const quietFor = 1500;
const longestWait = 30_000;
/** Milliseconds apart from which on a person wants to be told. */
const shortestAbsence = 20_000;

/** What others did while this person was apart from them. */
export interface Absence {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly VersionChange[];
  /** Those who did it, as far as is known. */
  readonly authors: readonly VersionAuthor[];
}

type Followed = Pick<LiveSession, 'sessionId' | 'state' | 'me'> & {
  readonly session: Pick<LiveSession['session'], 'documents' | 'activity'>;
};

/**
 * Watches whether this person is alone in the session. When others are met again, and what they did meanwhile has come, `returned`
 * hears of it. Whoever is in a session from its first moment on with others was not away.
 */
export function followAbsence(options: {
  readonly core: { readonly collaboration: Pick<DesktopClient['collaboration'], 'versions'> };
  readonly live: Followed;
  readonly keeper: Pick<VersionKeeper, 'keep' | 'known'>;
  returned(absence: Absence): void;
  failed(error: unknown): void;
  readonly times?: { readonly quietFor: number; readonly longestWait: number; readonly shortestAbsence: number };
  readonly now?: () => number;
}): Disposable {
  const { core, live, keeper, returned, failed, now = Date.now } = options;
  const times = options.times ?? { quietFor, longestWait, shortestAbsence };
  const { files } = live.session.documents;
  const { versions } = core.collaboration;
  const ends = createDisposables();
  let ended = false;
  // A session that is taken up again has been left for a while; in a new one there was nobody yet to be apart from.
  const takenUp = isAlone() && now() - live.state.getState().startedAt > times.shortestAbsence;
  let met = takenUp || !isAlone();
  /** Milliseconds since 1970; null while others are there. */
  let aloneSince: number | null = takenUp ? 0 : null;

  function isAlone(): boolean {
    return live.state.getState().people.every(({ self }) => self);
  }

  const latest = async (): Promise<Version | null> => {
    const { version } = await versions.at({ sessionId: live.sessionId, time: Number.MAX_SAFE_INTEGER });
    return version;
  };

  const comeBack = async (since: number): Promise<void> => {
    const before = { state: editState(files), time: since };
    // The snapshot is taken now, before anything of the others has come.
    const base = (await keeper.keep('automatic')) ?? (await latest());
    await settled();
    if (ended || !base) return;
    const arrived = await keeper.keep('automatic');
    if (!arrived || ended) return;
    const authors = authorsBetween({
      before: before.state,
      after: editState(files),
      sinceTime: before.time,
      known: keeper.known(),
      activity: live.session.activity.entries(),
    }).filter(({ person }) => person !== live.me.person);
    const { changes } = await versions.compare({ sessionId: live.sessionId, from: base.id, to: arrived.id });
    if (changes.length > 0 && !ended) returned({ from: base.id, to: arrived.id, changes, authors });
  };

  /** Resolves when nothing has come for a while. */
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(quiet);
        clearTimeout(limit);
        files.off('update', again);
        resolve();
      };
      const again = () => {
        clearTimeout(quiet);
        quiet = setTimeout(done, times.quietFor);
      };
      let quiet = setTimeout(done, times.quietFor);
      const limit = setTimeout(done, times.longestWait);
      files.on('update', again);
      ends.addFunction(done);
    });

  ends.addFunction(
    live.state.subscribe(() => {
      if (isAlone()) {
        if (met) aloneSince ??= now();
        return;
      }
      met = true;
      const since = aloneSince;
      aloneSince = null;
      if (since === null || now() - since < times.shortestAbsence) return;
      comeBack(since).catch(failed);
    }),
  );
  ends.addFunction(() => {
    ended = true;
  });
  return ends;
}
