import type { Task } from '../../../contract/model/task.ts';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { Terminals } from '../terminal/index.ts';

const trusted = 'projectOpen && projectTrusted';

/** The commands of tasks, with VS Code's ids and keys. */
export function taskCommands(services: Services, terminals: Terminals): readonly Command[] {
  const { core, dialogs, notifications, workspace } = services;
  let last: { readonly projectId: string; readonly name: string } | null = null;

  const project = () => workspace.getState().project;
  const run = async (name: string) => {
    const projectId = project()?.id;
    if (!projectId) return;
    const terminal = await core.tasks.run({ projectId, name, ...terminals.nextSize() });
    last = { projectId, name };
    terminals.adopt(terminal);
    terminals.reveal(terminal.id);
  };
  /** The project's tasks; says why there are none, and then answers null. */
  const list = async (): Promise<readonly Task[] | null> => {
    const current = project();
    if (!current) return null;
    const { tasks, problem } = await core.tasks.list({ projectId: current.id });
    if (tasks.length > 0) return tasks;
    notifications.info(t('There are no tasks to run'), {
      detail: problem ?? t('Tasks are the scripts of package.json. Add one there.'),
    });
    return null;
  };
  const choose = async (tasks: readonly Task[], placeholder: string) => {
    const states = new Map(
      terminals.store
        .getState()
        .terminals.flatMap(({ task, state }) => (task === null ? [] : [[task, state] as const])),
    );
    return dialogs.pick({
      placeholder,
      items: tasks.map(({ name, script }) => {
        const state = states.get(name);
        const detail =
          state === undefined
            ? null
            : state.kind === 'running'
              ? t('runs')
              : t('code {{code}}', { code: state.code ?? state.signal ?? '' });
        return { label: name, description: script, ...(detail === null ? {} : { detail }), value: name };
      }),
    });
  };
  const running = () =>
    terminals.store.getState().terminals.filter(({ task, state }) => task !== null && state.kind === 'running');

  return [
    {
      id: 'workbench.action.tasks.runTask',
      title: t('Run task'),
      category: t('Tasks'),
      when: trusted,
      menus: [{ menu: 'terminal', group: '2_run', order: 1 }],
      async run(argument) {
        if (typeof argument === 'string') return run(argument);
        const tasks = await list();
        const name = tasks && (await choose(tasks, t('Run a script of package.json')));
        if (name) await run(name);
      },
    },
    {
      id: 'workbench.action.tasks.build',
      title: t('Run build task'),
      category: t('Tasks'),
      keys: ['Ctrl+Shift+B'],
      when: trusted,
      menus: [{ menu: 'terminal', group: '2_run', order: 2 }],
      async run() {
        const tasks = await list();
        if (!tasks) return;
        const name =
          tasks.find(({ build }) => build)?.name ??
          (await choose(tasks, t('No script is named "build". Choose one to run')));
        if (name) await run(name);
      },
    },
    {
      id: 'workbench.action.tasks.reRunTask',
      title: t('Run the last task again'),
      category: t('Tasks'),
      when: trusted,
      async run() {
        const current = project();
        if (last && last.projectId === current?.id) return run(last.name);
        const tasks = await list();
        const name = tasks && (await choose(tasks, t('No task was run yet. Choose one')));
        if (name) await run(name);
      },
    },
    {
      id: 'workbench.action.tasks.terminate',
      title: t('Stop task'),
      category: t('Tasks'),
      when: trusted,
      menus: [{ menu: 'terminal', group: '2_run', order: 4 }],
      async run(argument) {
        const all = running();
        if (all.length === 0) {
          notifications.info(t('No task is running'));
          return;
        }
        const named = all.find(({ id }) => id === argument);
        const id =
          named?.id ??
          (all.length === 1
            ? all[0]?.id
            : await dialogs.pick({
                placeholder: t('Choose the task to stop'),
                items: all.map((terminal) => ({ label: terminal.name, value: terminal.id })),
              }));
        if (id) await core.terminal.stop({ terminalId: id });
      },
    },
  ];
}
