import { buildBundles } from './build/build-bundles.ts';
import { buildForTests } from './packaging/build-packages.ts';
import { prepareDisplay } from './prepare-display.ts';
import { runScript } from './script.ts';
import { describeFailures, describeStages, type StageResult, sumCounts } from './testing/stages.ts';
import { checkStyle, checkTypes, runPlaywright, runVitest, type ToolResult } from './testing/tools.ts';

interface Stage {
  readonly name: string;
  readonly needs?: readonly string[];
  run(): Promise<ToolResult>;
}

const stages: readonly Stage[] = [
  { name: 'types', run: () => shown(checkTypes()) },
  { name: 'lint and format', run: () => shown(checkStyle()) },
  { name: 'unit', run: () => runVitest('unit') },
  { name: 'build', run: () => succeeded(buildBundles({ mode: 'release' })) },
  { name: 'integration', run: () => runVitest('integration') },
  { name: 'measured', run: () => runVitest('measured') },
  { name: 'e2e', needs: ['build'], run: () => runPlaywright('ide') },
  { name: 'browser e2e', needs: ['build'], run: () => runPlaywright('browser') },
  { name: 'package', needs: ['build'], run: () => succeeded(buildForTests()) },
  { name: 'package e2e', needs: ['package'], run: () => runPlaywright('package') },
];

await runScript(async () => {
  const display = await prepareDisplay();
  const results: StageResult[] = [];
  try {
    for (const stage of stages) results.push(await runStage(stage, results));
  } finally {
    await display.dispose();
  }
  const { passed, failed } = sumCounts(results);
  for (const failure of describeFailures(results)) console.log(`\n${failure}`);
  console.log(`\n${describeStages(results).join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

async function runStage(stage: Stage, earlier: readonly StageResult[]): Promise<StageResult> {
  const lacking = earlier.some(
    (result) => stage.needs?.includes(result.name) && (result.exitCode !== 0 || result.skipped),
  );
  if (lacking) return { name: stage.name, exitCode: 0, duration: 0, counts: undefined, skipped: true };
  console.log(`\n── ${stage.name}`);
  const started = performance.now();
  const { exitCode, counts } = await stage.run();
  return { name: stage.name, exitCode, duration: performance.now() - started, counts, skipped: false };
}

async function shown(tool: Promise<ToolResult>): Promise<ToolResult> {
  const result = await tool;
  if (result.output) console.log(result.output);
  return result;
}

async function succeeded(work: Promise<void>): Promise<ToolResult> {
  try {
    await work;
    return { exitCode: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { exitCode: 1 };
  }
}
