import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { TaskProblem } from '../../../contract/model/task.ts';
import type { Terminal, TerminalSize } from '../../../contract/model/terminal.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import type { OutputWatcher, TerminalService } from '../terminal/index.ts';
import { createProblemReader, type MatchedProblem, type ProblemReader } from './problem-matchers/index.ts';
import { type PackageScripts, readPackage } from './read-package.ts';

/** Milliseconds for which problems are gathered before windows are told. */
const gatherFor = 100;

export interface TasksService {
  list(projectId: string): Promise<PackageScripts>;
  /** TASK_NOT_FOUND, NOT_TRUSTED, SHELL_NOT_STARTED. */
  run(projectId: string, name: string, size: TerminalSize): Promise<Terminal>;
  problems(projectId: string): TaskProblem[];
  dispose(): void;
}

/** Runs the scripts of projects in terminals, and reads problems out of what they write. */
export function createTasksService(dependencies: {
  resolveRoot: (projectId: string) => string;
  terminals: Pick<TerminalService, 'runCommand' | 'restart' | 'list' | 'close'>;
  events: Pick<EventHub, 'emit' | 'listen'>;
}): TasksService {
  const { resolveRoot, terminals, events } = dependencies;
  /** By project, then by task. */
  const readers = new Map<string, Map<string, ProblemReader>>();
  const telling = new Map<string, NodeJS.Timeout>();
  /** Watched already, while windows are not told of the terminal yet. */
  const starting = new Set<string>();

  const problems = (projectId: string): TaskProblem[] => {
    const own = readers.get(projectId);
    if (!own) return [];
    const root = resolveRoot(projectId);
    return [...own].flatMap(([task, reader]) => reader.problems.flatMap((problem) => locate(root, task, problem)));
  };
  const tellSoon = (projectId: string) => {
    if (telling.has(projectId)) return;
    const timer = setTimeout(() => {
      telling.delete(projectId);
      events.emit({ type: 'tasks.problemsChanged', projectId, problems: problems(projectId) });
    }, gatherFor);
    telling.set(projectId, timer.unref());
  };
  const watch = (projectId: string, task: string): OutputWatcher => {
    const own = readers.get(projectId) ?? new Map<string, ProblemReader>();
    readers.set(projectId, own);
    const before = own.get(task)?.problems.length ?? 0;
    const reader = createProblemReader(() => tellSoon(projectId));
    own.set(task, reader);
    if (before > 0) tellSoon(projectId);
    return { text: reader.push, ended: reader.end };
  };

  // What a task said goes with its terminal.
  const listening = events.listen((event) => {
    if (event.type !== 'terminals.changed') return;
    const own = readers.get(event.projectId);
    for (const task of own?.keys() ?? []) {
      if (event.terminals.some((terminal) => terminal.task === task)) continue;
      if (starting.has(`${event.projectId} ${task}`)) continue;
      const said = own?.get(task)?.problems.length ?? 0;
      own?.delete(task);
      if (said > 0) tellSoon(event.projectId);
    }
  });
  return {
    problems,
    list: (projectId) => readPackage(resolveRoot(projectId)),
    async run(projectId, name, size) {
      const { tasks } = await readPackage(resolveRoot(projectId));
      const task = tasks.find((each) => each.name === name);
      if (!task)
        throw desktopError('TASK_NOT_FOUND', { message: t('package.json has no script "{{name}}".', { name }) });
      const [previous] = terminals.list(projectId).filter((terminal) => terminal.task === name);
      if (previous) return terminals.restart(previous.id, size);
      const key = `${projectId} ${name}`;
      starting.add(key);
      try {
        return await terminals.runCommand({
          projectId,
          command: task.command,
          task: name,
          size,
          watch: () => watch(projectId, name),
        });
      } finally {
        starting.delete(key);
      }
    },
    dispose() {
      listening.dispose();
      for (const timer of telling.values()) clearTimeout(timer);
    },
  };
}

/** A problem with its file's project path; none for files outside. */
function locate(root: string, task: string, { file, ...problem }: MatchedProblem): TaskProblem[] {
  const path = relative(root, resolve(root, file));
  if (path === '' || path.split(sep)[0] === '..' || isAbsolute(path)) return [];
  return [
    {
      ...problem,
      task,
      path: path.split(sep).join('/'),
      line: Math.max(1, problem.line),
      column: Math.max(1, problem.column),
    },
  ];
}
