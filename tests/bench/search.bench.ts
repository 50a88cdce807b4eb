import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSearchedFiles } from '../../contract/desktop/searched-files.ts';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { findRipgrep } from '../../src-main/core/files/index.ts';
import { startCore, type TestCore } from '../support/core.ts';
import { cpuSeconds } from '../support/server-process.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const files = 10_000;
const turns = 40;
/** Turns that only warm caches and compilers. */
const warmUps = 5;

/**
 * A word that stands once in each of 10,000 files: from the call to the last result in the caller's hands, over a message port, beside
 * ripgrep by itself on the same files, its output read to the end.
 */
export default async function search(): Promise<BenchRow[]> {
  const folder = await temporaryFolder();
  const core = await startCore();
  try {
    await fill(folder.path);
    const { project } = await core.client.projects.open({ path: folder.path });
    const ripgrep = await findRipgrep();
    const ours: Measured[] = [];
    const alone: number[] = [];
    const processor = { ours: 0, alone: 0 };
    for (let turn = -warmUps; turn < turns; turn += 1) {
      const turnOf = {
        ours: async () => {
          const measured = await searchOnce(core, project.id);
          if (turn >= 0) ours.push(measured);
        },
        alone: async () => {
          const measured = await runAlone(ripgrep, folder.path);
          if (turn >= 0) alone.push(measured);
        },
      };
      // Taking turns at being first, since each leaves something behind for the other.
      for (const name of turn % 2 === 0 ? (['ours', 'alone'] as const) : (['alone', 'ours'] as const)) {
        const before = cpuSeconds(process.pid);
        await turnOf[name]();
        if (turn >= 0) processor[name] += cpuSeconds(process.pid) - before;
      }
    }
    const total = median(ours.map((each) => each.last));
    const each = (seconds: number) => (seconds / turns) * 1000;
    return [
      ratioRow('10,000 files, 10,000 matches: last result, p50', 'ms', total, median(alone), {
        most: 1.3,
        of: 'ripgrep alone',
      }),
      ratioRow('the same, processor time of all processes', 'ms', each(processor.ours), each(processor.alone)),
      figureRow('first result, p50', 'ms', median(ours.map((each) => each.first)), 50),
    ];
  } finally {
    await core.dispose();
    await folder.dispose();
  }
}

interface Measured {
  readonly first: number;
  readonly last: number;
}

async function searchOnce({ client }: TestCore, projectId: string): Promise<Measured> {
  const started = performance.now();
  let first = 0;
  let matches = 0;
  const parts = await client.search.run({
    projectId,
    query: {
      text: 'departure',
      regex: false,
      matchCase: false,
      wholeWord: false,
      include: [],
      exclude: [],
      useIgnoreRules: true,
    },
    limit: 20_000,
    unsaved: [],
  });
  for await (const part of parts) {
    if (part.type !== 'found') continue;
    first ||= performance.now() - started;
    for (const file of decodeSearchedFiles(part.files)) matches += file.matches.length;
  }
  if (matches !== files) throw new Error(`${matches} matches instead of ${files}`);
  return { first, last: performance.now() - started };
}

function runAlone(ripgrep: string, folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const scope = ['--no-config', '--hidden', '--no-require-git', '--glob', '!.git'];
    const child = spawn(ripgrep, [...scope, '--line-number', '--ignore-case', '--fixed-strings', 'departure', '.'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - started));
  });
}

async function fill(folder: string): Promise<void> {
  for (let number = 0; number < files; number += 1) {
    const below = join(folder, `part-${number % 100}`);
    if (number < 100) await mkdir(below);
    const lines = Array.from({ length: 40 }, (_, line) =>
      line === 20
        ? `export const departure${number} = schedule(${line});`
        : `const value${line} = compute(${number}, ${line}); // what the boards at the piers show`,
    );
    await writeFile(join(below, `file-${number}.ts`), `${lines.join('\n')}\n`);
  }
}
