import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { CoreEvent } from '../../contract/desktop/events.ts';
import type { DesktopClient } from '../../contract/desktop/index.ts';
import type { HostClient, SupervisorClient } from '../../contract/shell.ts';
import { type Core, composeCore } from '../../src-main/core/compose.ts';
import { createPortServer } from '../../src-main/core/serve.ts';

export interface TestCore {
  readonly client: DesktopClient;
  readonly supervisor: SupervisorClient;
  readonly core: Core;
  readonly dataFolder: string;
  /** Where new projects go; inside the data folder. */
  readonly projectsFolder: string;
  /** Subscribes as the window of a project and collects what it is told. `close` is what a closing window does. */
  events(projectId: string | null): Promise<EventLog>;
  /** Another window's client, over a port of its own. */
  connect(): { client: DesktopClient; close(): void };
  /** Ends Core and, unless it was given, removes its data folder. */
  dispose(): Promise<void>;
}

export interface EventLog {
  readonly received: readonly CoreEvent[];
  of<Type extends CoreEvent['type']>(type: Type): Extract<CoreEvent, { type: Type }>[];
  /** The first event, received before or from now on, that fits. Rejects after five seconds. */
  next(fits: (event: CoreEvent) => boolean): Promise<CoreEvent>;
  close(): Promise<void>;
}

/** A host without Electron: a key store that only reverses text, a trash that deletes, no utility processes. */
export const testHost: HostClient = {
  secrets: {
    available: async () => ({ available: true, backend: 'test' }),
    encrypt: async ({ plain }) => ({ cipherBase64: Buffer.from(plain).reverse().toString('base64') }),
    decrypt: async ({ cipherBase64 }) => ({ plain: Buffer.from(cipherBase64, 'base64').reverse().toString() }),
  },
  trashItem: async ({ path }) => {
    await rm(path, { recursive: true });
    return {};
  },
  startUtility: () => Promise.reject(new Error('There are no utility processes here.')),
  messageUtility: async () => ({}),
  stopUtility: async () => ({}),
};

/** Runs a whole Core in this process, with real folders, a real database and real message ports. */
export async function startCore(options: { dataFolder?: string; host?: HostClient } = {}): Promise<TestCore> {
  const dataFolder = options.dataFolder ?? realpathSync(await mkdtemp(join(tmpdir(), 'flashfusion-core-')));
  const projectsFolder = join(dataFolder, 'projects');
  const core = composeCore({
    dataFolder,
    projectsFolder,
    resourcesFolder: join(import.meta.dirname, '..', '..', 'resources'),
    version: '0.0.0-test',
    cloudEntry: join(import.meta.dirname, '..', '..', 'cloud-api', 'embedded.ts'),
    host: options.host ?? testHost,
    childPrograms: 'fork',
  });
  const server = createPortServer(core);
  const ports: MessagePort[] = [];
  const open = (kind: 'window' | 'supervisor') => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    server[kind](port1);
    port1.start();
    port2.start();
    return port2;
  };
  const connect = () => {
    const port = open('window');
    const client: DesktopClient = createORPCClient(new RPCLink({ port }));
    return { client, close: () => port.close() };
  };
  const { client } = connect();
  const supervisor: SupervisorClient = createORPCClient(new RPCLink({ port: open('supervisor') }));
  const logs: EventLog[] = [];

  return {
    client,
    supervisor,
    core,
    dataFolder,
    projectsFolder,
    connect,
    async events(projectId) {
      const window = connect();
      const log = await collectEvents(window.client, projectId, window.close);
      logs.push(log);
      return log;
    },
    async dispose() {
      await core.dispose();
      for (const log of logs) await log.close();
      for (const port of ports) port.close();
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function collectEvents(
  client: DesktopClient,
  projectId: string | null,
  disconnect: () => void,
): Promise<EventLog> {
  const received: CoreEvent[] = [];
  const waiting = new Set<(event: CoreEvent) => void>();
  const stream = await client.events.subscribe({ projectId });
  const reading = (async () => {
    try {
      for await (const event of stream) {
        received.push(event);
        for (const listener of waiting) listener(event);
      }
    } catch {
      // The port was closed.
    }
  })();
  return {
    received,
    of: <Type extends CoreEvent['type']>(type: Type) =>
      received.filter((event): event is Extract<CoreEvent, { type: Type }> => event.type === type),
    next: (fits) =>
      new Promise((resolve, reject) => {
        const found = received.find(fits);
        if (found) return resolve(found);
        const timer = setTimeout(() => {
          waiting.delete(listener);
          reject(new Error(`No such event. Received: ${received.map(({ type }) => type).join(', ') || 'none'}.`));
        }, 5000);
        const listener = (event: CoreEvent) => {
          if (!fits(event)) return;
          clearTimeout(timer);
          waiting.delete(listener);
          resolve(event);
        };
        waiting.add(listener);
      }),
    async close() {
      disconnect();
      await reading;
    },
  };
}
