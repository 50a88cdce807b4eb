import { z } from 'zod';
import { procedure } from './errors.ts';

/** Who one is at the cloud server, as windows need it: never with what would let others in. */
export const AccountState = z.discriminatedUnion('status', [
  /** `problem` says why the last attempt, or what was there before, ended. */
  z.object({ status: z.literal('signedOut'), problem: z.string().nullable() }),
  /** Somebody should open the page and say yes to the code there. */
  z.object({
    status: z.literal('signingIn'),
    /** `ABCD-EFGH`. */
    userCode: z.string(),
    page: z.url(),
    /** Milliseconds since 1970. */
    expiresAt: z.number(),
  }),
  z.object({
    status: z.literal('signedIn'),
    name: z.string(),
    email: z.string(),
    /** Where the account is; null for the desktop's own server. */
    server: z.url().nullable(),
    /** Whether the server answered when it was last asked; null before that. */
    online: z.boolean().nullable(),
    /** False where this system has no safe place for the token, so that it is forgotten at the end. */
    kept: z.boolean(),
  }),
]);
export type AccountState = z.infer<typeof AccountState>;

/** Somewhere the account is signed in. */
export const AccountSession = z.object({
  id: z.string(),
  /** What signed in, in its own words. */
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  current: z.boolean(),
});
export type AccountSession = z.infer<typeof AccountSession>;

export const account = {
  /** What is known; asks no server. */
  get: procedure.output(AccountState),
  /** The same after asking the server whether it still holds; starts none for it. */
  refresh: procedure.output(AccountState),
  /** Asks the server for a code and waits, in the background, until somebody has said yes or no to it. */
  signIn: procedure.output(AccountState),
  /** Waits no longer. */
  cancelSignIn: procedure.output(AccountState),
  sessions: procedure.output(z.array(AccountSession)),
  /** Ends one of them; the current one is a sign-out. */
  endSession: procedure.input(z.object({ id: z.string().max(200) })).output(z.array(AccountSession)),
  /** Forgets the token here in any case, and tells the server where it can be reached. */
  signOut: procedure.output(AccountState),
};
