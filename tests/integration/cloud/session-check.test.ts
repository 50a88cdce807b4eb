import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, schema } from '../../../cloud-api/adapters/database/index.ts';
import { databases, openAccounts } from '../../support/accounts.ts';

const person = { name: 'Ada', email: 'ada@example.com', password: 'a long enough phrase' };
const day = 24 * 60 * 60 * 1000;

describe.each(databases)('checking a session on $name', ({ start }) => {
  let database: OpenDatabase;
  let accounts: Awaited<ReturnType<typeof openAccounts>>;
  beforeAll(async () => {
    database = await start();
    accounts = await openAccounts(database);
    await accounts.ask('/sign-up/email', { body: person });
  }, 60_000);
  afterAll(() => database?.dispose());

  /** As a bearer token, signed and plain, and as a cookie. */
  async function signIn() {
    const response = await accounts.ask('/sign-in/email', { body: person });
    const bearer = response.headers.get('set-auth-token') ?? '';
    const cookie = response.headers.getSetCookie().join('; ').split(';')[0] ?? '';
    const { token } = (await response.json()) as { token: string };
    return { bearer: `Bearer ${bearer}`, plain: `Bearer ${token}`, cookie, token };
  }
  let callers = 0;
  /** Asks as the server does: what is not answered in the short way goes to better-auth. */
  const check = async (headers: Record<string, string>, address = `198.19.0.${callers++}`) => {
    const live = await accounts.auth.liveSession(new Headers(headers), address);
    const asked = live
      ? null
      : await accounts.ask('/get-session', { headers: { ...headers, 'x-test-address': address } });
    return {
      short: live !== null,
      status: asked?.status ?? 200,
      body: live ? JSON.parse(JSON.stringify(live)) : await asked?.json(),
      headers: asked?.headers ?? new Headers(),
    };
  };
  const userId = (headers: Record<string, string>) => accounts.auth.userId(new Headers(headers));

  it('answers what better-auth answers', async () => {
    const { bearer, plain, cookie, token } = await signIn();
    const reference = await (await accounts.ask('/get-session', { headers: { authorization: bearer } })).json();
    expect(reference).toMatchObject({ session: { token }, user: { email: person.email } });
    for (const headers of [{ authorization: bearer }, { authorization: plain }, { cookie }] as Record<
      string,
      string
    >[]) {
      expect(await check(headers)).toMatchObject({ short: true, body: reference });
      expect(await userId(headers)).toBe(reference.user.id);
    }
  });

  it('knows nobody by a token that was changed, or by another’s signature', async () => {
    const [one, two] = [await signIn(), await signIn()];
    const signature = (bearer: string) => bearer.slice(bearer.lastIndexOf('.'));
    const forged = [
      { authorization: `Bearer ${one.token}${signature(two.bearer)}` },
      { authorization: `${one.bearer.slice(0, -6)}AAAAA=` },
      { authorization: `${one.bearer}x` },
      { authorization: `Bearer ${one.token}.` },
      { authorization: `Bearer x${one.token}` },
      { authorization: 'Bearer %' },
      { authorization: `Basic ${one.token}` },
      { cookie: `flashfusion.session_token=${one.token}` },
      { cookie: `flashfusion.session_token=${one.token}${signature(two.bearer)}` },
      { cookie: `other.session_token=${one.cookie.split('=')[1]}` },
    ] as Record<string, string>[];
    for (const headers of forged) {
      expect([headers, (await check(headers)).body]).toEqual([headers, null]);
      expect(await userId(headers)).toBeNull();
    }
  });

  it('lets nobody in from the moment their session is ended, by this process or another', async () => {
    const other = await openAccounts(database);
    const [one, two, gone] = [await signIn(), await signIn(), await signIn()];
    for (const { bearer } of [one, two, gone]) expect(await userId({ authorization: bearer })).toBeTruthy();
    await accounts.ask('/revoke-session', { headers: { authorization: one.bearer }, body: { token: two.token } });
    await other.ask('/sign-out', { headers: { authorization: gone.bearer }, body: {} });
    for (const { bearer, plain, cookie } of [two, gone]) {
      for (const headers of [{ authorization: bearer }, { authorization: plain }, { cookie }] as Record<
        string,
        string
      >[]) {
        expect((await check(headers)).body).toBeNull();
        expect(await userId(headers)).toBeNull();
      }
    }
    expect(await userId({ authorization: one.bearer })).toBeTruthy();
  });

  it('renews a session that is a day old, and ends one that is sixty', async () => {
    const { bearer, token } = await signIn();
    const expiresIn = (milliseconds: number) =>
      database.db
        .update(schema.session)
        .set({ expiresAt: new Date(Date.now() + milliseconds) })
        .where(eq(schema.session.token, token));
    await expiresIn(58.9 * day);
    const renewed = await check({ authorization: bearer });
    expect(renewed.headers.get('set-auth-token')).toBe(bearer.slice('Bearer '.length));
    expect(Date.parse(renewed.body.session.expiresAt)).toBeGreaterThan(Date.now() + 59.9 * day);
    await expiresIn(-1000);
    expect((await check({ authorization: bearer })).body).toBeNull();
    expect(await userId({ authorization: bearer })).toBeNull();
  });

  it('is allowed so often a minute', async () => {
    const { bearer } = await signIn();
    const address = '203.0.113.9';
    const ask = async () => (await check({ authorization: bearer }, address)).status;
    const statuses: number[] = [];
    for (let index = 0; index < 102; index += 1) statuses.push(await ask());
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(statuses.slice(100)).toEqual([429, 429]);
  });
});
