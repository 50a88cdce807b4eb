import type { Version, VersionAuthor, VersionKind } from '../../../../contract/desktop/collaboration.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import type { LiveSession } from '../live/live-session.ts';
import { isPlain, type SharedEntry } from '../session/session-files.ts';
import { authorsBetween, type EditState, editState } from './version-authors.ts';

/** Milliseconds between two versions that are kept by themselves. */
const keepEvery = 30_000;
/** Characters, and texts, that one message hands over. */
const messageLength = 2_000_000;
const messageTexts = 1000;

/** Keeps versions of the session that this window is in. */
export interface VersionKeeper extends Disposable {
  /** Raised with each version that was kept. */
  readonly kept: Signal<Version>;
  /** Keeps the files as they are when this is called. Null where nothing new is to be kept. */
  keep(kind: VersionKind, message?: string | null): Promise<Version | null>;
  /** Everybody who is or was here, by their clients. */
  known(): ReadonlyMap<number, VersionAuthor>;
}

type Kept = Pick<LiveSession, 'sessionId' | 'state'> & {
  readonly session: Pick<LiveSession['session'], 'documents' | 'files' | 'activity'>;
};

/** The files of a moment. */
interface Snapshot {
  readonly files: readonly Pick<SharedEntry, 'id' | 'path' | 'format'>[];
  /** Of those whose text Core may not have, with how often they had been edited. */
  readonly texts: readonly HandedText[];
  /** Of the others, the names of their texts. */
  readonly names: ReadonlyMap<string, string>;
  readonly state: EditState;
  readonly time: number;
}

interface HandedText {
  readonly id: string;
  readonly text: string;
  readonly edits: number;
}

/** Begins to keep a version every half minute in which something was changed, and one right away. */
export function createVersionKeeper(options: {
  readonly core: { readonly collaboration: Pick<DesktopClient['collaboration'], 'versions'> };
  readonly live: Kept;
  /** Hears of the first version in a row that could not be kept by itself. */
  failed(error: unknown): void;
  readonly keepEvery?: number;
  readonly now?: () => number;
}): VersionKeeper {
  const { core, live, failed, now = Date.now } = options;
  const { files, documents, activity } = live.session;
  const { versions } = core.collaboration;
  const ends = createDisposables();
  const kept = createSignal<Version>();
  const known = new Map<number, VersionAuthor>();
  /** By file, the name of the text that Core has of it as it is now. */
  const names = new Map<string, string>();
  const edits = new Map<string, number>();
  let before: { readonly state: EditState; readonly time: number } = { state: new Map(), time: now() };
  let changed = true;
  let failing = false;
  let running: Promise<unknown> = Promise.resolve();

  const meet = () => {
    for (const { client, person, name } of live.state.getState().people) known.set(client, { person, name });
  };
  meet();
  ends.addFunction(live.state.subscribe(meet));
  const onUpdate = () => {
    changed = true;
  };
  documents.files.on('update', onUpdate);
  ends.addFunction(() => documents.files.off('update', onUpdate));
  ends.addFunction(
    files.onTextChanged((id) => {
      names.delete(id);
      edits.set(id, (edits.get(id) ?? 0) + 1);
    }),
  );

  const takeSnapshot = (): Snapshot => {
    const list = files.entries().filter(({ kind }) => kind === 'file');
    const texts = list
      .filter(({ id }) => !names.has(id))
      .map(({ id }) => ({ id, text: files.text(id)?.toString() ?? '', edits: edits.get(id) ?? 0 }));
    return { files: list, texts, names: new Map(names), state: editState(documents.files), time: now() };
  };

  const hand = async (texts: readonly HandedText[]): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const part of portions(texts)) {
      const answer = await versions.putTexts({ sessionId: live.sessionId, texts: part.map(({ text }) => text) });
      for (const [index, { id, edits: editsThen }] of part.entries()) {
        const name = answer.names[index];
        if (name === undefined) continue;
        found.set(id, name);
        // It may have been changed again while this was on its way.
        if ((edits.get(id) ?? 0) === editsThen) names.set(id, name);
      }
    }
    return found;
  };

  const write = async (snapshot: Snapshot, kind: VersionKind, message: string | null): Promise<Version | null> => {
    const handed = await hand(snapshot.texts);
    const list = snapshot.files.flatMap(({ id, path, format }) => {
      const text = handed.get(id) ?? snapshot.names.get(id);
      if (text === undefined) return [];
      return [isPlain(format) ? { path, text } : { path, text, format: { ...format } }];
    });
    const authors = authorsBetween({
      before: before.state,
      after: snapshot.state,
      sinceTime: before.time,
      known,
      activity: activity.entries(),
    });
    const { version } = await versions.keep({ sessionId: live.sessionId, kind, message, authors, files: list });
    before = { state: snapshot.state, time: snapshot.time };
    return version;
  };

  const keep = (kind: VersionKind, message: string | null = null): Promise<Version | null> => {
    // When this answers, whatever was asked for before is kept.
    if (kind === 'automatic' && !changed) return running.then(() => null);
    changed = false;
    const snapshot = takeSnapshot();
    const turn = running.then(async () => {
      try {
        const version = await write(snapshot, kind, message).catch((error: unknown) => {
          if ((error as { code?: unknown }).code !== 'NOT_FOUND') throw error;
          // Core has let go of a text that no version named any more.
          names.clear();
          return write(takeSnapshot(), kind, message);
        });
        if (version) kept.raise(version);
        return version;
      } catch (error) {
        changed = true;
        throw error;
      }
    });
    running = turn.catch(() => undefined);
    return turn;
  };

  const keepByItself = () =>
    keep('automatic').then(
      () => {
        failing = false;
      },
      (error: unknown) => {
        if (!failing) failed(error);
        failing = true;
      },
    );

  void keepByItself();
  const timer = setInterval(() => void keepByItself(), options.keepEvery ?? keepEvery);
  ends.addFunction(() => clearInterval(timer));

  return {
    kept,
    keep,
    known: () => known,
    dispose() {
      // What was done last is kept, too; the documents end only after this.
      void keepByItself();
      ends.dispose();
    },
  };
}

function portions(texts: readonly HandedText[]): HandedText[][] {
  const found: HandedText[][] = [];
  let length = 0;
  for (const entry of texts) {
    const last = found.at(-1);
    if (!last || last.length >= messageTexts || length + entry.text.length > messageLength) {
      found.push([entry]);
      length = entry.text.length;
    } else {
      last.push(entry);
      length += entry.text.length;
    }
  }
  return found;
}
