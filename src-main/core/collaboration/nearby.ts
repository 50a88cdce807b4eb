import type { Service } from 'bonjour-service';
import { FoundSession } from '../../../contract/desktop/collaboration.ts';
import { addressOf, announceService, type CloudService, findServices, textOf } from '../cloud/index.ts';
import type { EventHub } from '../events/index.ts';

/** As registered names are: `_flashfusion-s._tcp.local`. */
const serviceType = 'flashfusion-s';
/** Bytes of a text in one record, which has room for 255 with its name. */
const longestText = 200;
/** Where the people meet at another server, the port tells nothing. */
const noPort = 9;

type OwnSession = Pick<FoundSession, 'name' | 'person' | 'code'>;

/** Sessions on this network. */
export interface Nearby {
  announce(session: OwnSession | null): Promise<void>;
  find(signal?: AbortSignal): AsyncGenerator<FoundSession[], void, void>;
  dispose(): Promise<void>;
}

/** Tells this network of sessions, and finds those of others. */
export function createNearby(dependencies: {
  cloud: Pick<CloudService, 'configured' | 'share' | 'state'>;
  events: Pick<EventHub, 'listen'>;
  onFailed: (error: unknown, where: string) => void;
}): Nearby {
  const { cloud, events, onFailed } = dependencies;
  let own: OwnSession | null = null;
  let told: { readonly text: string; dispose(): Promise<void> } | null = null;
  let telling: Promise<void> = Promise.resolve();

  /** What is announced is what is wished, at the port where it is now. */
  const follow = (): Promise<void> => {
    telling = telling
      .catch(() => undefined)
      .then(async () => {
        const place = own && (await findPlace());
        const txt = own && place && { ...inRecords(own), ...place.txt };
        const text = JSON.stringify(txt && [place?.port, txt]);
        if (text === (told?.text ?? 'null')) return;
        const before = told;
        told = null;
        await before?.dispose();
        if (txt && place) told = { text, ...(await announceService({ type: serviceType, port: place.port, txt })) };
      });
    return telling;
  };

  /** Where those who come meet: at this machine's own server, or at the one that is set. */
  const findPlace = async (): Promise<{ port: number; txt: Record<string, string> } | null> => {
    const server = await cloud.configured();
    if (server !== null) return { port: noPort, txt: { server } };
    const [address] = (await cloud.state()).lan.addresses;
    return address === undefined ? null : { port: Number(new URL(address).port), txt: {} };
  };

  const listening = events.listen((event) => {
    if (event.type !== 'cloud.changed' || own === null) return;
    follow().catch((error: unknown) => onFailed(error, 'collaboration.announce'));
  });

  return {
    async announce(session) {
      own = session;
      if (session && (await cloud.configured()) === null) await cloud.share(true);
      await follow();
    },
    async *find(signal) {
      let wake: () => void = () => {};
      let latest: readonly FoundSession[] | null = [];
      const looking = await findServices(
        serviceType,
        (service) => {
          const found = readSession(service);
          return found?.code === own?.code ? null : found;
        },
        (sessions) => {
          latest = sessions;
          wake();
        },
      );
      const onAbort = () => wake();
      signal?.addEventListener('abort', onAbort);
      try {
        while (!signal?.aborted) {
          if (latest) {
            const sessions = withoutDoubles(latest);
            latest = null;
            yield sessions;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        signal?.removeEventListener('abort', onAbort);
        looking.dispose();
      }
    },
    async dispose() {
      own = null;
      listening.dispose();
      await follow().catch((error: unknown) => onFailed(error, 'collaboration.announce'));
    },
  };
}

/** What a service says of a session; null where any of it is not as it should be. */
export function readSession(service: Service): FoundSession | null {
  const server = textOf(service, 'server') ?? addressOf(service);
  const parsed = FoundSession.safeParse({
    name: clean(textOf(service, 'name')),
    person: clean(textOf(service, 'person')),
    code: textOf(service, 'code'),
    server: originOf(server),
  });
  return parsed.success ? parsed.data : null;
}

function inRecords({ name, person, code }: OwnSession): Record<string, string> {
  return { name: shorten(name), person: shorten(person), code };
}

function shorten(text: string): string {
  let bytes = Buffer.from(text).subarray(0, longestText);
  // Not in the middle of a character.
  while (bytes.length > 0 && Buffer.from(bytes.toString('utf8')).compare(bytes) !== 0) bytes = bytes.subarray(0, -1);
  return bytes.toString('utf8');
}

function clean(text: string | null): string {
  return (text ?? '').replace(/\p{C}/gu, '').trim();
}

function originOf(address: string): string {
  try {
    const url = new URL(address);
    return url.username === '' && url.password === '' ? url.origin : '';
  } catch {
    return '';
  }
}

/** A machine in several networks answers in each of them. */
function withoutDoubles(sessions: readonly FoundSession[]): FoundSession[] {
  return [...new Map(sessions.map((session) => [session.code, session])).values()];
}
