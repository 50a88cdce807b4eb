import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { LanguagesService } from './service.ts';

const contract = implement(desktopContract.languages);

/** Serves the `languages` contract. */
export function createLanguagesRouter(service: LanguagesService) {
  return contract.router({
    connect: contract.connect.handler(({ input, signal }) => service.connect(input.projectId, signal)),
    sync: contract.sync.handler(({ input }) => {
      service.sync(input);
      return {};
    }),
    request: contract.request.handler(async ({ input, signal }) => ({
      json: JSON.stringify(await service.request(input, signal)),
    })),
    answerEdit: contract.answerEdit.handler(({ input }) => {
      service.answerEdit(input);
      return {};
    }),
    restart: contract.restart.handler(async ({ input }) => {
      await service.restart(input.projectId, input.server);
      return {};
    }),
    readSource: contract.readSource.handler(({ input }) => service.readSource(input.projectId, input.uri)),
    format: contract.format.handler(({ input, signal }) => service.format(input, signal)),
  });
}
