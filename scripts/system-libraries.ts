import { findProgram } from './find-program.ts';
import { runCommand } from './run-command.ts';

// What Electron and a virtual display need beyond a bare Debian; newer releases renamed some with the suffix t64.
const debianPackages: readonly string[] = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxshmfence1',
];

export interface SystemLibrariesOptions {
  readonly executablePath: string;
  /** Whether Xvfb has to be there as well. */
  readonly needsVirtualDisplay: boolean;
  readonly log?: (line: string) => void;
}

/**
 * Makes sure that Electron can be started on this Linux: as root on Debian it installs what is missing, elsewhere it throws
 * an error that holds the exact command. Other systems need nothing.
 */
export async function ensureSystemLibraries(options: SystemLibrariesOptions): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(options);
  if (missing.length === 0) return;

  const aptGet = findProgram('apt-get');
  if (!aptGet) {
    throw new Error(`Missing on this machine: ${missing.join(', ')}. Install them with your package manager.`);
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    const command = `sudo apt-get update && sudo apt-get install -y ${(await availableNames()).join(' ')}`;
    throw new Error(`Missing on this machine: ${missing.join(', ')}. Install them with:\n  ${command}`);
  }
  const log = options.log ?? console.log;
  log(`Missing on this machine: ${missing.join(', ')}. Installing them with apt-get …`);
  await installDebianPackages(aptGet, await availableNames());
  const stillMissing = await findMissing(options);
  if (stillMissing.length > 0) throw new Error(`Still missing after apt-get install: ${stillMissing.join(', ')}.`);
}

/** Names of the shared libraries that `ldd` could not find, taken from its output. */
export function parseMissingLibraries(lddOutput: string): string[] {
  const names = lddOutput
    .split('\n')
    .map((line) => /^\s*(\S+) => not found/.exec(line)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)];
}

async function findMissing({ executablePath, needsVirtualDisplay }: SystemLibrariesOptions): Promise<string[]> {
  const linked = await runCommand('ldd', [executablePath]);
  const missing = parseMissingLibraries(linked.stdout);
  if (needsVirtualDisplay && !findProgram('Xvfb')) missing.push('Xvfb');
  return missing;
}

/** Installs packages of the system with apt-get, as root; throws what it said when that fails. */
export async function installDebianPackages(aptGet: string, packages: readonly string[]): Promise<void> {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => runCommand(aptGet, ['install', '-y', '--no-install-recommends', ...packages], { environment });
  if ((await install()).code === 0) return;
  // A fresh machine has no package lists yet.
  const updated = await runCommand(aptGet, ['update'], { environment });
  const result = await install();
  if (result.code === 0) return;
  throw new Error(`apt-get install failed: ${[updated.stderr, result.stderr].join('\n').trim()}`);
}

async function availableNames(): Promise<string[]> {
  const renamed = await Promise.all(
    debianPackages.map(async (name) => (await runCommand('apt-cache', ['show', `${name}t64`])).code === 0),
  );
  return debianPackages.map((name, index) => (renamed[index] ? `${name}t64` : name));
}
