import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { ThemesService } from './service.ts';

const contract = implement(desktopContract.themes);

/** Serves the `themes` contract. */
export function createThemesRouter(service: ThemesService) {
  return contract.router({
    list: contract.list.handler(() => service.list()),
    get: contract.get.handler(({ input }) => service.get(input.id)),
    read: contract.read.handler(({ input }) => service.read(input)),
    add: contract.add.handler(({ input }) => service.add(input)),
    remove: contract.remove.handler(({ input }) => service.remove(input.id)),
  });
}
