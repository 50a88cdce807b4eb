import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GenerationCheck } from '../../../../contract/desktop/generate.ts';
import { formatNumber, t } from '../../../../localization/index.ts';
import type { ProcessRegister } from '../../processes/index.ts';
import { type PackageManager, parsePackage, scriptsRunBy } from '../../tasks/index.ts';
import { type CommandResult, runCommand } from './run-command.ts';

/** Milliseconds. */
const timeouts = { install: 300_000, types: 120_000, build: 180_000 } as const;
type ProgramCheckId = keyof typeof timeouts;

/** What a check runs, or why it runs nothing. */
type Step =
  | {
      readonly id: ProgramCheckId;
      readonly command: string;
      readonly args: readonly string[];
      readonly executable: boolean;
      /** What the script says that is run, with what the package manager runs before and after it. */
      readonly script?: string;
    }
  | { readonly id: ProgramCheckId; readonly skipped: string };

const typeScripts = ['typecheck', 'type-check', 'check-types', 'types'];

/**
 * What the checks that run programs would run in a folder: the package manager without the packages' own install scripts, then
 * the project's scripts. npm leaves out what runs before and after them; other package managers cannot, or only by a setting.
 */
export async function planProgramChecks(folder: string, typescript: string | null): Promise<Step[]> {
  const names: string[] = await readdir(folder).catch(() => []);
  const text = names.includes('package.json') ? await readFile(join(folder, 'package.json'), 'utf8') : null;
  const none = text === null ? null : parsePackage(text, names);
  const manager: PackageManager = none?.packageManager ?? 'npm';
  const tasks = none?.tasks ?? [];
  const has = (name: string) => tasks.some((task) => task.name === name);
  const packages = text !== null && hasPackages(text);
  const types = typeScripts.find(has);
  const runScript = (id: ProgramCheckId, name: string): Step => ({
    id,
    command: manager,
    args: runArguments(manager, name),
    executable: false,
    script: (manager === 'npm' ? tasks.filter((task) => task.name === name) : scriptsRunBy(tasks, name))
      .map(({ script }) => script)
      .join(' && '),
  });
  return [
    packages
      ? { id: 'install', command: manager, args: installArguments(manager), executable: false }
      : { id: 'install', skipped: t('It needs no packages.') },
    types !== undefined
      ? runScript('types', types)
      : names.includes('tsconfig.json') && typescript !== null
        ? { id: 'types', command: typescript, args: ['--noEmit', '--pretty', 'false', '-p', '.'], executable: true }
        : { id: 'types', skipped: t('It has no type check.') },
    has('build') ? runScript('build', 'build') : { id: 'build', skipped: t('It has no build.') },
  ];
}

/** The checks as they stand before anything is run: with their commands, or skipped with the reason. */
export function describeSteps(steps: readonly Step[]): GenerationCheck[] {
  return steps.map((step) =>
    'skipped' in step
      ? { id: step.id, status: 'skipped', detail: step.skipped, command: '', output: '' }
      : { id: step.id, status: 'waiting', detail: '', command: commandText(step), output: '' },
  );
}

/** Runs the steps one after the other and tells of each. What follows a failed one is not run. */
export async function runProgramChecks(options: {
  folder: string;
  steps: readonly Step[];
  register: Pick<ProcessRegister, 'register'>;
  onCheck: (check: GenerationCheck) => void;
  signal: AbortSignal;
}): Promise<void> {
  const { folder, steps, register, onCheck, signal } = options;
  let stopped: string | null = null;
  for (const step of steps) {
    if ('skipped' in step) continue;
    const { id } = step;
    const command = commandText(step);
    if (stopped !== null) {
      onCheck({ id, status: 'skipped', detail: stopped, command, output: '' });
      continue;
    }
    onCheck({ id, status: 'running', detail: '', command, output: '' });
    const result = await runCommand({
      name: `generate-${id}`,
      ...step,
      cwd: folder,
      timeout: timeouts[id],
      register,
      signal,
    });
    const check = judge(id, command, result);
    onCheck(check);
    if (check.status === 'skipped') stopped = t('Not checked: the packages are not installed.');
    if (check.status === 'failed') stopped = t('Not checked: what comes before it failed.');
  }
}

function judge(id: ProgramCheckId, command: string, result: CommandResult): GenerationCheck {
  const { code, missing, timedOut, output } = result;
  const base = { id, command, output };
  if (code === 0) return { ...base, status: 'passed', detail: '' };
  if (missing) {
    return {
      ...base,
      status: 'skipped',
      detail: t('Not checked: {{program}} is not installed.', { program: command.split(' ')[0] ?? '' }),
    };
  }
  if (timedOut) {
    const seconds = formatNumber(timeouts[id] / 1000);
    return { ...base, status: 'failed', detail: t('It was stopped after {{seconds}} s.', { seconds }) };
  }
  if (id === 'install' && isOffline(output)) {
    return { ...base, status: 'skipped', detail: t('Not checked: the registry cannot be reached.') };
  }
  return {
    ...base,
    status: 'failed',
    detail: firstError(output) || t('It ended with code {{code}}.', { code: code ?? '–' }),
  };
}

function isOffline(output: string): boolean {
  return /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/.test(
    output,
  );
}

/** The line that says most of what went wrong. */
function firstError(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line = lines.find((text) => /\berror\b/i.test(text) && !/^npm error (code|A complete log)/i.test(text)) ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function hasPackages(text: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, object | undefined>;
    return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  } catch {
    return false;
  }
}

function installArguments(manager: PackageManager): string[] {
  return manager === 'npm'
    ? ['install', '--ignore-scripts', '--no-audit', '--no-fund']
    : ['install', '--ignore-scripts'];
}

function runArguments(manager: PackageManager, script: string): string[] {
  return manager === 'npm' ? ['run', '--ignore-scripts', script] : ['run', script];
}

/** Holds what a script says, so that whoever agrees to it agrees to that. */
function commandText({ command, args, executable, script }: Extract<Step, { command: string }>): string {
  const line = executable ? `tsc ${args.join(' ')}` : [command, ...args].join(' ');
  return script === undefined ? line : `${line}: ${script}`;
}
