import { z } from 'zod';
import type { ToolCall } from '../../../../contract/model/chat.ts';
import { ProjectPath } from '../../../../contract/model/path.ts';
import { t } from '../../../../localization/index.ts';
import { scriptsRunBy } from '../../tasks/index.ts';
import type { RequestedCall } from '../models/model-messages.ts';
import type { ToolTurn, TurnTools } from '../turns/ports.ts';
import { boundText } from './bound-text.ts';
import { toolDefinitions } from './definitions.ts';
import { editBlock } from './edit-block.ts';
import { type Found, keptBack, listFiles, listProblems, readFile, search } from './look-around.ts';
import { subjectOfTask, type ToolPermissions } from './permissions.ts';
import type { ToolSources } from './ports.ts';
import { runTask } from './run-task.ts';

const line = z.number().int().min(1).max(10_000_000).nullish();
/** As models write them: with `./` before it, or a slash. */
const path = z
  .string()
  .max(4096)
  .transform((text) =>
    text
      .trim()
      .replaceAll('\\', '/')
      .replace(/^(\.?\/)+/, '')
      .replace(/\/+$/, ''),
  )
  .pipe(ProjectPath);

const Arguments = {
  search: z.object({
    text: z.string().min(1).max(1000),
    regex: z.boolean().nullish(),
    include: z.string().max(500).nullish(),
  }),
  read_file: z.object({ path, start_line: line, end_line: line }),
  list_files: z.object({ folder: path.nullish() }),
  list_problems: z.object({ path: path.nullish() }),
  // Shorter than a script's name may be, so that what runs with it (`post…`) is among the tasks.
  run_task: z.object({ name: z.string().min(1).max(210) }),
  propose_edit: z.object({ path, search: z.string().max(200_000), replace: z.string().max(1_000_000) }),
} as const;
type ToolName = keyof typeof Arguments;

/** Does what models ask for, as far as the folder is trusted and a person allows it. Whatever goes back has been through the gate. */
export function createTools(dependencies: {
  sources: ToolSources;
  permissions: ToolPermissions;
  /** Whether anything of a folder may be used by a model on its own. */
  isTrusted: (projectId: string) => boolean;
  onFailed: (error: unknown, where: string) => void;
}): TurnTools {
  const { sources, permissions, isTrusted, onFailed } = dependencies;

  const run = async (call: RequestedCall, turn: ToolTurn): Promise<ToolCall> => {
    const name = Object.hasOwn(Arguments, call.name) ? (call.name as ToolName) : null;
    const base = { id: call.id, name: name ?? ('unknown' as const) };
    const fail = (title: string, result: string): ToolCall => ({ ...base, title, status: 'failed', result });
    if (name === null) return fail(t('Use a tool that is not there'), `There is no tool "${call.name.slice(0, 100)}".`);
    const parsed = readArguments(name, call.arguments);
    if (!parsed.ok) return fail(t('Use a tool in a way that it does not have'), parsed.problem);
    const wanted = parsed.wanted;
    const title = titleOf(wanted);
    if (!isTrusted(turn.projectId)) return fail(title, 'This folder is restricted: no tools can be used in it.');
    const tell = (status: ToolCall['status']) => turn.tell({ ...base, title, status, result: '' });
    if (wanted.name === 'run_task')
      return runIfAllowed(wanted.task, { ...base, title, status: 'asking', result: '' }, turn);
    tell('running');
    const { ok, result } = await look(wanted, turn);
    return { ...base, title, status: ok ? 'done' : 'failed', result: boundText(result) };
  };

  const look = async (wanted: Exclude<Wanted, { name: 'run_task' }>, turn: ToolTurn): Promise<Found> => {
    switch (wanted.name) {
      case 'search':
        return search(sources, turn, wanted);
      case 'read_file':
        return readFile(sources, turn, wanted);
      case 'list_files':
        return listFiles(sources, turn, wanted.folder);
      case 'list_problems':
        return listProblems(sources, turn, wanted.path);
      case 'propose_edit': {
        // What may not be read may not be probed with edits either.
        const reason = await sources.gate(turn.projectId).check(wanted.path);
        if (reason !== null) return { ok: false, result: keptBack(wanted.path, reason) };
        const problem = await turn.propose(editBlock(wanted.path, wanted.search, wanted.replace));
        return problem === ''
          ? { ok: true, result: 'Staged for review. It is written only if the person keeps it.' }
          : { ok: false, result: problem };
      }
      default:
        return wanted satisfies never;
    }
  };

  const runIfAllowed = async (name: string, call: ToolCall, turn: ToolTurn): Promise<ToolCall> => {
    const find = async () => {
      const tasks = await sources.listTasks(turn.projectId);
      return { task: tasks.find((each) => each.name === name), scripts: scriptsRunBy(tasks, name) };
    };
    const { task, scripts } = await find();
    if (!task) return { ...call, status: 'failed', result: `package.json has no script "${name}".` };
    // The command itself stands where the person agrees: a name may promise anything.
    const asked: ToolCall = {
      ...call,
      title: t('Run {{command}}: {{script}}', { command: task.command, script: scriptText(scripts) }),
    };
    const subject = subjectOfTask(scripts);
    if (!permissions.allowed(turn.projectId, subject)) {
      turn.tell(asked);
      const answer = await turn.ask(asked);
      if (answer === 'deny')
        return { ...asked, status: 'denied', result: 'The person did not allow this. Go on without it.' };
      // Between the question and its answer it may have become another command.
      const now = await find();
      if (subjectOfTask(now.scripts) !== subject)
        return { ...asked, status: 'failed', result: 'The script has changed since it was allowed. Ask again.' };
      if (answer === 'always') permissions.allow(turn.projectId, subject);
    }
    const running: ToolCall = { ...asked, status: 'running' };
    turn.tell(running);
    const { ok, result } = await runTask(sources, turn, name);
    return { ...running, status: ok ? 'done' : 'failed', result };
  };

  return {
    offered: (projectId) => (isTrusted(projectId) ? toolDefinitions : []),
    async run(call, turn) {
      try {
        return await run(call, turn);
      } catch (error) {
        if (!turn.signal.aborted) onFailed(error, `assistant.tools.${call.name.slice(0, 40)}`);
        const name = Object.hasOwn(Arguments, call.name) ? (call.name as ToolName) : 'unknown';
        return {
          id: call.id,
          name,
          title: call.name.slice(0, 100),
          status: 'failed',
          result: 'It failed. Go on without it.',
        };
      }
    },
  };
}

