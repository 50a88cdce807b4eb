import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { startCoreProcess } from '../support/core-process.ts';
import { makeRepository, runGit } from '../support/git-repository.ts';
import { createProject } from '../support/projects.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, percentile, ratioRow } from './support/statistics.ts';

const run = promisify(execFile);
const folders = 100;
const filesPerFolder = 100;
const changed = 500;
const rounds = 60;

/** The status of 10,000 files as a window gets it from Core, beside `git status` alone. */
export default async function gitStatus(): Promise<BenchRow[]> {
  const project = await createProject({ 'readme.md': '# Many files\n' });
  const data = await temporaryFolder();
  for (let folder = 0; folder < folders; folder += 1) {
    const path = join(project.path, 'src', `folder-${folder}`);
    await mkdir(path, { recursive: true });
    await Promise.all(
      Array.from({ length: filesPerFolder }, (_, file) =>
        writeFile(join(path, `file-${file}.ts`), `export const value = ${folder * filesPerFolder + file};\n`),
      ),
    );
  }
  makeRepository(project.path);
  runGit(project.path, 'add', '--all');
  runGit(project.path, 'commit', '--quiet', '--message=Many files');
  for (let file = 0; file < changed; file += 1) {
    await writeFile(
      join(project.path, 'src', `folder-${file % folders}`, `file-${Math.floor(file / folders)}.ts`),
      'export const value = -1;\n',
    );
  }

  const core = startCoreProcess({ entry: join(repositoryRoot, 'dist', 'core', 'main.mjs'), dataFolder: data.path });
  try {
    const { client } = core;
    const { project: opened } = await client.projects.open({ path: project.path });
    const projectId = opened.id;
    const alone = async () => {
      const began = performance.now();
      await run('git', ['status', '--porcelain=v2', '-z', '--branch', '--untracked-files=all'], {
        cwd: project.path,
        maxBuffer: 64 * 1024 * 1024,
      });
      return performance.now() - began;
    };
    const ours = async () => {
      const began = performance.now();
      const { status } = await client.git.status({ projectId });
      const took = performance.now() - began;
      if (status.state !== 'ready' || status.changes.length !== changed) throw new Error('The status is wrong.');
      return took;
    };
    const measure = async (trusted: boolean) => {
      await client.projects.trust({ projectId, trusted });
      const times = { alone: [] as number[], ours: [] as number[] };
      for (let round = -5; round < rounds; round += 1) {
        // Taking turns at being first, since each warms the disk's cache for the other.
        const [first, second] = round % 2 === 0 ? ([alone, ours] as const) : ([ours, alone] as const);
        const took = [await first(), await second()];
        if (round < 0) continue;
        if (round % 2 !== 0) took.reverse();
        times.alone.push(took[0] ?? 0);
        times.ours.push(took[1] ?? 0);
      }
      return times;
    };
    const trusted = await measure(true);
    const restricted = await measure(false);
    const bar = { most: 1.3, of: 'git status' };
    return [
      ratioRow('status of 10,000 files, median', 'ms', median(trusted.ours), median(trusted.alone), bar),
      ratioRow('the same, p95', 'ms', percentile(trusted.ours, 95), percentile(trusted.alone, 95)),
      ratioRow('in a restricted folder, median', 'ms', median(restricted.ours), median(restricted.alone)),
      figureRow('changed files among them', 'files', changed),
    ];
  } finally {
    await core.dispose();
    await project.dispose();
    await data.dispose();
  }
}
