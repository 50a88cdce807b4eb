import type { StoreApi } from 'zustand/vanilla';
import { t } from '../../../localize.ts';
import { timeAgo } from '../../../ui/time-ago.ts';

/** Where somebody is in the session's files. */
export interface PersonPlace {
  /** Null where no file of the session is in front of them. */
  readonly path: string | null;
  /** From 1; null where their cursor is in no text. */
  readonly line: number | null;
  readonly typing: boolean;
  /** Milliseconds since 1970; null while they are there. */
  readonly awaySince: number | null;
}

/** Where everybody is, by the Yjs client, and whom this window follows. */
export interface Places {
  readonly places: StoreApi<ReadonlyMap<number, PersonPlace>>;
  /** The key of the person who is followed. */
  readonly followed: StoreApi<{ readonly person: string | null }>;
}

/** "departures.ts, line 28", "away 6 min". */
export function describePlace(place: PersonPlace | null): string {
  if (place === null) return '';
  if (place.awaySince !== null) return t('away {{time}}', { time: timeAgo(place.awaySince) });
  if (place.path === null) return t('in no file');
  const name = place.path.split('/').at(-1) ?? place.path;
  if (place.typing) return t('typing in {{name}}', { name });
  return place.line === null ? name : t('{{name}}, line {{line}}', { name, line: place.line });
}
