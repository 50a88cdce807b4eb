import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { createPlainBrowser } from '../../support/cloud-pages.ts';

const password = 'a long enough phrase';
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ EMAIL_CONFIRMATION: 'off', TRUSTED_PROXIES: '1' });
}, 60_000);
afterAll(() => cloud?.close());

let people = 0;
/** A browser in which somebody new has signed up on the way to their account. */
async function browserOfSomebody() {
  people += 1;
  const email = `person${people}@example.com`;
  const browser = createPlainBrowser(cloud.url, `203.0.113.${people}`);
  expect((await browser.open('/account')).url).toBe(`${cloud.url}/sign-in?next=%2Faccount`);
  const arrived = await browser.open('/sign-up', { name: 'Ada <b>', email, password, next: '/account' });
  expect([arrived.url, arrived.status]).toEqual([`${cloud.url}/account`, 200]);
  return { browser, email, page: arrived };
}

it('people take along what is kept about them', async () => {
  const { browser, email, page } = await browserOfSomebody();
  expect(page.text).toContain('Ada &lt;b&gt;');
  expect(page.headers.get('cache-control')).toBe('no-store');
  const href = /href="([^"]+)" download/.exec(page.text)?.[1] ?? '';
  const exported = JSON.parse((await browser.open(href)).text);
  expect(exported).toMatchObject({ user: { email }, signIns: [{ provider: 'credential' }] });
});

it('people delete their account, with its password only', async () => {
  const { browser, email } = await browserOfSomebody();
  for (const wrong of [{ password: 'not the password' }, { password: '' }, { other: 'x' }] as Record<
    string,
    string
  >[]) {
    const answer = await browser.open('/account', wrong);
    expect([answer.status, answer.text.includes('Nothing was deleted')]).toEqual([400, true]);
  }
  const foreign = await browser.open('/account', { password }, 'https://evil.example');
  expect(foreign.status).toBe(403);
  const deleted = await browser.open('/account', { password });
  expect([deleted.status, deleted.text.includes('Your account is deleted')]).toEqual([200, true]);
  expect((await browser.open('/account')).url).toContain('/sign-in?next=');
  const again = await browser.open('/sign-in', { email, password, next: '/account' });
  expect([again.status, again.text.includes('do not belong together')]).toEqual([400, true]);
});
