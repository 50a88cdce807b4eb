import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { PreviewService } from './service.ts';

const contract = implement(desktopContract.preview);

/** Serves the `preview` contract. */
export function createPreviewRouter(service: PreviewService) {
  return contract.router({
    detect: contract.detect.handler(async ({ input }) => ({ options: await service.detect(input.projectId) })),
    start: contract.start.handler(({ input }) => service.start(input.projectId, input.target, input.install)),
    stop: contract.stop.handler(({ input }) => service.stop(input.projectId)),
    watch: contract.watch.handler(({ input, signal }) => service.watch(input.projectId, signal)),
    locate: contract.locate.handler(({ input }) => service.locate(input.projectId, input)),
  });
}
