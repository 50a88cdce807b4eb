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
  /** As base64, where they gave one. */
  picture: z.object({ contentType: z.string(), data: z.string() }).nullable(),
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

const unauthorized = { UNAUTHORIZED: { message: 'Sign in first.' } };

export const account = {
  /** All that the server knows about the person who asks. */
  export: oc
    .route({ method: 'GET', path: '/account/export', summary: 'Everything kept about you', tags: ['account'] })
    .errors(unauthorized)
    .output(AccountExport),

  /** The body is the picture itself: PNG, JPEG or WebP, at most 256 KiB and 2048 pixels in both directions. */
  setPicture: oc
    .route({ method: 'PUT', path: '/account/picture', summary: 'Set your picture', tags: ['account'] })
    .errors({
      ...unauthorized,
      PAYLOAD_TOO_LARGE: { message: 'The picture is larger than 256 KiB. Choose a smaller one.' },
      UNSUPPORTED_MEDIA_TYPE: {
        message: 'That is no PNG, JPEG or WebP picture of at most 2048 × 2048 pixels. Choose another.',
      },
      TOO_MANY_REQUESTS: { message: 'Too many pictures in an hour. Try again later.' },
    })
    .input(z.file())
    .output(
      z.object({
        /** Where it is served, relative to the server's address; also the account's `image`. */
        image: z.string(),
      }),
    ),

  /** Does nothing where there is no picture. */
  removePicture: oc
    .route({ method: 'DELETE', path: '/account/picture', summary: 'Remove your picture', tags: ['account'] })
    .errors(unauthorized)
    .output(z.object({ image: z.null() })),

  /** Anybody may see it who knows whose it is. */
  picture: oc
    .route({
      method: 'GET',
      path: '/account/pictures/{userId}',
      summary: 'The picture of somebody',
      tags: ['account'],
      outputStructure: 'detailed',
    })
    .errors({ NOT_FOUND: { message: 'There is no picture.' } })
    .input(z.object({ userId: z.string().regex(/^[\w-]{1,64}$/) }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
};
