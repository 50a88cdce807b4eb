import type { Auth, AuthDescription, AuthOptions } from './auth.ts';

export { type CleanUp, cleanUp } from './clean-up.ts';
export type { Mailer } from './mail.ts';
export { accountPagePaths, createAccountPages } from './pages/index.ts';
export { createPictures, type Pictures } from './pictures.ts';
export { createAccountRouter } from './router.ts';
export type { Auth, AuthDescription };

/** Makes accounts. What they are built of is large, so it is loaded here: signaling alone never needs it. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  return (await import('./auth.ts')).createAuth(options);
}

/** Describes what `createAuth` serves, without its database. */
export async function describeAuth(options: Omit<AuthOptions, 'database'>): Promise<AuthDescription> {
  return (await import('./auth.ts')).describeAuth(options);
}
