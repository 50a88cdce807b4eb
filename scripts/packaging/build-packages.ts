import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Configuration, Platform } from 'electron-builder';
import { buildBundles } from '../build/build-bundles.ts';
import { type ElectronRuntime, resolveElectronRuntime } from '../electron-runtime.ts';
import { findProgram } from '../find-program.ts';
import { ownNode } from '../launch-environment.ts';
import { repositoryRoot } from '../repository.ts';

export interface PackageOptions {
  /** Target names of electron-builder, for example `dir` or `tar.gz`. */
  readonly targets: readonly string[];
  /** Below the repository. */
  readonly output: string;
  /** Lets a debugger attach to the packaged app, which Playwright needs and a release must not allow. */
  readonly inspectable: boolean;
}

/** Where `npm run package` puts a release, and the end-to-end tests their inspectable twin of it. */
export const packageFolders = { release: 'release', inspectable: join('release', 'inspectable') } as const;

const servedPage = join(repositoryRoot, '.cache', 'served-page');

/** Packages the app for this platform; every target in one call, since each call overwrites the update manifest. */
export async function buildPackages(options: PackageOptions): Promise<void> {
  const runtime = await resolveElectronRuntime();
  if (runtime.kind === 'fallback') preferInstalledArchiver(options.targets);
  await buildBundles({ mode: 'release' });
  if (runtime.kind === 'fallback') await copyPage();
  await build({
    projectDir: repositoryRoot,
    targets: Platform.current().createTarget([...options.targets]),
    publish: 'never',
    config: {
      extends: 'electron-builder.yml',
      directories: { output: options.output },
      ...runtimeConfiguration(runtime),
      electronFuses: {
        enableNodeCliInspectArguments: options.inspectable,
        // The fallback is older than this fuse.
        ...(runtime.kind === 'fallback' ? {} : { grantFileProtocolExtraPrivileges: false }),
      },
    },
  });
}

/** The two unpacked builds that the package tests look at: the release itself, and one that Playwright can drive. */
export async function buildForTests(): Promise<void> {
  await buildPackages({ targets: ['dir'], output: packageFolders.release, inspectable: false });
  await buildPackages({ targets: ['dir'], output: packageFolders.inspectable, inspectable: true });
}

/** A release uses the official Electron; the fallback embeds a Node that is too old for Core, so Node 24 travels along. */
function runtimeConfiguration(runtime: ElectronRuntime): Configuration {
  if (runtime.kind !== 'fallback') return {};
  return {
    electronDist: runtime.distPath,
    electronVersion: runtime.version,
    extraResources: [
      { from: ownNode, to: 'node/node' },
      { from: servedPage, to: 'renderer' },
    ],
  };
}

/**
 * That Node can't read the archive that the page is in. The second one comes from a copy, since electron-builder leaves out of the
 * archive whatever goes beside it.
 */
async function copyPage(): Promise<void> {
  await rm(servedPage, { recursive: true, force: true });
  const source = join(repositoryRoot, 'dist', 'renderer');
  await cp(source, servedPage, { recursive: true, filter: (path) => !path.endsWith('.map') });
}

/** electron-builder fetches its archiver from GitHub, so the closed networks that the fallback is for need the system's. */
function preferInstalledArchiver(targets: readonly string[]): void {
  if (process.env.ELECTRON_BUILDER_7ZIP_PATH || targets.every((target) => target === 'dir')) return;
  const archiver = findProgram('7za') ?? findProgram('7z');
  if (!archiver) {
    throw new Error(
      `Packing ${targets.join(', ')} needs 7-Zip. Install it with:\n  sudo apt-get install -y p7zip-full`,
    );
  }
  process.env.ELECTRON_BUILDER_7ZIP_PATH = archiver;
}
