import { z } from 'zod';

const Answer = z.object({
  iceServers: z
    .array(
      z.object({
        urls: z.array(z.string().max(500)).max(10),
        username: z.string().max(500).optional(),
        credential: z.string().max(500).optional(),
      }),
    )
    .max(10),
});
export type IceServers = z.infer<typeof Answer>;

/** Milliseconds. */
const patience = 5000;

/** The relays that a cloud server offers; none where it does not answer, since peers often find a way without. */
export async function readIceServers(address: string): Promise<IceServers> {
  try {
    const response = await fetch(new URL('/api/relay/ice-servers', address), { signal: AbortSignal.timeout(patience) });
    return Answer.parse(await response.json());
  } catch {
    return { iceServers: [] };
  }
}
