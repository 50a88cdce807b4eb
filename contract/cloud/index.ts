import type { ContractRouterClient } from '@orpc/contract';
import { about } from './about.ts';
import { account } from './account.ts';
import { catalogue } from './catalogue.ts';
import { relay } from './relay.ts';

/** Everything a desktop may ask of the cloud API over HTTP. */
export const cloudContract = { about, account, catalogue, relay };
export type CloudClient = ContractRouterClient<typeof cloudContract>;
