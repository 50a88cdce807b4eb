import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OpenDatabase, schema } from '../../../cloud-api/adapters/database/index.ts';
import { accountsUrl, databases, openAccounts } from '../../support/accounts.ts';

/** A person at GitHub. */
interface GitHubPerson {
  readonly id: number;
  readonly login: string;
  readonly email: string;
  readonly verified: boolean;
}

const app = { clientId: 'Iv1.test', clientSecret: 'the secret of the app' };

/**
 * What GitHub answers, of the parts of it that are asked: "Authorizing OAuth apps", "Get the authenticated user" and "List email
 * addresses for the authenticated user" in GitHub's documentation. It is out there, so nothing else is let through.
 */
function gitHub(people: ReadonlyMap<string, GitHubPerson>, asked: Request[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    asked.push(request.clone());
    const token = request.headers.get('authorization')?.replace(/^Bearer gho_/, '') ?? '';
    const person = people.get(token);
    switch (request.url) {
      case 'https://github.com/login/oauth/access_token': {
        const form = new URLSearchParams(await request.text());
        const known = people.has(form.get('code') ?? '') && form.get('client_secret') === app.clientSecret;
        // GitHub tells of errors with 200.
        if (!known) return Response.json({ error: 'bad_verification_code' });
        return Response.json({
          access_token: `gho_${form.get('code')}`,
          token_type: 'bearer',
          scope: 'read:user,user:email',
        });
      }
      case 'https://api.github.com/user':
        if (!person) return Response.json({ message: 'Bad credentials' }, { status: 401 });
        return Response.json({ id: person.id, login: person.login, name: null, email: null, avatar_url: null });
      case 'https://api.github.com/user/emails':
        if (!person) return Response.json({ message: 'Bad credentials' }, { status: 401 });
        return Response.json([{ email: person.email, primary: true, verified: person.verified, visibility: null }]);
      default:
        throw new Error(`GitHub is not asked for ${request.url}`);
    }
  };
}

describe.each(databases)('sign-in with GitHub on $name', ({ start }) => {
  let database: OpenDatabase;
  let accounts: Awaited<ReturnType<typeof openAccounts>>;
  const people = new Map<string, GitHubPerson>();
  const asked: Request[] = [];
  beforeAll(async () => {
    database = await start();
    accounts = await openAccounts(database, { github: app });
    vi.stubGlobal('fetch', gitHub(people, asked));
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllGlobals();
    await database?.dispose();
  });
  beforeEach(async () => {
    await database.db.delete(schema.user);
    people.clear();
    asked.length = 0;
  });

  /** Goes to GitHub and comes back with a code, in one browser. */
  async function signIn(code: string, changed: { state?: string; cookie?: string } = {}) {
    const begun = await accounts.ask('/sign-in/social', { body: { provider: 'github', callbackURL: '/device' } });
    const { url } = (await begun.json()) as { url: string };
    const asking = new URL(url);
    const cookies = begun.headers.getSetCookie().map((each) => each.split(';')[0]);
    const query = new URLSearchParams({ code, state: changed.state ?? asking.searchParams.get('state') ?? '' });
    const back = await accounts.ask(`/callback/github?${query}`, {
      headers: { cookie: changed.cookie ?? cookies.join('; ') },
    });
    const session = back.headers.getSetCookie().find((each) => each.startsWith('flashfusion.session_token='));
    const cookie = session?.split(';')[0] ?? '';
    const who = cookie === '' ? null : await (await accounts.ask('/get-session', { headers: { cookie } })).json();
    return { asking, status: back.status, location: back.headers.get('location') ?? '', session, who };
  }
  const signUp = (email: string) =>
    accounts.ask('/sign-up/email', { body: { email, password: 'a long enough phrase', name: 'Ada' } });

  it('makes an account, and finds it again', async () => {
    people.set('ada', { id: 1, login: 'ada', email: 'ada@example.com', verified: true });
    const first = await signIn('ada');
    expect(first.asking.origin + first.asking.pathname).toBe('https://github.com/login/oauth/authorize');
    expect(Object.fromEntries(first.asking.searchParams)).toMatchObject({
      client_id: app.clientId,
      response_type: 'code',
      redirect_uri: `${accountsUrl}/api/auth/callback/github`,
      scope: 'read:user user:email',
      state: expect.stringMatching(/^.{20,}$/),
    });
    expect([first.status, first.location]).toEqual([302, '/device']);
    expect(first.session).toMatch(/HttpOnly.*SameSite=Lax/i);
    expect(first.who.user).toMatchObject({ name: 'ada', email: 'ada@example.com', emailVerified: true });
    const form = new URLSearchParams(await asked[0]?.text());
    expect(Object.fromEntries(form)).toMatchObject({
      code: 'ada',
      client_id: app.clientId,
      redirect_uri: `${accountsUrl}/api/auth/callback/github`,
    });
    const second = await signIn('ada');
    expect(second.who.user.id).toBe(first.who.user.id);
    const [kept, ...others] = await database.db.select().from(schema.account);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ providerId: 'github', accountId: '1', password: null });
    // A copy of the database lets nobody act at GitHub.
    expect(kept?.accessToken).toBeTruthy();
    expect(kept?.accessToken).not.toContain('gho_');
  });

  it('refuses a way back that this browser did not begin', async () => {
    people.set('eve', { id: 2, login: 'eve', email: 'eve@example.com', verified: true });
    for (const changed of [{ state: 'x'.repeat(32) }, { cookie: 'a=b' }]) {
      const { who, location } = await signIn('eve', changed);
      expect([who, new URL(location, accountsUrl).searchParams.get('error')]).toEqual([null, expect.any(String)]);
    }
    expect((await signIn('a code that GitHub did not give')).who).toBeNull();
    expect(await database.db.$count(schema.user)).toBe(0);
  });

  it('leads to an account with the same address only where both have proved it', async () => {
    people.set('mallory', { id: 3, login: 'mallory', email: 'ada@example.com', verified: false });
    people.set('ada', { id: 4, login: 'ada', email: 'ada@example.com', verified: true });
    await signUp('ada@example.com');
    // Somebody may have made the account to wait in it for whom the address belongs to.
    expect((await signIn('ada')).who).toBeNull();
    await database.db.update(schema.user).set({ emailVerified: true });
    expect((await signIn('mallory')).who).toBeNull();
    expect((await signIn('ada')).who.user).toMatchObject({ email: 'ada@example.com', name: 'Ada' });
    expect(await database.db.$count(schema.user)).toBe(1);
  });
});
