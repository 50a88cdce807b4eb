import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GenerationCheck } from '../../../contract/desktop/generate.ts';
import { formatNumber, t } from '../../../localization/index.ts';
import type { ProcessRegister } from '../processes/index.ts';
import { checkDependencies } from './checks/check-dependencies.ts';
import { findSyntaxProblems, type SyntaxReport } from './checks/check-syntax.ts';
import { describeSteps, planProgramChecks, runProgramChecks } from './checks/program-checks.ts';
import { readWritten } from './write-files.ts';

export interface CheckTools {
  /** TypeScript's native program; null where there is none for this system. */
  readonly typescript: string | null;
  readonly register: Pick<ProcessRegister, 'register'>;
}

/** Does the checks that run nothing of the project, tells of each, and ends with what the others would run. */
export async function runStaticChecks(
  options: CheckTools & {
    folder: string;
    onCheck: (check: GenerationCheck) => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const { folder, typescript, register, onCheck, signal } = options;
  const blank = { detail: '', command: '', output: '' };
  onCheck({ id: 'parse', status: 'running', ...blank });
  const files = await readWritten(folder, await listFiles(folder));
  signal.throwIfAborted();
  onCheck({
    ...blank,
    id: 'parse',
    ...judgeParse(await findSyntaxProblems({ folder, files, typescript, register, signal }), files.length),
  });
  const report = checkDependencies(files);
  onCheck({
    ...blank,
    id: 'dependencies',
    status: report.problems.length === 0 ? 'passed' : 'failed',
    detail: report.problems.length === 0 ? formatNumber(report.declared.length) : (report.problems[0] ?? ''),
    output: report.problems.join('\n'),
  });
  for (const check of describeSteps(await planProgramChecks(folder, typescript))) onCheck(check);
}

function judgeParse({ problems, unchecked }: SyntaxReport, files: number) {
  const lines = problems.map(({ path, message }) => `${path}: ${message}`);
  const output = [...lines, ...(unchecked === null ? [] : [unchecked])].join('\n');
  if (problems.length > 0) {
    return { status: 'failed', detail: t('{{amount}} do not parse', { amount: problems.length }), output } as const;
  }
  if (unchecked !== null) return { status: 'skipped', detail: unchecked, output: '' } as const;
  return { status: 'passed', detail: formatNumber(files), output: '' } as const;
}

/** Runs what the project's checks run. `agreed` are the commands that somebody has seen: others are not run, and only told of. */
export async function runAgreedChecks(
  options: CheckTools & {
    folder: string;
    agreed: readonly string[];
    onCheck: (check: GenerationCheck) => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const { folder, typescript, register, onCheck, signal, agreed } = options;
  const steps = await planProgramChecks(folder, typescript);
  const described = describeSteps(steps);
  for (const check of described) onCheck(check);
  if (described.some(({ command }) => command !== '' && !agreed.includes(command))) return;
  await runProgramChecks({ folder, steps, register, onCheck, signal });
}

const mostListed = 2000;

/** The files of a new project, those of installed packages and repositories left out. */
export async function listFiles(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => one.name.localeCompare(other.name))) {
    if (found.length >= mostListed) break;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && !['.git', 'node_modules', 'dist', 'build'].includes(entry.name)) {
      found.push(...(await listFiles(folder, path)));
    } else if (entry.isFile()) found.push(path);
  }
  return found;
}
