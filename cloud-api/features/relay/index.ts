import { randomBytes } from 'node:crypto';
import { implement } from '@orpc/server';
import { cloudContract } from '../../../contract/cloud/index.ts';
import type { CloudConfig } from '../../config.ts';
import type { RequestContext } from '../../context.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { iceServers } from './credentials.ts';

const contract = implement(cloudContract.relay).$context<RequestContext>();

/** For each address: a relay costs money. */
const rule = { window: 60, max: 30 };

/** Serves relay servers with fresh credentials. */
export function createRelayRouter(relay: CloudConfig['relay'], limits: RateLimits) {
  return contract.router({
    iceServers: contract.iceServers.handler(async ({ context, errors }) => {
      const { allowed } = await limits.consume(`relay:${context.address}`, rule);
      if (!allowed) throw errors.TOO_MANY_REQUESTS();
      return iceServers(relay, randomBytes(6).toString('hex'), Date.now());
    }),
  });
}
