import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailer } from '../features/accounts/index.ts';

/** Hands mail to the SMTP server at `url`: `smtp://user:password@host:587`. */
export function createSmtpMailer(options: { url: string; from: string }): Mailer {
  const loading = import('nodemailer').then(({ createTransport }) =>
    createTransport(options.url, { from: options.from }),
  );
  return {
    async send(mail) {
      await (await loading).sendMail(mail);
    },
    dispose: () => void loading.then((transport) => transport.close()),
  };
}

/** Writes mail into files, for a server on one's own machine where nobody has an SMTP server. */
export function createFileMailer(options: { folder: string }): Mailer {
  return {
    async send({ to, subject, text }) {
      await mkdir(options.folder, { recursive: true, mode: 0o700 });
      const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.txt`;
      await writeFile(join(options.folder, name), `To: ${to}\nSubject: ${subject}\n\n${text}`, { mode: 0o600 });
    },
    dispose() {},
  };
}
