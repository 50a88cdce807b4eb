import type { AttachedEditor } from '../../../app/text-editors.ts';
import type { LiveSession } from '../live/live-session.ts';
import type { SharedEntry } from '../session/session-files.ts';

interface Index {
  readonly byId: ReadonlyMap<string, SharedEntry>;
  readonly byPath: ReadonlyMap<string, SharedEntry>;
}

const indexes = new WeakMap<readonly SharedEntry[], Index>();

/** Asked for with every key and every cursor, so the list is not searched. */
function indexOf({ session }: LiveSession): Index {
  const entries = session.files.entries();
  const known = indexes.get(entries);
  if (known) return known;
  const index = {
    byId: new Map(entries.map((entry) => [entry.id, entry])),
    byPath: new Map(entries.map((entry) => [entry.path as string, entry])),
  };
  indexes.set(entries, index);
  return index;
}

/** Which file of the session an editor shows; null when it is none. */
export function fileInView(
  live: LiveSession,
  shown: Pick<AttachedEditor, 'document' | 'projectId'> | null,
): SharedEntry | null {
  if (!shown || shown.projectId !== live.projectId) return null;
  return indexOf(live).byPath.get(shown.document) ?? null;
}

/** A file of the session by its id. */
export function fileById(live: LiveSession, id: string | null): SharedEntry | null {
  return id === null ? null : (indexOf(live).byId.get(id) ?? null);
}
