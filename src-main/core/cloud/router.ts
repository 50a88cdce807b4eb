import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { CloudService } from './service.ts';

const contract = implement(desktopContract.cloud);

/** Serves the `cloud` contract. */
export function createCloudRouter(service: CloudService) {
  return contract.router({
    state: contract.state.handler(() => service.state()),
    start: contract.start.handler(() => service.start()),
    share: contract.share.handler(({ input }) => service.share(input.on)),
    stop: contract.stop.handler(() => service.stop()),
    find: contract.find.handler(({ signal }) => service.find(signal)),
    iceServers: contract.iceServers.handler(({ input }) => service.iceServers(input.servers)),
    openSignaling: contract.openSignaling.handler(({ input, signal }) =>
      service.signaling.open(input.url, signal ?? new AbortController().signal),
    ),
    sendSignal: contract.sendSignal.handler(({ input }) => {
      service.signaling.send(input.connection, input.text);
      return {};
    }),
  });
}
