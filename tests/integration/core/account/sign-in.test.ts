import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AccountState } from '../../../../contract/desktop/account.ts';
import type { HostClient } from '../../../../contract/shell.ts';
import { createPlainBrowser } from '../../../support/cloud-pages.ts';
import { type EventLog, startCore, type TestCore, testHost } from '../../../support/core.ts';

const person = { name: 'Ada Quay', email: 'ada@example.com', password: 'a long enough phrase' };

async function core(options: Parameters<typeof startCore>[0] = {}): Promise<TestCore> {
  const started = await startCore(options);
  onTestFinished(() => started.dispose());
  return started;
}

/** What windows are told next that fits; the server's interval is five seconds, and a wait of the log's is as long. */
async function accountEvent(window: EventLog, fits: (account: AccountState) => boolean): Promise<AccountState> {
  for (let round = 0; round < 6; round += 1) {
    const event = await window.next((each) => each.type === 'account.changed' && fits(each.account)).catch(() => null);
    if (event?.type === 'account.changed') return event.account;
  }
  throw new Error(`No such account. Told: ${JSON.stringify(window.of('account.changed'))}`);
}

test('signing in through a page, without script, by the desktop’s own server; sessions; signing out', async () => {
  const { client, dataFolder, events, core: composed } = await core();
  expect(await client.account.get()).toEqual({ status: 'signedOut', problem: null });
  const window = await events(null);
  const waiting = await client.account.signIn();
  if (waiting.status !== 'signingIn') throw new Error(waiting.status);
  expect(waiting.userCode).toMatch(/^\w{4}-\w{4}$/);
  expect(await client.account.signIn()).toEqual(waiting);
  const browser = createPlainBrowser(new URL(waiting.page).origin);
  await browser.answer(waiting.page, 'approve', person);
  const told = await accountEvent(window, ({ status }) => status === 'signedIn');
  expect(told).toEqual({
    status: 'signedIn',
    name: person.name,
    email: person.email,
    server: null,
    online: true,
    kept: true,
  });

  const sessions = await client.account.sessions();
  expect(sessions.map(({ current }) => current)).toEqual([true, false]);
  expect(sessions[0]?.userAgent).toContain('FlashFusion/0.0.0-test');
  const left = await client.account.endSession({ id: sessions[1]?.id ?? '' });
  expect(left).toHaveLength(1);
  expect((await browser.open('/device')).url).toContain('/sign-in');

  const token = (await composed.account.token()) ?? '';
  expect(token.length).toBeGreaterThan(20);
  const heard = JSON.stringify([told, sessions, left, window.received]);
  expect(heard).not.toContain(token);
  await composed.dispose();
  for (const entry of readdirSync(dataFolder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // The server's own database knows its sessions.
    if (!entry.isFile() || path.startsWith(join(dataFolder, 'cloud', 'database'))) continue;
    expect([path, readFileSync(path, 'latin1').includes(token)]).toEqual([path, false]);
  }

  // The next start knows who it is without asking anybody, and another server's port does not matter.
  const second = await core({ dataFolder });
  expect(await second.client.account.get()).toMatchObject({ status: 'signedIn', name: person.name, online: null });
  expect((await second.client.cloud.state()).status).toBe('off');
  const { address } = await second.client.cloud.start();
  expect(await second.client.account.refresh()).toMatchObject({ status: 'signedIn', online: true });
  const session = () => fetch(`${address}/api/auth/get-session`, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await session()).json()).toMatchObject({ user: { email: person.email } });
  expect(await second.client.account.signOut()).toEqual({ status: 'signedOut', problem: null });
  expect(await (await session()).json()).toBeNull();
  expect(await second.client.account.get()).toMatchObject({ status: 'signedOut' });
  await expect(second.client.account.sessions()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
}, 90_000);

test('a refusal and a cancellation end the wait; without a key store the sign-in lasts until the end', async () => {
  const host: HostClient = {
    ...testHost,
    secrets: { ...testHost.secrets, available: async () => ({ available: false, backend: 'none' }) },
  };
  const { client, events, dataFolder, core: composed } = await core({ host });
  const window = await events(null);
  const refused = await client.account.signIn();
  if (refused.status !== 'signingIn') throw new Error(refused.status);
  const browser = createPlainBrowser(new URL(refused.page).origin);
  await browser.answer(refused.page, 'deny', person);
  expect(await accountEvent(window, (account) => account.status === 'signedOut' && account.problem !== null)).toEqual({
    status: 'signedOut',
    problem: expect.stringContaining('refused'),
  });

  const cancelled = await client.account.signIn();
  expect(cancelled.status).toBe('signingIn');
  expect(await client.account.cancelSignIn()).toEqual({ status: 'signedOut', problem: null });

  const last = await client.account.signIn();
  if (last.status !== 'signingIn') throw new Error(last.status);
  const question = await browser.open(last.page);
  expect(question.text).toContain(last.userCode);
  const code = last.userCode.replace('-', '');
  expect((await browser.open('/device', { user_code: code, decision: 'approve' }, 'https://evil.example')).status).toBe(
    403,
  );
  await browser.open('/device', { user_code: code, decision: 'approve' });
  expect(await accountEvent(window, ({ status }) => status === 'signedIn')).toMatchObject({ kept: false });
  await composed.dispose();
  const second = await core({ dataFolder, host });
  expect(await second.client.account.get()).toMatchObject({ status: 'signedOut' });
}, 90_000);
