import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { createPlainBrowser } from '../../support/cloud-pages.ts';
import { storeSets, type TestStores } from '../../support/cloud-stores.ts';

const password = 'a long enough phrase';

/** As much of a PNG as says how large it is. */
function picture(width: number, height: number): Buffer {
  const bytes = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\0\x08\x06', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe.each(storeSets)('accounts on $name', ({ start }) => {
  let stores: TestStores;
  let cloud: TestCloud;
  let people = 0;

  beforeAll(async () => {
    stores = await start();
    cloud = await startTestCloud({ TRUSTED_PROXIES: '1', ...stores.environment });
    // Opens PGlite, which takes seconds of its own.
    expect((await fetch(`${cloud.url}/api/auth/ok`)).status).toBe(200);
  }, 120_000);
  afterAll(async () => {
    await cloud?.close();
    await stores?.dispose();
  });

  interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown> & { message?: string; code?: string };
    readonly token: string | null;
  }

  /** Calls as a program does: no cookies, the session in a header. Each test has an address of its own, for the rate limits. */
  async function call(
    path: string,
    options: { body?: object; token?: string | null; address?: string; method?: string } = {},
  ): Promise<Answer> {
    const { body, token, address = `203.0.113.${people}`, method = body ? 'POST' : 'GET' } = options;
    const response = await fetch(`${cloud.url}/api${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'x-forwarded-for': address,
        // Node's fetch says that it comes from a page without saying which; programs name the server itself.
        origin: cloud.url,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {},
      token: response.headers.get('set-auth-token'),
    };
  }

  /** The newest mail to somebody, waited for: it is sent after the answer. */
  async function mailTo(email: string, subject: RegExp): Promise<string> {
    const folder = join(cloud.dataFolder, 'mail');
    let found = '';
    await expect
      .poll(
        async () => {
          for (const name of (await readdir(folder).catch(() => [])).sort()) {
            const text = await readFile(join(folder, name), 'utf8');
            if (text.startsWith(`To: ${email}\n`) && subject.test(text)) found = text;
          }
          return found;
        },
        { timeout: 5000 },
      )
      .not.toBe('');
    return found;
  }
  const linkIn = (mail: string) => /https?:\S+/.exec(mail)?.[0] ?? '';

  const newEmail = () => {
    people += 1;
    return `person${people}@example.com`;
  };

  async function signUp(email = newEmail()): Promise<string> {
    const answer = await call('/auth/sign-up/email', { body: { email, password, name: 'Ada' } });
    expect(answer.status).toBe(200);
    const link = new URL(linkIn(await mailTo(email, /Confirm/)));
    const confirmed = await call(link.pathname.slice('/api'.length) + link.search);
    expect(confirmed.status).toBeLessThan(400);
    return email;
  }

  async function signIn(email: string, secret = password): Promise<string> {
    const answer = await call('/auth/sign-in/email', { body: { email, password: secret } });
    expect([answer.status, answer.body.message]).toEqual([200, undefined]);
    expect(answer.token).toBeTruthy();
    return answer.token ?? '';
  }

  it('are made, confirmed by mail, and signed in to', async () => {
    const email = newEmail();
    await call('/auth/sign-up/email', { body: { email, password, name: 'Ada' } });
    const early = await call('/auth/sign-in/email', { body: { email, password } });
    expect([early.status, early.body.code]).toEqual([403, 'EMAIL_NOT_VERIFIED']);
    const link = new URL(linkIn(await mailTo(email, /Confirm/)));
    await call(link.pathname.slice('/api'.length) + link.search);
    const token = await signIn(email);
    const session = await call('/auth/get-session', { token });
    expect(session.body.user).toMatchObject({ email, emailVerified: true });
    expect((await call('/auth/get-session', { token: `${token}x` })).body.user).toBeUndefined();
  });

  it('tell nobody whether an address has one', async () => {
    const email = await signUp();
    const stranger = newEmail();
    const known = await call('/auth/sign-up/email', { body: { email, password, name: 'Eve' } });
    const unknown = await call('/auth/sign-up/email', { body: { email: stranger, password, name: 'Eve' } });
    expect(known.status).toBe(unknown.status);
    expect(Object.keys(known.body).sort()).toEqual(Object.keys(unknown.body).sort());
    expect(Object.keys(known.body.user as object).sort()).toEqual(Object.keys(unknown.body.user as object).sort());
    await mailTo(email, /already have/);

    const wrong = await call('/auth/sign-in/email', { body: { email, password: 'not the password' } });
    const nobody = await call('/auth/sign-in/email', { body: { email: newEmail(), password: 'not the password' } });
    expect([wrong.status, wrong.body]).toEqual([nobody.status, nobody.body]);

    for (const each of [email, stranger, newEmail()]) {
      const sent = await call('/auth/send-verification-email', { body: { email: each } });
      expect([sent.status, sent.body]).toEqual([200, { status: true }]);
    }
    for (const each of [email, newEmail()]) {
      const weak = await call('/auth/sign-up/email', { body: { email: each, password: 'password123', name: 'Eve' } });
      expect([weak.status, weak.body.code]).toEqual([400, 'WEAK_PASSWORD']);
    }

    const reset = await call('/auth/request-password-reset', { body: { email, redirectTo: cloud.url } });
    const none = await call('/auth/request-password-reset', { body: { email: newEmail(), redirectTo: cloud.url } });
    expect([reset.status, reset.body]).toEqual([none.status, none.body]);
  });

  it('refuse passwords that are guessed first', async () => {
    for (const weak of ['short', 'password123', 'aaaaaaaaaaaa']) {
      const answer = await call('/auth/sign-up/email', { body: { email: newEmail(), password: weak, name: 'Ada' } });
      expect([weak, answer.status]).toEqual([weak, 400]);
    }
  });

  it('get a new password by mail, which ends every session', async () => {
    const email = await signUp();
    const token = await signIn(email);
    await call('/auth/request-password-reset', { body: { email, redirectTo: cloud.url } });
    const link = new URL(linkIn(await mailTo(email, /new password/)));
    const resetToken = link.searchParams.get('token');
    for (const weak of ['short', 'password123', `${email.split('@')[0]}123456`, email]) {
      const refused = await call('/auth/reset-password', { body: { newPassword: weak, token: resetToken } });
      expect([weak, refused.status]).toEqual([weak, 400]);
    }
    const changed = await call('/auth/reset-password', {
      body: { newPassword: 'another long phrase', token: resetToken },
    });
    expect(changed.status).toBe(200);
    const again = await call('/auth/reset-password', {
      body: { newPassword: 'yet another phrase', token: resetToken },
    });
    expect(again.status).toBe(400);
    expect((await call('/auth/get-session', { token })).body.user).toBeUndefined();
    expect((await call('/auth/sign-in/email', { body: { email, password } })).status).toBe(401);
    await signIn(email, 'another long phrase');
  });

  it('get a new password on the pages that the mail leads to', async () => {
    const email = await signUp();
    const browser = createPlainBrowser(cloud.url, `203.0.113.${people}`);
    expect((await browser.open('/sign-in')).text).toContain('href="/forgot-password"');
    const [known, unknown] = [email, newEmail()];
    const answers = await Promise.all(
      [known, unknown].map(async (each) =>
        (await browser.open('/forgot-password', { email: each })).text.replace(each, ''),
      ),
    );
    expect(answers[0]).toBe(answers[1]);
    const link = linkIn(await mailTo(known, /new password/));
    const token = new URL(link).searchParams.get('token') ?? '';
    expect((await browser.open(link)).text).toContain(`value="${token}"`);
    const weak = await browser.open('/new-password', { token, password: 'password123' });
    expect([weak.status, weak.text.includes('first that are tried')]).toEqual([400, true]);
    const kept = await browser.open('/new-password', { token, password: 'another long phrase' });
    expect([kept.status, kept.text.includes('Your new password holds')]).toEqual([200, true]);
    const again = await browser.open('/new-password', { token, password: 'a third long phrase' });
    expect([again.status, again.text.includes('used already')]).toEqual([400, true]);
    await signIn(email, 'another long phrase');
  });

  it('change their name to one that others can read, and their picture nowhere but where it is looked at', async () => {
    const token = await signIn(await signUp());
    const update = (body: object) => call('/auth/update-user', { token, body });
    for (const name of [null, 7, '', '  ', 'x'.repeat(101), 'a\u0000b', 'a\nb', {}]) {
      const { status, body } = await update({ name });
      expect([name, status, body.code]).toEqual([name, 400, 'INVALID_NAME']);
    }
    const unnamed = await call('/auth/sign-up/email', { body: { email: newEmail(), password, name: 'a\u0000b' } });
    expect(unnamed.body.code).toBe('INVALID_NAME');
    for (const image of [null, 'https://example.com/track.png']) {
      expect((await update({ image })).body.code).toBe('PICTURE_NOT_HERE');
    }
    expect((await update({ name: 'Grace' })).status).toBe(200);
    expect((await call('/auth/get-session', { token })).body.user).toMatchObject({ name: 'Grace', image: null });
  });

  it('change their password by the old one, by the same rules, which ends every other session', async () => {
    const email = await signUp();
    const [here, there] = [await signIn(email), await signIn(email)];
    let changes = 0;
    const change = (newPassword: string, currentPassword = password) => {
      changes += 1;
      const address = `198.19.${people}.${changes}`;
      return call('/auth/change-password', { token: here, body: { newPassword, currentPassword }, address });
    };
    for (const weak of ['short', 'password123', email]) {
      expect([weak, (await change(weak)).status]).toEqual([weak, 400]);
    }
    expect((await change('another long phrase', 'not the old one')).status).toBe(400);
    const changed = await change('another long phrase');
    expect([changed.status, changed.token !== null]).toEqual([200, true]);
    for (const token of [here, there]) expect((await call('/auth/get-session', { token })).body.user).toBeUndefined();
    expect((await call('/auth/get-session', { token: changed.token })).body.user).toMatchObject({ email });
    await signIn(email, 'another long phrase');
  });

  it('keep what happened to them, with the address it came from', async () => {
    const email = await signUp();
    const first = await signIn(email);
    const address = `203.0.113.${people}`;
    await call('/auth/sign-in/email', { body: { email, password: 'not the password' }, address: '198.51.100.7' });
    const { token } = await call('/auth/change-password', {
      token: first,
      body: { currentPassword: password, newPassword: 'another long phrase' },
    });
    const events = async () => {
      const { body } = await call('/account/export', { token });
      return body.events as { action: string; ipAddress: string | null }[];
    };
    const actions = async () => (await events()).map(({ action }) => action).sort();
    await expect
      .poll(actions, { timeout: 5000 })
      .toEqual([
        'account.created',
        'password.changed',
        'session.created',
        'session.created',
        'session.ended',
        'sign-in.refused',
      ]);
    for (const { action, ipAddress } of await events()) {
      expect([action, ipAddress]).toEqual([action, action === 'sign-in.refused' ? '198.51.100.7' : address]);
    }
  });

  it('list their sessions and end them', async () => {
    const email = await signUp();
    const [here, there] = [await signIn(email), await signIn(email)];
    const listed = await call('/auth/list-sessions', { token: here });
    const sessions = listed.body as unknown as { token: string }[];
    expect(sessions).toHaveLength(2);
    const other = sessions.find(({ token }) => there.startsWith(token));
    await call('/auth/revoke-session', { token: here, body: { token: other?.token } });
    expect((await call('/auth/get-session', { token: there })).body.user).toBeUndefined();
    expect((await call('/auth/get-session', { token: here })).body.user).toBeDefined();
    await call('/auth/sign-out', { token: here, body: {} });
    expect((await call('/auth/get-session', { token: here })).body.user).toBeUndefined();
  });

  it('are exported without what would let others in, and deleted', async () => {
    const email = await signUp();
    const token = await signIn(email);
    expect((await call('/account/export')).status).toBe(401);
    const exported = await call('/account/export', { token });
    expect(exported.body).toMatchObject({
      user: { email, name: 'Ada' },
      signIns: [{ provider: 'credential' }],
      sessions: [{ ipAddress: `203.0.113.${people}` }],
      events: expect.arrayContaining([expect.objectContaining({ action: 'account.created' })]),
    });
    expect(exported.body).toMatchObject({ picture: null });
    expect(JSON.stringify(exported.body)).not.toContain(token.slice(0, 20));
    expect(JSON.stringify(exported.body)).not.toMatch(/"password"|token/i);

    const deleted = await call('/auth/delete-user', { token, body: { password } });
    expect([deleted.status, deleted.body]).toEqual([200, expect.objectContaining({ success: true })]);
    expect((await call('/account/export', { token })).status).toBe(401);
    expect((await call('/auth/sign-in/email', { body: { email, password } })).status).toBe(401);
  });

  it('have a picture, which is served safely, exported, and gone with the account', async () => {
    const email = await signUp();
    const token = await signIn(email);
    const send = (body: Uint8Array, type = 'image/png', session = token) =>
      fetch(`${cloud.url}/api/account/picture`, {
        method: 'PUT',
        headers: { 'content-type': type, origin: cloud.url, authorization: `Bearer ${session}` },
        body: Uint8Array.from(body),
      });
    expect((await send(picture(64, 64), 'image/png', 'nobody')).status).toBe(401);
    expect((await send(Buffer.alloc(300_000), 'image/png')).status).toBe(413);
    for (const body of [picture(64, 4096), picture(0, 64), Buffer.from('<svg onload="alert(1)"/>'), Buffer.alloc(0)]) {
      expect((await send(body)).status).toBe(415);
    }
    // What it is said to be makes no difference.
    const { image } = await (await send(picture(64, 64), 'text/html')).json();
    expect((await call('/auth/get-session', { token })).body.user).toMatchObject({ image });

    const served = await fetch(cloud.url + image);
    expect(Buffer.from(await served.arrayBuffer()).equals(picture(64, 64))).toBe(true);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
      'content-disposition': 'inline; filename="picture.png"',
      'cache-control': 'public, max-age=300',
    });
    const exported = await call('/account/export', { token });
    expect(exported.body).toMatchObject({
      user: { image },
      picture: { contentType: 'image/png', data: picture(64, 64).toString('base64') },
    });

    const replaced = await (await send(picture(32, 32))).json();
    expect(replaced.image).not.toBe(image);
    expect((await call('/account/picture', { token, method: 'DELETE' })).body).toEqual({ image: null });
    expect((await fetch(cloud.url + replaced.image)).status).toBe(404);
    await send(picture(16, 16));
    await call('/auth/delete-user', { token, body: { password } });
    expect((await fetch(cloud.url + image)).status).toBe(404);
    expect((await send(picture(16, 16))).status).toBe(401);
  });

  it('may change their picture so often an hour', async () => {
    const token = await signIn(await signUp());
    const headers = { 'content-type': 'image/png', authorization: `Bearer ${token}` };
    const send = () =>
      fetch(`${cloud.url}/api/account/picture`, { method: 'PUT', headers, body: Uint8Array.from(picture(8, 8)) });
    const answers = await Promise.all(Array.from({ length: 22 }, send));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([429, 429]);
  });

  it('let a device in that somebody approved in a browser', async () => {
    const email = await signUp();
    const token = await signIn(email);
    const client_id = 'flashfusion-desktop';
    const ask = async () => {
      const { body } = await call('/auth/device/code', { body: { client_id } });
      return body as { device_code?: string; user_code?: string };
    };
    const redeem = (device_code?: string) =>
      call('/auth/device/token', {
        body: { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code, client_id },
      });
    // Of two devices, so that neither has to wait before it may ask again.
    const [waiting, { device_code: device, user_code: code }] = [await ask(), await ask()];
    expect((await redeem(waiting.device_code)).body).toMatchObject({ error: 'authorization_pending' });
    expect((await call(`/auth/device?user_code=${code}`, { token })).status).toBe(200);
    expect((await call('/auth/device/approve', { body: { userCode: code } })).status).toBe(401);
    expect((await call('/auth/device/approve', { token, body: { userCode: code } })).status).toBe(200);
    const answer = await redeem(device);
    expect(answer.body).toMatchObject({ access_token: expect.any(String) });
    const session = await call('/auth/get-session', { token: String(answer.body.access_token) });
    expect(session.body.user).toMatchObject({ email });
  });

  it('are not found by trying: sign-in is limited for each address', async () => {
    const email = newEmail();
    const answers: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      answers.push((await call('/auth/sign-in/email', { body: { email, password: `guess number ${index}` } })).status);
    }
    expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(answers.slice(10)).toEqual([429, 429]);
    const elsewhere = await call('/auth/sign-in/email', { body: { email, password }, address: '198.51.100.1' });
    expect(elsewhere.status).toBe(401);
  });

  it('are not found by trying from many addresses: so often an hour for each account', async () => {
    const [email, stranger] = [await signUp(), newEmail()];
    const tries = async (of: string) => {
      const statuses: number[] = [];
      for (let index = 0; index < 52; index += 1) {
        const address = `198.19.${people}.${index}`;
        const body = { email: index % 2 === 0 ? of : of.toUpperCase(), password: 'not the password' };
        statuses.push((await call('/auth/sign-in/email', { body, address })).status);
      }
      return statuses;
    };
    const expected = [...Array.from({ length: 50 }, () => 401), 429, 429];
    expect(await tries(email)).toEqual(expected);
    people += 1;
    // Of one that does not exist it looks the same.
    expect(await tries(stranger)).toEqual(expected);
  }, 60_000);

  it('are written to so often an hour, whoever asks', async () => {
    const email = await signUp();
    for (let index = 0; index < 12; index += 1) {
      const { status } = await call('/auth/request-password-reset', {
        body: { email },
        address: `198.19.${people}.${index}`,
      });
      expect(status).toBe(200);
    }
    const mails = async () => {
      const folder = join(cloud.dataFolder, 'mail');
      const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
      return texts.filter((text) => text.startsWith(`To: ${email}\nSubject: Choose a new`)).length;
    };
    await expect.poll(mails, { timeout: 5000 }).toBe(10);
    // Another mail that is let through comes after all that could have come before it.
    await call('/auth/sign-up/email', { body: { email, password, name: 'Ada' } });
    await mailTo(email, /already have/);
    expect(await mails()).toBe(10);
  });

  it('cannot be signed in to from a page of somebody else', async () => {
    const response = await fetch(`${cloud.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example', cookie: 'a=b' },
      body: JSON.stringify({ email: 'a@example.com', password }),
    });
    expect(response.status).toBe(403);
  });
});
