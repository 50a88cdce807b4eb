import { request } from 'node:http';
import { findAddresses, portOf } from './find-address.ts';
import { answers, listeningPorts } from './listening-ports.ts';

const lookEvery = 150;
/** Milliseconds that a server may listen without having written its address before its port is taken for it. */
const silence = 1000;
/** Milliseconds after which an address that answers is taken although another process group listens there (a container's). */
const doubt = 4000;

/**
 * Waits until a program serves: until an address that it has written answers, or a port that its process group listens on
 * speaks HTTP. Null when the signal ends it first.
 */
export async function waitForServer(options: {
  group: number;
  output: () => string;
  /** The port that it was asked to take. */
  hint: number;
  signal: AbortSignal;
}): Promise<string | null> {
  const { group, output, hint, signal } = options;
  let listensSince: number | null = null;
  const started = performance.now();
  while (!signal.aborted) {
    const ports = await listeningPorts(group);
    const now = performance.now();
    if (ports.length > 0) listensSince ??= now;
    for (const address of findAddresses(output())) {
      const port = portOf(address);
      const own = ports.includes(port) || now - started > doubt;
      if (own && (await answers(hostOf(address), port))) return address;
    }
    const silent = listensSince !== null && now - listensSince > silence;
    const candidates = silent
      ? ports
      : ports.filter((port) => port === hint && now - (listensSince ?? now) > silence / 2);
    for (const port of candidates.toSorted((one, other) => Number(other === hint) - Number(one === hint))) {
      if (await speaksHttp(port)) return `http://localhost:${port}/`;
    }
    // Where ports cannot be listed, the one that was asked for is tried.
    if (process.platform === 'win32' && hint > 0 && (await speaksHttp(hint))) return `http://localhost:${hint}/`;
    await pause(lookEvery, signal);
  }
  return null;
}

function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}

/** Whether a port of this machine answers a request, with whatever status. */
function speaksHttp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request(
      { host: 'localhost', port, method: 'GET', path: '/', timeout: 3000, agent: false },
      (response) => {
        response.resume();
        asking.destroy();
        resolve(true);
      },
    );
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(false));
    asking.once('close', () => resolve(false));
    asking.end();
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