type Wanted =
  | { readonly name: 'search'; readonly text: string; readonly regex: boolean; readonly include: string | null }
  | { readonly name: 'read_file'; readonly path: string; readonly start: number | null; readonly end: number | null }
  | { readonly name: 'list_files'; readonly folder: string }
  | { readonly name: 'list_problems'; readonly path: string | null }
  | { readonly name: 'run_task'; readonly task: string }
  | { readonly name: 'propose_edit'; readonly path: string; readonly search: string; readonly replace: string };

function readArguments(name: ToolName, text: string): { ok: true; wanted: Wanted } | { ok: false; problem: string } {
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { ok: false, problem: 'The arguments are no JSON.' };
  }
  const bad = (error: z.ZodError) => ({
    ok: false as const,
    problem: `The arguments do not fit: ${error.issues
      .map((issue) => `${issue.path.join('.')} ${issue.message}`)
      .join('; ')
      .slice(0, 500)}`,
  });
  switch (name) {
    case 'search': {
      const { data, error } = Arguments.search.safeParse(value);
      return error
        ? bad(error)
        : { ok: true, wanted: { name, text: data.text, regex: data.regex ?? false, include: data.include || null } };
    }
    case 'read_file': {
      const { data, error } = Arguments.read_file.safeParse(value);
      return error
        ? bad(error)
        : { ok: true, wanted: { name, path: data.path, start: data.start_line ?? null, end: data.end_line ?? null } };
    }
    case 'list_files': {
      const { data, error } = Arguments.list_files.safeParse(value);
      return error
        ? bad(error)
        : { ok: true, wanted: { name, folder: data.folder === '.' ? '' : (data.folder ?? '') } };
    }
    case 'list_problems': {
      const { data, error } = Arguments.list_problems.safeParse(value);
      return error ? bad(error) : { ok: true, wanted: { name, path: data.path || null } };
    }
    case 'run_task': {
      const { data, error } = Arguments.run_task.safeParse(value);
      return error
        ? bad(error)
        : { ok: true, wanted: { name, task: data.name.replace(/^(npm|pnpm|yarn|bun) (run )?/, '') } };
    }
    case 'propose_edit': {
      const { data, error } = Arguments.propose_edit.safeParse(value);
      return error
        ? bad(error)
        : { ok: true, wanted: { name, path: data.path, search: data.search, replace: data.replace } };
    }
    default:
      return name satisfies never;
  }
}

/** What scripts say, one after the other. */
function scriptText(scripts: readonly { readonly script: string }[]): string {
  return scripts.map(({ script }) => (script.length > 300 ? `${script.slice(0, 300)}…` : script)).join(' && ');
}

function titleOf(wanted: Wanted): string {
  switch (wanted.name) {
    case 'search':
      return t('Search for "{{text}}"', { text: wanted.text.slice(0, 100) });
    case 'read_file':
      return wanted.start === null && wanted.end === null
        ? t('Read {{path}}', { path: wanted.path })
        : t('Read {{path}}, lines {{start}} to {{end}}', {
            path: wanted.path,
            start: wanted.start ?? 1,
            end: wanted.end ?? '…',
          });
    case 'list_files':
      return wanted.folder === ''
        ? t('List the files of the project')
        : t('List the files in {{folder}}', { folder: wanted.folder });
    case 'list_problems':
      return wanted.path === null ? t('List the problems') : t('List the problems of {{path}}', { path: wanted.path });
    case 'run_task':
      return t('Run {{name}}', { name: wanted.task });
    case 'propose_edit':
      return t('Propose an edit of {{path}}', { path: wanted.path });
    default:
      return wanted satisfies never;
  }
}
