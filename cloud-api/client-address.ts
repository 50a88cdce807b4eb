import type { IncomingMessage } from 'node:http';

/**
 * The address a request comes from. Each proxy adds the address it was called from at the end of X-Forwarded-For, so with
 * `trustedProxies` of ours in front, that many entries from the end are true; whatever a caller wrote before them is not read.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return direct;
  const header = request.headers['x-forwarded-for'];
  const entries = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((entry) => entry.trim());
  return entries.at(-trustedProxies) || direct;
}
