import { oc } from '@orpc/contract';
import { z } from 'zod';

export const about = {
  /** What runs there, and what it offers: a desktop asks before it uses a server for the first time. */
  get: oc.route({ method: 'GET', path: '/about', summary: 'What this server is and offers', tags: ['about'] }).output(
    z.object({
      name: z.literal('flashfusion-cloud'),
      version: z.string(),
      /** Path of the signaling WebSocket on this server. */
      signalingPath: z.string(),
      /** Whether relay servers are configured for peers that can't reach each other. */
      relay: z.boolean(),
    }),
  ),
};
