import { createHmac } from 'node:crypto';
import type { IceServer } from '../../../contract/cloud/relay.ts';

/**
 * Credentials that a TURN server checks without asking anybody: the name holds when they end (seconds since 1970), the password
 * is the name signed with the secret both know. As coturn's `use-auth-secret` has it ("TURN REST API").
 */
export function turnCredentials(options: { secret: string; ttlSeconds: number; user: string; now: number }): {
  username: string;
  credential: string;
  expiresAt: number;
} {
  const expiry = Math.floor(options.now / 1000) + options.ttlSeconds;
  const username = `${expiry}:${options.user}`;
  const credential = createHmac('sha1', options.secret).update(username).digest('base64');
  return { username, credential, expiresAt: expiry * 1000 };
}

/** The relay servers of the configuration, with fresh credentials for those that need some. */
export function iceServers(
  relay: { readonly urls: readonly string[]; readonly secret: string | null; readonly ttlSeconds: number },
  user: string,
  now: number,
): { iceServers: IceServer[]; expiresAt: number | null } {
  const open = relay.urls.filter((url) => url.startsWith('stun:'));
  const closed = relay.urls.filter((url) => !url.startsWith('stun:'));
  const servers: IceServer[] = open.length > 0 ? [{ urls: open }] : [];
  if (closed.length === 0 || relay.secret === null) return { iceServers: servers, expiresAt: null };
  const { username, credential, expiresAt } = turnCredentials({ ...relay, secret: relay.secret, user, now });
  servers.push({ urls: closed, username, credential });
  return { iceServers: servers, expiresAt };
}
