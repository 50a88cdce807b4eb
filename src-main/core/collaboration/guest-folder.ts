import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

const mostTries = 1000;
const deviceNames = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** A folder's name like the one that somebody gave a session: whatever it holds, it is one name on every system. */
export function folderNameOf(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '');
  const short = [...plain]
    .slice(0, 60)
    .join('')
    .replace(/[\s.]+$/, '');
  return short === '' || deviceNames.test(short) ? 'session' : short;
}

/** Makes an empty folder under a free name and answers its real path. */
export async function makeGuestFolder(parent: string, name: string): Promise<string> {
  const base = folderNameOf(name);
  try {
    await mkdir(parent, { recursive: true });
    for (let number = 1; number <= mostTries; number += 1) {
      const folder = join(parent, number === 1 ? base : `${base} ${number}`);
      try {
        // Making it is what takes the name.
        await mkdir(folder);
        return await realpath(folder);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(error))) {
      throw desktopError('NO_SPACE', { message: t('The disk is full, so no folder was made.'), cause: error });
    }
    throw desktopError('NOT_WRITABLE', {
      message: t('No folder for the session can be made in {{parent}}.', { parent }),
      cause: error,
    });
  }
  throw desktopError('ALREADY_EXISTS', {
    message: t('{{parent}} is full of folders of that name. Remove some.', { parent }),
  });
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}
