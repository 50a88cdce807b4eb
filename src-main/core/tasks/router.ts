import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { TasksService } from './service.ts';

const contract = implement(desktopContract.tasks);

/** Serves the `tasks` contract. */
export function createTasksRouter(tasks: TasksService) {
  return contract.router({
    list: contract.list.handler(({ input }) => tasks.list(input.projectId)),
    run: contract.run.handler(({ input: { projectId, name, ...size } }) => tasks.run(projectId, name, size)),
    problems: contract.problems.handler(({ input }) => ({ problems: tasks.problems(input.projectId) })),
  });
}
