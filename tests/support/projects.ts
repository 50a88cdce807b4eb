import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../scripts/repository.ts';

const run = promisify(execFile);

/** A folder for one test, gone after `dispose()`. */
export interface TemporaryProject {
  /** Real path. */
  readonly path: string;
  dispose(): Promise<void>;
}

async function temporaryFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'flashfusion-project-')));
}

/** A project of the given files, by path inside it. */
export async function createProject(files: Readonly<Record<string, string | Uint8Array>>): Promise<TemporaryProject> {
  const path = await temporaryFolder();
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), contents);
  }
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}

/** Published packages with more than 500 files, installed with the product's own dependencies: real input without a network. */
export type RealPackage = 'zod' | 'drizzle-orm';

/** The unpacked sources of a real npm package, as a git repository with one commit. */
export async function copyRealPackage(name: RealPackage): Promise<TemporaryProject> {
  const parent = await temporaryFolder();
  const path = join(parent, name);
  await cp(join(repositoryRoot, 'node_modules', name), path, { recursive: true });
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '-m', 'Import'],
  ]) {
    await run('git', args, { cwd: path, maxBuffer: 64 * 1024 * 1024 });
  }
  return { path, dispose: () => rm(parent, { recursive: true, force: true }) };
}
