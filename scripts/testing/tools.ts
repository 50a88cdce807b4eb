import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import { type CommandResult, runCommand } from '../run-command.ts';
import { readPlaywrightReport, readVitestReport, type TestReport } from './stages.ts';

export interface ToolResult {
  readonly exitCode: number;
  readonly counts?: TestReport;
  /** What the tool printed, where it was not shown while it ran. */
  readonly output?: string;
}

const reportsFolder = join(repositoryRoot, 'test-results', 'reports');

/** Type-checks the whole repository. */
export async function checkTypes(): Promise<ToolResult> {
  return captured(await runTool('tsc', ['--noEmit', '--pretty']));
}

/** Lints the whole repository and checks its formatting. */
export async function checkStyle(): Promise<ToolResult> {
  return captured(
    await runTool('biome', ['check', '--colors=force', '--diagnostic-level=warn', '--error-on-warnings']),
  );
}

/** Runs one of vitest's projects and shows its output. */
export async function runVitest(project: 'unit' | 'integration' | 'measured'): Promise<ToolResult> {
  const report = freshReport(`vitest-${project}`);
  const result = await runTool(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    {},
    'inherit',
  );
  return { exitCode: result.code, counts: readReport(report, readVitestReport) };
}

/** Runs one of Playwright's projects and shows its output. */
export async function runPlaywright(project: 'ide' | 'browser' | 'package' | 'screenshots'): Promise<ToolResult> {
  const report = freshReport(`playwright-${project}`);
  const result = await runTool(
    'playwright',
    ['test', '--project', project, '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    'inherit',
  );
  return { exitCode: result.code, counts: readReport(report, readPlaywrightReport) };
}

function runTool(
  name: string,
  toolArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  output: 'inherit' | 'capture' = 'capture',
): Promise<CommandResult> {
  const program = join(repositoryRoot, 'node_modules', '.bin', name);
  return runCommand(program, toolArguments, {
    cwd: repositoryRoot,
    environment: { ...process.env, ...environment },
    output,
  });
}

function captured(result: CommandResult): ToolResult {
  return { exitCode: result.code, output: `${result.stdout}${result.stderr}`.trim() };
}

function freshReport(name: string): string {
  mkdirSync(reportsFolder, { recursive: true });
  const report = join(reportsFolder, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

function readReport(report: string, parse: (text: string) => TestReport): TestReport | undefined {
  return existsSync(report) ? parse(readFileSync(report, 'utf8')) : undefined;
}
