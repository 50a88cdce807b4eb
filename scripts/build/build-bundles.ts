import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from '../repository.ts';
import { type BuildMode, type BundleName, bundleConfiguration } from './configurations.ts';
import { hashInputs } from './input-hash.ts';

interface Bundle {
  readonly inputs: readonly string[];
  readonly output: string;
}

const sharedInputs = ['contract', 'localization', 'package-lock.json', 'tsconfig.json', 'scripts/build'];

const bundles: Readonly<Record<BundleName, Bundle>> = {
  shell: { inputs: [...sharedInputs, 'src-main'], output: 'dist/shell/main.cjs' },
  preload: { inputs: [...sharedInputs, 'src-preload'], output: 'dist/preload/preload.cjs' },
  core: { inputs: [...sharedInputs, 'src-main'], output: 'dist/core/main.mjs' },
  cloud: { inputs: [...sharedInputs, 'cloud-api'], output: 'dist/cloud/embedded.mjs' },
  renderer: { inputs: [...sharedInputs, 'src-renderer', 'resources/icons'], output: 'dist/renderer/index.html' },
};

export const bundleNames: readonly BundleName[] = ['shell', 'preload', 'core', 'cloud', 'renderer'];

export interface BuildOptions {
  readonly mode: BuildMode;
  readonly only?: readonly BundleName[];
  readonly log?: (line: string) => void;
}

/** Builds into `dist/` what has changed since the last build; rejects with the bundler's message when one fails. */
export async function buildBundles({ mode, only = bundleNames, log = console.log }: BuildOptions): Promise<void> {
  for (const name of only) {
    const { inputs, output } = bundles[name];
    const stampFile = stampFileOf(name);
    const stamp = hashInputs(repositoryRoot, inputs, `${mode} ${process.version}`);
    if (existsSync(join(repositoryRoot, output)) && readStamp(stampFile) === stamp) continue;
    const started = performance.now();
    // Removed first, so that a build that fails is not taken for one that is done.
    rmSync(stampFile, { force: true });
    await build(bundleConfiguration(name, mode));
    mkdirSync(join(repositoryRoot, 'dist'), { recursive: true });
    writeFileSync(stampFile, stamp);
    log(`Built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

/** Makes the next build of these bundles start anew, whatever their inputs. */
export function forgetBuilds(names: readonly BundleName[]): void {
  for (const name of names) rmSync(stampFileOf(name), { force: true });
}

function stampFileOf(name: BundleName): string {
  return join(repositoryRoot, 'dist', `.${name}.stamp`);
}

function readStamp(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
