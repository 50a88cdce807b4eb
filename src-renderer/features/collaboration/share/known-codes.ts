import type { LiveSession } from '../live/live-session.ts';
import type { InvitationEntry } from '../protocol/roster.ts';
import { codesInUse } from './terms.ts';

/** A code that still admits somebody. */
export interface KnownCode {
  readonly entry: InvitationEntry;
  /** How many have come in with it. */
  readonly used: number;
  /** Five groups of four; null where it was made on another machine. */
  readonly code: string | null;
  /** It is the one that this network is told of. */
  readonly nearby: boolean;
}

type WithCodes = Pick<LiveSession, 'session' | 'codes'>;

/** The codes of a session that still admit somebody, the latest first, as far as this machine knows them. */
export function knownCodes({ session, codes }: WithCodes, now: number): readonly KnownCode[] {
  const roster = session.mesh.membership?.roster;
  if (!roster) return [];
  const own = new Map(codes.getState().map((each) => [each.invitation, each]));
  return codesInUse(roster.entries(), roster.admissions(), now).map(({ entry, used }) => {
    const made = own.get(entry.subject);
    return { entry, used, code: made?.code ?? null, nearby: made?.nearby ?? false };
  });
}

/** A code where it still admits somebody; null otherwise. */
export function workingCode(live: WithCodes, code: string | null, now: number): string | null {
  return knownCodes(live, now).some((each) => code !== null && each.code === code) ? code : null;
}
