import { type Doc, decodeStateVector, encodeStateVector } from 'yjs';
import type { VersionAuthor } from '../../../../contract/desktop/collaboration.ts';
import type { Activity } from '../session/session-activity.ts';

/** How far each Yjs client's edits are in a document. */
export type EditState = ReadonlyMap<number, number>;

/** As the contract has it; a version lists no more. */
const mostAuthors = 256;
const longestName = 64;

export function editState(doc: Doc): EditState {
  return decodeStateVector(encodeStateVector(doc));
}

/** The clients that have written something that the state before lacks. */
export function clientsSince(before: EditState, after: EditState): number[] {
  return [...after].flatMap(([client, clock]) => (clock > (before.get(client) ?? 0) ? [client] : []));
}

/**
 * Whose work is in the files between two states: those whose clients wrote something, and those who say that they have edited since
 * `sinceTime`, since who only deletes leaves no text of their own. By name.
 */
export function authorsBetween(facts: {
  readonly before: EditState;
  readonly after: EditState;
  /** Milliseconds since 1970. */
  readonly sinceTime: number;
  /** By client, those who are or were in the session. */
  readonly known: ReadonlyMap<number, VersionAuthor>;
  readonly activity: readonly Activity[];
}): VersionAuthor[] {
  const authors = new Map<string, VersionAuthor>();
  const add = ({ person, name }: VersionAuthor) => {
    const short = name.trim().slice(0, longestName).trim();
    if (short !== '' && !authors.has(person)) authors.set(person, { person, name: short });
  };
  for (const client of clientsSince(facts.before, facts.after)) {
    const author = facts.known.get(client);
    if (author) add(author);
  }
  for (const { act, at, person, name } of facts.activity) {
    if (at >= facts.sinceTime && fileActs.has(act.type)) add({ person, name });
  }
  return [...authors.values()]
    .sort((a, b) => a.name.localeCompare(b.name) || (a.person < b.person ? -1 : 1))
    .slice(0, mostAuthors);
}

const fileActs: ReadonlySet<string> = new Set(['edited', 'created', 'deleted', 'renamed']);
