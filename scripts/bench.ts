import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type BenchRow, formatRows } from './benchmarks/rows.ts';
import { buildBundles } from './build/build-bundles.ts';
import { prepareDisplay } from './prepare-display.ts';
import { repositoryRoot } from './repository.ts';
import { runScript } from './script.ts';

const benchFolder = join(repositoryRoot, 'tests', 'bench');
const resultsFolder = join(repositoryRoot, 'bench-results');
const suffix = '.bench.ts';

await runScript(async () => {
  const { positionals: names } = parseArgs({ allowPositionals: true });
  const available = benchNames();
  const unknown = names.filter((name) => !available.includes(name));
  if (names.length === 0 || unknown.length > 0) {
    if (unknown.length > 0) console.error(`There is no benchmark named ${unknown.join(', ')}.`);
    console.error(`Usage: npm run bench -- <name> …   Names: ${available.join(', ') || 'none yet'}`);
    return 1;
  }
  await buildBundles({ mode: 'release' });
  const display = await prepareDisplay();
  try {
    const missed: string[] = [];
    for (const name of names) missed.push(...(await runBenchmark(name)));
    if (missed.length > 0) console.log(`\nMissed: ${missed.join('; ')}`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    await display.dispose();
  }
});

function benchNames(): string[] {
  try {
    return readdirSync(benchFolder)
      .filter((file) => file.endsWith(suffix))
      .map((file) => file.slice(0, -suffix.length))
      .sort();
  } catch {
    return [];
  }
}

/** Runs one benchmark, keeps its rows and returns the metrics that miss what they must reach. */
async function runBenchmark(name: string): Promise<string[]> {
  console.log(`\n── ${name}`);
  const file = join(benchFolder, `${name}${suffix}`);
  const module: { default: () => Promise<BenchRow[]> } = await import(pathToFileURL(file).href);
  const rows = await module.default();
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
  console.log(formatRows(rows));
  return rows.filter((row) => !row.pass).map((row) => `${name}: ${row.metric}`);
}
