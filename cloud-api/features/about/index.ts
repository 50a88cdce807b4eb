import { implement } from '@orpc/server';
import { cloudContract } from '../../../contract/cloud/index.ts';
import type { RequestContext } from '../../context.ts';

const contract = implement(cloudContract.about).$context<RequestContext>();

/** Serves what this server is. */
export function createAboutRouter(about: { version: string; signalingPath: string; relay: boolean }) {
  return contract.router({ get: contract.get.handler(() => ({ name: 'flashfusion-cloud' as const, ...about })) });
}
