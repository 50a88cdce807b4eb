import { expect, it, onTestFinished } from 'vitest';
import { createSmtpMailer } from '../../../cloud-api/adapters/mail.ts';
import { startTestCloud } from '../../support/cloud.ts';
import { startSmtp } from '../../support/smtp.ts';

const password = 'a long enough phrase';

async function start() {
  const smtp = await startSmtp();
  onTestFinished(() => smtp.dispose());
  const cloud = await startTestCloud({ SMTP_URL: smtp.url, MAIL_FROM: 'cloud@example.com' });
  onTestFinished(() => cloud.close());
  const post = async (path: string, body: object) => {
    const response = await fetch(`${cloud.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: cloud.url },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return { smtp, cloud, post };
}

it('links are sent through a mail server, and lead where they should', async () => {
  const { smtp, cloud, post } = await start();
  const email = 'ada@example.com';
  expect((await post('/sign-up/email', { email, password, name: 'Ada' })).status).toBe(200);
  await expect.poll(() => smtp.mails.length, { timeout: 10_000 }).toBe(1);
  const [mail] = smtp.mails;
  expect(mail).toMatchObject({ from: 'cloud@example.com', to: [email] });
  expect(mail?.content).toMatch(/^Subject: Confirm your e-mail address for FlashFusion$/m);
  // Lines are at most 76 characters on their way.
  const link = /https?:\S+/.exec((mail?.content ?? '').replaceAll('=\n', '').replaceAll('=3D', '='))?.[0] ?? '';
  expect(link.startsWith(`${cloud.url}/api/auth/verify-email?token=`)).toBe(true);
  await fetch(link, { redirect: 'manual' });
  expect((await post('/sign-in/email', { email, password })).status).toBe(200);

  await post('/request-password-reset', { email });
  await expect.poll(() => smtp.mails.length, { timeout: 10_000 }).toBe(2);
  expect(smtp.mails[1]?.content).toContain(`${cloud.url}/new-password?token=`);
}, 60_000);

it('a mail server that refuses or is away changes no answer', async () => {
  const { smtp, post } = await start();
  const answer = async (email: string) => (await post('/sign-up/email', { email, password, name: 'Ada' })).status;
  smtp.refuse();
  expect(await answer('one@example.com')).toBe(200);
  const mailer = createSmtpMailer({ url: smtp.url, from: 'cloud@example.com' });
  onTestFinished(() => mailer.dispose());
  const mail = { to: 'one@example.com', subject: 'x', text: 'x' };
  await expect(mailer.send(mail)).rejects.toThrow('550');
  await smtp.dispose();
  expect(await answer('two@example.com')).toBe(200);
  await expect(mailer.send(mail)).rejects.toThrow('ECONNREFUSED');
}, 60_000);
