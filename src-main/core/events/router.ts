import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { EventHub } from './event-hub.ts';

const contract = implement(desktopContract.events);

/** Serves the `events` contract. */
export function createEventsRouter(events: EventHub) {
  return contract.router({
    subscribe: contract.subscribe.handler(({ input, signal }) => events.subscribe(input.projectId, signal)),
  });
}
