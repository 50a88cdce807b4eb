import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { NewProjects } from './new-projects.ts';
import type { ProjectsService } from './service.ts';

const contract = implement(desktopContract.projects);

/** Serves the `projects` contract. */
export function createProjectsRouter(service: ProjectsService, newProjects: NewProjects) {
  return contract.router({
    open: contract.open.handler(({ input }) => service.open(input.path)),
    list: contract.list.handler(() => service.list()),
    pin: contract.pin.handler(({ input }) => service.pin(input.projectId, input.pinned)),
    forget: contract.forget.handler(async ({ input }) => {
      await service.forget(input.projectId);
      return {};
    }),
    trust: contract.trust.handler(({ input }) => service.trust(input.projectId, input.trusted)),
    starters: contract.starters.handler(() => newProjects.starters()),
    create: contract.create.handler(({ input, signal }) => newProjects.create(input, signal)),
    openSample: contract.openSample.handler(() => newProjects.openSample()),
    saveLayout: contract.saveLayout.handler(({ input }) => {
      service.saveLayout(input.projectId, input.layout);
      return {};
    }),
  });
}
