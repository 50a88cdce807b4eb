import { describe, expect, it } from 'vitest';
import { connectClient, startTestCloud } from '../../support/cloud.ts';
import { startPostgres } from '../../support/postgres.ts';

describe('PostgreSQL', () => {
  it('lost, frozen and back: requests are told so, signaling goes on, and so does the server', async () => {
    const postgres = await startPostgres();
    const cloud = await startTestCloud({
      DATABASE_URL: await postgres.createDatabase(),
      AUTH_SECRET: 'a secret for tests that is long enough',
      TRUSTED_PROXIES: '1',
    });
    let callers = 0;
    try {
      const ready = async () => (await fetch(`${cloud.url}/readyz`)).status;
      const signIn = async () => {
        callers += 1;
        const response = await fetch(`${cloud.url}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            origin: cloud.url,
            'x-forwarded-for': `203.0.113.${callers % 250}`,
          },
          body: JSON.stringify({ email: 'nobody@example.com', password: 'a long enough phrase' }),
        });
        const { message } = await response.json();
        return { status: response.status, message, again: response.headers.get('retry-after') };
      };
      const away = { status: 503, message: expect.stringContaining('cannot reach its database'), again: '5' };
      expect([await ready(), (await signIn()).status]).toEqual([200, 401]);

      const underWay = Array.from({ length: 20 }, signIn);
      await postgres.stop();
      // Whatever a request was doing when the database went: it is answered, and never with a fault of the server.
      for (const { status } of await Promise.all(underWay)) expect([401, 503]).toContain(status);
      expect(await ready()).toBe(503);
      expect(await signIn()).toEqual(away);
      const client = await connectClient(cloud.url);
      await client.settle();
      await client.close();

      await postgres.start();
      await expect.poll(ready, { timeout: 10_000 }).toBe(200);
      expect((await signIn()).status).toBe(401);

      postgres.freeze();
      expect(await Promise.all([ready(), signIn()])).toEqual([503, away]);
      postgres.thaw();
      await expect.poll(ready, { timeout: 10_000 }).toBe(200);
      expect((await signIn()).status).toBe(401);
    } finally {
      await cloud.close();
      await postgres.dispose();
    }
  }, 60_000);

  it('that cannot be reached ends the start with an error', async () => {
    await expect(
      startTestCloud({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', AUTH_SECRET: 'x'.repeat(32) }),
    ).rejects.toThrow('ECONNREFUSED');
  });
});
