import type { Auth, AuthOptions } from './auth.ts';

export type { Mailer } from './mail.ts';
export { accountPagePaths, createAccountPages } from './pages/index.ts';
export { createAccountRouter } from './router.ts';
export type { Auth };

/** Makes accounts. What they are built of is large, so it is loaded here: signaling alone never needs it. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  return (await import('./auth.ts')).createAuth(options);
}
