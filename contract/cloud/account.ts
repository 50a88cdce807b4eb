import { oc } from '@orpc/contract';
import { z } from 'zod';

const Time = z.iso.datetime();

/** Everything that is kept about a person, without what would let others in. */
export const AccountExport = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    image: z.string().nullable(),
    createdAt: Time,
  }),
  signIns: z.array(z.object({ provider: z.string(), accountId: z.string(), createdAt: Time })),
  sessions: z.array(
    z.object({
      createdAt: Time,
      expiresAt: Time,
      ipAddress: z.string().nullable(),
      userAgent: z.string().nullable(),
    }),
  ),
  events: z.array(z.object({ action: z.string(), ipAddress: z.string().nullable(), happenedAt: Time })),
});

export const account = {
  /** All that the server knows about the person who asks. */
  export: oc
    .route({ method: 'GET', path: '/account/export', summary: 'Everything kept about you', tags: ['account'] })
    .errors({ UNAUTHORIZED: { message: 'Sign in first.' } })
    .output(AccountExport),
};
