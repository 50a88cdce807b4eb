import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { GenerateService } from './service.ts';

const contract = implement(desktopContract.generate);

/** Serves the `generate` contract. */
export function createGenerateRouter(service: GenerateService) {
  return contract.router({
    lint: contract.lint.handler(({ input }) => service.lint(input.prompt)),
    plan: contract.plan.handler(({ input, signal }) => service.plan(input, signal)),
    start: contract.start.handler(({ input, signal }) => service.start(input, signal)),
    resume: contract.resume.handler(({ input, signal }) => service.resume(input.id, signal)),
    check: contract.check.handler(({ input, signal }) => service.check(input.id, signal)),
    get: contract.get.handler(({ input }) => service.get(input.id)),
    file: contract.file.handler(({ input }) => service.file(input.id, input.path)),
    preview: contract.preview.handler(({ input, signal }) => service.preview(input.id, signal)),
    unfinished: contract.unfinished.handler(() => service.unfinished()),
    discard: contract.discard.handler(async ({ input }) => {
      await service.discard(input.id);
      return {};
    }),
    repairCost: contract.repairCost.handler(({ input }) => service.repairCost(input.id)),
    repair: contract.repair.handler(({ input, signal }) => service.repair(input.id, signal)),
    adopt: contract.adopt.handler(({ input }) => service.adopt(input.id)),
  });
}
