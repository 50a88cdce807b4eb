import { readdir, rm } from 'node:fs/promises';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/** More files than one build has; a checkout that is built again and again would pile them up. */
const mostFiles = 100;

/**
 * Keeps compiled code between starts, which takes a third off the next one. To be called before anything large is loaded.
 * What it keeps can be deleted at any time.
 */
export function enableCodeCache(options: { dataFolder: string; version: string }): void {
  enableCompileCache(join(options.dataFolder, 'code-cache', options.version));
}

/** Writes what was compiled since the start, and removes what earlier versions left. For a moment when nobody waits. */
export async function tidyCodeCache(options: { dataFolder: string; version: string }): Promise<void> {
  const folder = join(options.dataFolder, 'code-cache');
  const current = join(folder, options.version);
  const files = await readdir(current, { recursive: true }).catch(() => []);
  if (files.length > mostFiles) await rm(current, { recursive: true, force: true });
  else flushCompileCache();
  const versions = await readdir(folder).catch(() => []);
  const older = versions.filter((version) => version !== options.version);
  await Promise.all(older.map((version) => rm(join(folder, version), { recursive: true, force: true })));
}
