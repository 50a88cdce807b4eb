export { type Auth, createAuth } from './auth.ts';
export type { Mailer } from './mail.ts';
export { createAccountRouter } from './router.ts';
