import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../cloud-api/client-address.ts';
import { iceServers } from '../../../cloud-api/features/relay/credentials.ts';
import { createLocalRateLimits } from '../../../cloud-api/rate-limits.ts';

describe('relay servers', () => {
  it('come with credentials that the relay can check and that end', () => {
    const relay = { urls: ['stun:a', 'turn:b', 'turns:c'], secret: 'a secret of both', ttlSeconds: 600 };
    const { iceServers: servers, expiresAt } = iceServers(relay, 'someone', 1_000_000);
    expect(expiresAt).toBe(1_600_000);
    expect(servers).toEqual([
      { urls: ['stun:a'] },
      {
        urls: ['turn:b', 'turns:c'],
        username: '1600:someone',
        credential: createHmac('sha1', 'a secret of both').update('1600:someone').digest('base64'),
      },
    ]);
  });

  it('are none where none are configured', () => {
    expect(iceServers({ urls: [], secret: null, ttlSeconds: 600 }, 'someone', 0)).toEqual({
      iceServers: [],
      expiresAt: null,
    });
  });
});

describe('the address of a caller', () => {
  const request = (forwarded?: string) =>
    ({
      socket: { remoteAddress: '10.0.0.1' },
      headers: { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage;

  it('is taken from proxies of ours only', () => {
    expect(clientAddress(request('6.6.6.6'), 0)).toBe('10.0.0.1');
    expect(clientAddress(request('6.6.6.6, 203.0.113.9'), 1)).toBe('203.0.113.9');
    expect(clientAddress(request('6.6.6.6, 203.0.113.9, 10.0.0.7'), 2)).toBe('203.0.113.9');
    expect(clientAddress(request(), 1)).toBe('10.0.0.1');
  });
});

describe('rate limits', () => {
  it('count each key for itself, window by window', async () => {
    let time = 0;
    const limits = createLocalRateLimits(() => time);
    const consume = (key: string) => limits.consume(key, { window: 10, max: 2 });
    const allowed = [await consume('a'), await consume('a'), await consume('b')];
    expect(allowed).toEqual(allowed.map(() => ({ allowed: true, retryAfter: null })));
    time = 2500;
    expect(await consume('a')).toEqual({ allowed: false, retryAfter: 8 });
    time = 10_000;
    expect((await consume('a')).allowed).toBe(true);
  });
});
