import { z } from 'zod';
import { KeptSession } from '../session/kept-session.ts';
import type { OwnCode } from './live-session.ts';

const KeptState = z.object({
  membership: KeptSession.nullable(),
  codes: z.array(z.object({ invitation: z.string(), code: z.string() })),
});

/** What Core keeps of a session for its window, as it crosses. Core encrypts it: it lets its reader into the session. */
export function writeKept(state: { membership: KeptSession | null; codes: readonly OwnCode[] }): { state: string } {
  return { state: JSON.stringify(state) };
}

/** The same read again; null for what another version has written. */
export function readKept(text: string): z.infer<typeof KeptState> | null {
  try {
    const read = KeptState.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
