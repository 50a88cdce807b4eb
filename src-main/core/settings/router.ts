import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { SettingsService } from './service.ts';

const contract = implement(desktopContract.settings);

/** Serves the `settings` contract. */
export function createSettingsRouter(service: SettingsService) {
  return contract.router({
    get: contract.get.handler(({ input }) => service.get(input.projectId)),
    update: contract.update.handler(({ input }) => service.update(input)),
    locate: contract.locate.handler(({ input }) => service.locate(input)),
  });
}
