import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder outside the checkout for what scripts download: `$FLASHFUSION_CACHE`, else `flashfusion` in the platform's cache folder. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (environment.FLASHFUSION_CACHE) return environment.FLASHFUSION_CACHE;
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'flashfusion');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'flashfusion');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'flashfusion', 'Cache');
  }
  return join(homedir(), '.cache', 'flashfusion');
}
