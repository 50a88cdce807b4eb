import { randomBytes } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import type { Bonjour, Service } from 'bonjour-service';
import { FoundServer } from '../../../contract/desktop/cloud.ts';

/** As registered names are: `_flashfusion._tcp.local`. */
const serviceType = 'flashfusion';
/** More than anybody will choose from; what answers without end is not kept without end. */
const mostFound = 50;
/** Milliseconds between two questions: some answers are lost, and who vanished is forgotten. */
const askEvery = 5000;
const forgetAfter = 4 * askEvery;

/** Tells others on the network of a server here, until it is disposed of. */
export async function announceServer(server: { port: number; version: string }): Promise<{ dispose(): Promise<void> }> {
  // Its own name each time: nobody has to be asked whether it is free.
  const name = `FlashFusion ${randomBytes(4).toString('hex')}`;
  const txt = { name: hostname().slice(0, 63), version: server.version };
  const speakers = await openSpeakers();
  for (const speaker of speakers) {
    const service = speaker.publish({
      name,
      type: serviceType,
      port: server.port,
      txt,
      probe: false,
      disableIPv6: true,
    });
    service.on('error', () => {});
  }
  return {
    async dispose() {
      await Promise.all(
        speakers.map(
          (speaker) =>
            new Promise<void>((resolve) => {
              // Without a network the goodbye never leaves.
              const timer = setTimeout(resolve, 500);
              speaker.unpublishAll(() => {
                clearTimeout(timer);
                resolve();
              });
            }),
        ),
      );
      for (const speaker of speakers) speaker.destroy();
    },
  };
}

/** Looks for servers that others announce; `onChanged` hears of all that are there whenever one comes or goes. */
export async function findServers(
  isOwn: (port: number, addresses: readonly string[]) => boolean,
  onChanged: (servers: readonly FoundServer[]) => void,
): Promise<{ dispose(): void }> {
  const found = new Map<string, { server: FoundServer; seen: number }>();
  const tell = () => onChanged([...found.values()].map(({ server }) => server));
  const see = (service: Service) => {
    const server = readService(service);
    if (!server || isOwn(service.port, service.addresses ?? [])) return;
    const known = found.get(service.fqdn);
    if (!known && found.size >= mostFound) return;
    found.set(service.fqdn, { server, seen: Date.now() });
    if (JSON.stringify(known?.server) !== JSON.stringify(server)) tell();
  };
  const lose = (service: Service) => {
    if (found.delete(service.fqdn)) tell();
  };
  const speakers = await openSpeakers();
  const browsers = speakers.map((speaker) => {
    const browser = speaker.find({ type: serviceType });
    browser.on('up', see);
    browser.on('srv-update', see);
    browser.on('txt-update', see);
    browser.on('down', lose);
    return browser;
  });
  const timer = setInterval(() => {
    for (const browser of browsers) {
      for (const service of browser.services) {
        const { lastSeen } = service as { lastSeen?: number };
        if (lastSeen !== undefined && Date.now() - lastSeen > forgetAfter) lose(service);
      }
      browser.update();
    }
  }, askEvery);
  timer.unref();
  return {
    dispose() {
      clearInterval(timer);
      for (const browser of browsers) browser.stop();
      for (const speaker of speakers) speaker.destroy();
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

/** One for each network: a single one would speak to whichever the system likes best. */
async function openSpeakers(): Promise<readonly Bonjour[]> {
  const { Bonjour } = await import('bonjour-service');
  return networkAddresses().map(
    (address) =>
      new Bonjour({ interface: address, bind: '0.0.0.0' } as object, () => {
        // The network has gone, or refuses multicast: then nobody is found there.
      }),
  );
}

/** What a service says, as far as it is well formed. */
function readService(service: Service): FoundServer | null {
  const {
    txt,
    referer,
    addresses = [],
  } = service as Service & {
    txt?: Record<string, unknown>;
    referer?: { address: string };
  };
  const ipv4 = addresses.filter((address) => /^\d+(\.\d+){3}$/.test(address));
  const host = referer && ipv4.includes(referer.address) ? referer.address : (ipv4[0] ?? referer?.address);
  const parsed = FoundServer.safeParse({
    name: typeof txt?.name === 'string' ? txt.name.slice(0, 100) : service.name.slice(0, 100),
    address: `http://${host}:${service.port}`,
    version: typeof txt?.version === 'string' ? txt.version.slice(0, 40) : '',
  });
  return parsed.success ? parsed.data : null;
}
