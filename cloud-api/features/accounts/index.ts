export { type Auth, type AuthDescription, createAuth, describeAuth } from './auth.ts';
export type { Mailer } from './mail.ts';
export { createPictures, type Pictures } from './pictures.ts';
export { createAccountRouter } from './router.ts';
