import type { Admission, RosterEntry } from '../protocol/roster.ts';

/** Whom a session knows besides its owner. */
export interface KnownPeople {
  /** By the owner's own word, those who are out as well. */
  readonly named: ReadonlySet<string>;
  /** By a code: whoever has one can make up others who came with it. */
  readonly admitted: ReadonlySet<string>;
}

/** Reads from what a peer knows of a session whom it knows. Others may be genuine, too: who came and left while this peer was away. */
export function knownPeople(
  entries: readonly Pick<RosterEntry, 'kind' | 'subject'>[],
  admissions: readonly { readonly person: string; readonly admission: Admission }[],
): KnownPeople {
  return {
    named: new Set(entries.flatMap(({ kind, subject }) => (kind === 'person' ? [subject] : []))),
    admitted: new Set(admissions.map(({ person }) => person)),
  };
}
