import {
  findSelection,
  nowhere,
  readPresence,
  shareSelection,
} from '../../src-renderer/features/collaboration/presence/presence.ts';
import type { Session } from '../../src-renderer/features/collaboration/session/session.ts';

/** Where somebody else's cursor is; nulls where they are in no file, or it has not come here yet. */
export interface CursorEvent {
  readonly person: string | null;
  readonly name: string | null;
  readonly path: string | null;
  /** From 1, the column in UTF-16 units. */
  readonly line: number | null;
  readonly column: number | null;
}

type Shown = Pick<Session, 'awareness' | 'files' | 'mesh'>;

/** Shows the others where this peer is, as a window does; throws an Error where the file has no such place. */
export function showCursor({ awareness, files }: Shown, file: string, at: number): void {
  const text = files.text(file);
  if (!text || at > text.length) throw new Error('The cursor is outside the text.');
  const { line } = placeIn(text.toString(), at);
  const selections = [shareSelection(text, { anchor: at, head: at })];
  awareness.setLocalState({ ...nowhere, file, line, selections });
}

/** Tells where others' cursors are whenever they have moved. */
export function followCursors(session: Shown, moved: (cursor: CursorEvent) => void): void {
  const { awareness, mesh } = session;
  const told = new Map<number, string>();
  awareness.on('change', (changes: { added: number[]; updated: number[]; removed: number[] }) => {
    for (const client of changes.removed) told.delete(client);
    for (const client of [...changes.added, ...changes.updated]) {
      if (client === awareness.clientID) continue;
      const place = placeOf(session, awareness.getStates().get(client));
      const written = JSON.stringify(place);
      if (!place || told.get(client) === written) continue;
      told.set(client, written);
      const peer = mesh.peers().find((each) => each.client === client);
      moved({ person: peer?.person ?? null, name: peer?.profile.name ?? null, ...place });
    }
  });
}

function placeOf({ files }: Shown, state: unknown): Pick<CursorEvent, 'path' | 'line' | 'column'> | null {
  const presence = readPresence(state);
  if (!presence) return null;
  const { file, selections, line } = presence;
  const path = file === null ? null : (files.get(file)?.path ?? null);
  if (file === null || path === null) return { path: null, line: null, column: null };
  const [main] = selections;
  const text = files.text(file);
  const found = text && main ? findSelection(text, main) : null;
  return { path, ...(text && found ? placeIn(text.toString(), found.head) : { line, column: null }) };
}

function placeIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
