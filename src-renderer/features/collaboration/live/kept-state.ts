import { z } from 'zod';
import { KeptSession } from '../session/kept-session.ts';
import type { Opening, OwnCode } from './live-session.ts';

const KeptState = z.object({
  membership: KeptSession.nullable(),
  codes: z.array(z.object({ invitation: z.string(), code: z.string(), nearby: z.boolean().optional() })),
  /** WebSocket addresses of the servers where its people meet, but for this desktop's own. */
  servers: z.array(z.string().max(500)).max(16).default([]),
  /** What this network had of it. */
  network: z.enum(['closed', 'open', 'shown']).default('closed'),
});

/** What Core keeps of a session for its window, as it crosses. Core encrypts it: it lets its reader into the session. */
export function writeKept(state: {
  membership: KeptSession | null;
  codes: readonly OwnCode[];
  servers: readonly string[];
  network: Opening['network'];
}): { state: string } {
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
