import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';

const probeTimeout = 10_000;
const downloadTimeout = 15 * 60_000;
const retryAfter = 24 * 60 * 60_000;

export interface OfficialElectronOptions {
  readonly electronPackage: string;
  readonly cache: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/**
 * Lets the `electron` package fetch its own binary and returns why that failed, if it did. A closed network costs at most
 * 20 s, and the failure is remembered for a day in `cache`.
 */
export async function downloadOfficialElectron(options: OfficialElectronOptions): Promise<string | undefined> {
  const { electronPackage, cache, log } = options;
  const manifest: { version: string } = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'));
  const mirror = mirrorOf(options.environment);
  const failureFile = join(cache, 'electron-download-failure.json');
  const source = `${mirror}v${manifest.version}`;
  if (failedRecently(failureFile, source, Date.now())) return `${mirror} could not be reached in the last day`;

  // Node ignores proxy variables unless told; without a proxy this changes nothing.
  const environment = { ...options.environment, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: 'true' };
  const artifact = `${source}/electron-v${manifest.version}-${process.platform}-${process.arch}.zip`;
  const reachable = await canReach(artifact, environment);
  if (reachable) log(`Downloading Electron ${manifest.version} …`);
  // Tried even when the network is closed: the zip may be in the download cache of an earlier install.
  const attempt = await runCommand(process.execPath, [join(electronPackage, 'install.js')], {
    environment,
    timeout: reachable ? downloadTimeout : probeTimeout,
  });
  if (attempt.code === 0) {
    rmSync(failureFile, { force: true });
    return undefined;
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(failureFile, `${JSON.stringify({ source, failedAt: Date.now() })}\n`);
  return reachable ? `the download of ${artifact} broke off` : `${mirror} cannot be reached`;
}

/** Says whether a download from `source` failed less than a day before `now` (milliseconds since the epoch). */
export function failedRecently(failureFile: string, source: string, now: number): boolean {
  try {
    const failure: { source?: unknown; failedAt?: unknown } = JSON.parse(readFileSync(failureFile, 'utf8'));
    return (
      failure.source === source &&
      typeof failure.failedAt === 'number' &&
      failure.failedAt <= now &&
      now - failure.failedAt < retryAfter
    );
  } catch {
    return false;
  }
}

function mirrorOf(environment: NodeJS.ProcessEnv): string {
  return (
    environment.ELECTRON_MIRROR ??
    environment.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/'
  );
}

async function canReach(address: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const probe = `fetch(process.argv[1], { method: 'HEAD' }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`;
  const result = await runCommand(process.execPath, ['-e', probe, address], { environment, timeout: probeTimeout });
  return result.code === 0;
}
