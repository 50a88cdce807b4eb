import type { TaskProblem } from '../../../contract/model/task.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import type { Terminals } from '../terminal/index.ts';
import { taskCommands } from './task-commands.ts';

/** Runs the project's scripts in terminals, and lists what their output says among the problems. */
export function createTasksFeature(services: Services, terminals: Terminals): Disposable {
  const { commands, core, coreEvents, coreReconnected, problems, workspace } = services;
  const ends = createDisposables();

  const publish = (projectId: string, found: readonly TaskProblem[]) => {
    if (workspace.getState().project?.id !== projectId) return;
    problems.publish(
      'tasks',
      found.map(({ path, severity, message, source, line, column }) => ({
        document: path,
        projectId,
        severity,
        message,
        source,
        line,
        column,
      })),
    );
  };
  const load = async () => {
    const projectId = workspace.getState().project?.id;
    if (!projectId) return problems.publish('tasks', []);
    publish(projectId, (await core.tasks.problems({ projectId })).problems);
  };
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id !== before.project?.id) load().catch(reportError);
    }),
  );
  ends.add(coreReconnected.listen(() => void load().catch(reportError)));
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'tasks.problemsChanged') publish(event.projectId, event.problems);
    }),
  );
  ends.add(commands.register(...taskCommands(services, terminals)));
  return ends;
}
