import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { hostname, networkInterfaces } from 'node:os';
import type { Bonjour, Browser, Service } from 'bonjour-service';
import { FoundServer } from '../../../contract/desktop/cloud.ts';

/** As registered names are: `_flashfusion._tcp.local`. */
const serviceType = 'flashfusion';
/** More than anybody will choose from; what answers without end is not kept without end. */
const mostFound = 50;
/** Milliseconds between two questions: some answers are lost, and who vanished is forgotten. */
const askEvery = 5000;
const forgetAfter = 4 * askEvery;
/** Milliseconds between two looks at which networks there are. */
const lookEvery = 2000;

/** What is told of a service: its port, and short texts about it of at most 255 bytes each with their names. */
export interface Announcement {
  /** As registered names are, without the underscore. */
  readonly type: string;
  readonly port: number;
  readonly txt: Readonly<Record<string, string>>;
}

/** Tells others on the network of a server here, until it is disposed of. */
export function announceServer(server: { port: number; version: string }): Promise<{ dispose(): Promise<void> }> {
  const txt = { name: hostname().slice(0, 63), version: server.version };
  return announceService({ type: serviceType, port: server.port, txt });
}

/** Tells others on the network of a service, until it is disposed of. */
export async function announceService({ type, port, txt }: Announcement): Promise<{ dispose(): Promise<void> }> {
  // Its own name each time: nobody has to be asked whether it is free.
  const name = `FlashFusion ${randomBytes(4).toString('hex')}`;
  const speakers = await keepSpeakers((speaker) => {
    const service = speaker.publish({ name, type, port, txt: { ...txt }, probe: false, disableIPv6: true });
    service.on('error', () => {});
  });
  return {
    async dispose() {
      await Promise.all(speakers.all().map(sayGoodbye));
      speakers.dispose();
    },
  };
}

function sayGoodbye(speaker: Bonjour): Promise<void> {
  return new Promise((resolve) => {
    // Without a network it never leaves.
    const timer = setTimeout(resolve, 500);
    speaker.unpublishAll(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Looks for servers that others announce; `onChanged` hears of all that are there whenever one comes or goes. */
export function findServers(
  isOwn: (port: number, addresses: readonly string[]) => boolean,
  onChanged: (servers: readonly FoundServer[]) => void,
): Promise<{ dispose(): void }> {
  const read = (service: Service) => (isOwn(service.port, service.addresses ?? []) ? null : readServer(service));
  return findServices(serviceType, read, onChanged);
}

/**
 * Looks for services of a type; `onChanged` hears of all that are there whenever one comes or goes. What `read` answers null for is
 * passed over.
 */
export async function findServices<Found>(
  type: string,
  read: (service: Service) => Found | null,
  onChanged: (found: readonly Found[]) => void,
): Promise<{ dispose(): void }> {
  const found = new Map<string, Found>();
  const seen = new Map<string, number>();
  const tell = () => onChanged([...found.values()]);
  const see = (service: Service) => {
    const entry = read(service);
    if (!entry) return;
    const known = found.get(service.fqdn);
    if (!known && found.size >= mostFound) return;
    found.set(service.fqdn, entry);
    if (JSON.stringify(known) !== JSON.stringify(entry)) tell();
  };
  const lose = (service: Service) => {
    seen.delete(service.fqdn);
    if (found.delete(service.fqdn)) tell();
  };
  const browsers = new Map<Bonjour, Browser>();
  const speakers = await keepSpeakers(
    (speaker) => {
      const browser = speaker.find({ type });
      browser.on('up', see);
      browser.on('srv-update', see);
      browser.on('txt-update', see);
      browser.on('down', lose);
      // The library does not note who answers again.
      socketOf(speaker).on('response', ({ answers }: { answers: readonly { type: string; data: unknown }[] }) => {
        for (const { type, data } of answers) {
          if (type === 'PTR' && typeof data === 'string' && found.has(data)) seen.set(data, Date.now());
        }
      });
      browsers.set(speaker, browser);
    },
    (speaker) => browsers.delete(speaker),
  );
  const timer = setInterval(() => {
    for (const browser of browsers.values()) {
      for (const { fqdn } of browser.services) {
        const last = seen.get(fqdn);
        if (last === undefined) seen.set(fqdn, Date.now());
        else if (Date.now() - last > forgetAfter) (browser as unknown as BrowserInternals).removeService(fqdn);
      }
      browser.update();
    }
  }, askEvery);
  timer.unref();
  return {
    dispose() {
      clearInterval(timer);
      for (const browser of browsers.values()) browser.stop();
      speakers.dispose();
    },
  };
}

/** This machine's addresses that others on its networks can reach. */
export function networkAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/**
 * One for each network, since a single one would speak to whichever the system likes best. Networks come and go: `onOpened` hears of
 * each that is there or comes, `onClosed` of those that went.
 */
async function keepSpeakers(
  onOpened: (speaker: Bonjour) => void,
  onClosed: (speaker: Bonjour) => void = () => {},
): Promise<{ all(): Bonjour[]; dispose(): void }> {
  const { Bonjour } = await import('bonjour-service');
  const speakers = new Map<string, Bonjour>();
  const close = (address: string) => {
    const speaker = speakers.get(address);
    if (!speaker) return;
    speakers.delete(address);
    onClosed(speaker);
    speaker.destroy();
  };
  const look = () => {
    const addresses = networkAddresses();
    for (const known of [...speakers.keys()]) if (!addresses.includes(known)) close(known);
    for (const address of addresses) {
      if (speakers.has(address)) continue;
      // What fails here is a network that has gone or refuses multicast: then nobody is found there.
      const speaker = new Bonjour({ interface: address, bind: '0.0.0.0' } as object, () => {});
      socketOf(speaker).on('error', () => {});
      speakers.set(address, speaker);
      onOpened(speaker);
    }
  };
  look();
  const timer = setInterval(look, lookEvery);
  timer.unref();
  return {
    all: () => [...speakers.values()],
    dispose() {
      clearInterval(timer);
      for (const address of [...speakers.keys()]) close(address);
    },
  };
}

interface BrowserInternals {
  removeService(fqdn: string): void;
}

/** Its errors have no listener otherwise, and would end Core. */
function socketOf(speaker: Bonjour): EventEmitter {
  return (speaker as unknown as { server: { mdns: EventEmitter } }).server.mdns;
}

/** What a server says of itself, as far as it is well formed. */
function readServer(service: Service): FoundServer | null {
  const parsed = FoundServer.safeParse({
    name: (textOf(service, 'name') ?? service.name).slice(0, 100),
    address: addressOf(service),
    version: (textOf(service, 'version') ?? '').slice(0, 40),
  });
  return parsed.success ? parsed.data : null;
}

/** What a service says under a name; null where it says nothing that is a text. */
export function textOf(service: Service, name: string): string | null {
  const value = (service as { txt?: Record<string, unknown> }).txt?.[name];
  return typeof value === 'string' ? value : null;
}

/** `http://192.168.1.20:41234`: the port of a service at the machine that answered. */
export function addressOf(service: Service): string {
  const { referer, addresses = [] } = service as Service & { referer?: { address: string } };
  const ipv4 = addresses.filter((address) => /^\d+(\.\d+){3}$/.test(address));
  const host = referer && ipv4.includes(referer.address) ? referer.address : (ipv4[0] ?? referer?.address);
  return `http://${host}:${service.port}`;
}
