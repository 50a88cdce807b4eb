import { oc } from '@orpc/contract';
import { z } from 'zod';

/** One entry of a peer connection's `iceServers`. */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof IceServer>;

export const relay = {
  /** Relay servers with credentials that end by themselves. The list is empty where none are configured. */
  iceServers: oc
    .route({
      method: 'GET',
      path: '/relay/ice-servers',
      summary: 'Relay servers for peer connections',
      tags: ['relay'],
    })
    .errors({ TOO_MANY_REQUESTS: { message: 'Too many requests from this address. Try again in a minute.' } })
    .output(
      z.object({
        iceServers: z.array(IceServer),
        /** When the credentials end, in milliseconds since 1970; null where there are none. */
        expiresAt: z.number().nullable(),
      }),
    ),
};
