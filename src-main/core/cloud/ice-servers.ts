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
  /** Milliseconds since 1970 on the server's clock. */
  expiresAt: z.number().nullable(),
});

/** Relays, and the milliseconds after which to ask for them again; null for never. */
export interface IceServers {
  readonly iceServers: z.infer<typeof Answer>['iceServers'];
  readonly askAgainIn: number | null;
}

/** Milliseconds. */
const times = { patience: 5000, afterFailure: 30_000, least: 10_000, most: 6 * 60 * 60 * 1000 };
/** The part of their life after which credentials are asked for anew. */
const usedUp = 0.75;

/** The relays that cloud servers offer; none of those that do not answer, since peers often find a way without. */
export async function readIceServers(addresses: readonly string[]): Promise<IceServers> {
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  const answers = await Promise.all([...origins].map(readFrom));
  const pauses = answers.flatMap(({ askAgainIn }) => (askAgainIn === null ? [] : [askAgainIn]));
  return {
    iceServers: answers.flatMap(({ iceServers }) => iceServers),
    askAgainIn: pauses.length === 0 ? null : Math.max(times.least, Math.min(times.most, ...pauses)),
  };
}

async function readFrom(address: string): Promise<IceServers> {
  try {
    const response = await fetch(new URL('/api/relay/ice-servers', address), {
      signal: AbortSignal.timeout(times.patience),
    });
    const isBusy = response.status === 429 || response.status >= 500;
    const answer = Answer.safeParse(await response.json());
    if (!answer.success) return { iceServers: [], askAgainIn: isBusy ? times.afterFailure : null };
    const { iceServers, expiresAt } = answer.data;
    if (expiresAt === null) return { iceServers, askAgainIn: null };
    // By the server's own clock: this machine's may be wrong.
    const now = Date.parse(response.headers.get('date') ?? '') || Date.now();
    return { iceServers, askAgainIn: usedUp * (expiresAt - now) };
  } catch {
    return { iceServers: [], askAgainIn: times.afterFailure };
  }
}
