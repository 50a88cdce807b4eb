import type { Session } from '../session/session.ts';

/** The longest name of a session, in UTF-16 units. */
const longest = 100;

/** What the files of a session are called together. It is there when all of them are: null until then. */
export function sessionNameOf({ documents }: Pick<Session, 'documents'>): string | null {
  const name = documents.files.getMap('meta').get('name');
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, longest) : null;
}

/** Names the files, which says that all of them are there. */
export function setSessionName({ documents }: Pick<Session, 'documents'>, name: string): void {
  documents.files.getMap('meta').set('name', name.slice(0, longest));
}
