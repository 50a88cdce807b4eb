import type { FilesService } from '../../files/index.ts';
import type { SearchService } from '../../search/index.ts';
import type { TasksService } from '../../tasks/index.ts';
import type { TerminalService } from '../../terminal/index.ts';
import { redact } from '../context/index.ts';
import type { ContextService } from '../context/service.ts';
import type { ToolSources } from './ports.ts';

/** More paths than a model is ever told of. */
const mostPaths = 5000;

/** What tools reach, out of the services that windows use too. */
export function createToolSources(dependencies: {
  context: Pick<ContextService, 'gate'>;
  files: Pick<FilesService, 'listPaths'>;
  search: Pick<SearchService, 'run'>;
  tasks: Pick<TasksService, 'list' | 'run' | 'problems'>;
  terminals: Pick<TerminalService, 'list' | 'attach' | 'stop'>;
}): ToolSources {
  const { context, files, search, tasks, terminals } = dependencies;
  return {
    gate: context.gate,
    redact,
    search: (input, signal) => search.run(input, signal),
    async listFiles(projectId, folder) {
      const paths: string[] = [];
      const enough = new AbortController();
      for await (const portion of files.listPaths(projectId, enough.signal)) {
        paths.push(...portion.filter((path) => folder === '' || path.startsWith(`${folder}/`)));
        if (paths.length > mostPaths) break;
      }
      enough.abort();
      return { paths: paths.slice(0, mostPaths).sort(), cut: paths.length > mostPaths };
    },
    taskProblems: tasks.problems,
    listTasks: async (projectId) => (await tasks.list(projectId)).tasks,
    runTask: tasks.run,
    findTerminal: (projectId, id) => terminals.list(projectId).find((terminal) => terminal.id === id) ?? null,
    attach: (terminalId, signal) => terminals.attach(terminalId, signal),
    stopTerminal: terminals.stop,
  };
}
