import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { type FromEmbeddedCloud, isPortFault, type ToEmbeddedCloud } from '../contract/embedded-cloud.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startCloud } from './server.ts';

/** The part of Electron's `process.parentPort` that a utility process needs. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** The same server as a child of the desktop: configured by the environment, asked and answering by messages. */
async function main(): Promise<void> {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  const tell = (message: FromEmbeddedCloud) => {
    if (parentPort) parentPort.postMessage(message);
    else process.send?.(message);
  };
  try {
    const config = readConfig(process.env);
    mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
    const log = createLog(
      config.logLevel,
      pino.destination({ dest: join(config.dataFolder, 'cloud.log'), sync: true }),
    );
    const server = await startCloud({ config, version: process.env.CLOUD_VERSION ?? '0.0.0', log });
    let open: Awaited<ReturnType<typeof server.openToNetwork>> | null = null;
    const handle = async (message: ToEmbeddedCloud): Promise<void> => {
      switch (message.type) {
        case 'open':
          open ??= await openWhereFree(server, message);
          return tell({ type: 'opened', port: open.port });
        case 'close':
          await open?.close();
          open = null;
          return tell({ type: 'closed' });
        default:
          message satisfies never;
      }
    };
    let turn: Promise<void> = Promise.resolve();
    const take = (message: unknown) => {
      turn = turn
        .then(() => handle(message as ToEmbeddedCloud))
        .catch((error: unknown) => tell({ type: 'failed', ...faultOf(error) }));
    };
    if (parentPort) parentPort.on('message', ({ data }) => take(data));
    else process.on('message', take);
    process.on('SIGTERM', () => {
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
    tell({ type: 'listening', url: server.url });
  } catch (error) {
    tell({ type: 'failed', ...faultOf(error) });
    // After the message has left.
    setTimeout(() => process.exit(1), 50);
  }
}

type Server = Awaited<ReturnType<typeof startCloud>>;

/** The port that was used last, so that others find their way back; another one where somebody has taken it. */
async function openWhereFree(server: Server, { host, port }: { host: string; port: number }) {
  try {
    return await server.openToNetwork({ host, port });
  } catch (error) {
    if (port === 0 || !isPortFault((error as NodeJS.ErrnoException).code)) throw error;
    return server.openToNetwork({ host, port: 0 });
  }
}

function faultOf(error: unknown): { code: string | null; message: string } {
  const { code, message } = error as NodeJS.ErrnoException;
  return { code: code ?? null, message: message ?? String(error) };
}

void main();
