import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** A folder of the project, absolute, wherever links lead inside of it. OUTSIDE_PROJECT or NOT_FOUND otherwise. */
export async function folderInside(root: string, folder: string): Promise<string> {
  const real = await realpath(join(root, ...folder.split('/'))).catch(() => null);
  if (real === null || !(await stat(real)).isDirectory()) {
    throw desktopError('NOT_FOUND', {
      message: t('There is no folder {{folder}} any more. Choose what to preview.', { folder }),
    });
  }
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) throw desktopError('OUTSIDE_PROJECT');
  return real;
}
