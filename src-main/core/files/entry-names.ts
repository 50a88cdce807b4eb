import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** The names of devices, which Windows refuses with any extension. */
const windowsDevices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const windowsCharacters = /[<>:"|?*\\]/;

/** What is wrong with one name of a file or folder, in words for people; null when it can be used on `platform`. */
export function describeNameProblem(name: string, platform: NodeJS.Platform): string | null {
  if (name === '') return t('The name is empty.');
  if (name === '.' || name === '..') return t('"{{name}}" means a folder and cannot be a name.', { name });
  if (name.includes('/')) return t('"{{name}}" holds a slash.', { name });
  if (hasControlCharacter(name))
    return t('"{{name}}" holds a character that cannot be typed or shown.', { name: printable(name) });
  if (!name.isWellFormed()) return t('"{{name}}" holds half a character.', { name: printable(name) });
  if (windowsDevices.test(name))
    return t('"{{name}}" is the name of a device on Windows, so nobody there could open it.', { name });
  if (platform === 'win32') {
    if (windowsCharacters.test(name))
      return t('"{{name}}" holds one of < > : " | ? * \\, which Windows does not allow.', { name });
    if (/[. ]$/.test(name)) return t('"{{name}}" ends with a dot or a space, which Windows does not allow.', { name });
    if (name.length > 255) return t('The name is longer than 255 characters.');
  } else if (Buffer.byteLength(name) > 255) {
    return t('The name is longer than 255 bytes.');
  }
  return null;
}

/** Throws INVALID_NAME unless each of these new names can be used. */
export function checkNewNames(names: readonly string[], platform: NodeJS.Platform = process.platform): void {
  for (const name of names) {
    const problem = describeNameProblem(name, platform);
    if (problem !== null)
      throw desktopError('INVALID_NAME', { message: t('{{problem}} Choose another one.', { problem }) });
  }
}

/**
 * The name of a copy beside its original: "name copy.ext", then "name copy 2.ext". `taken` answers for the folder that the copy
 * goes to. Dots that begin a name begin no extension, and folders have none.
 */
export function copyName(name: string, kind: 'file' | 'folder', taken: (name: string) => boolean): string {
  const dot = kind === 'file' ? name.lastIndexOf('.') : -1;
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  const copied = / copy(?: (\d+))?$/.exec(stem);
  const base = copied ? stem.slice(0, copied.index) : stem;
  let number = copied ? Number(copied[1] ?? 1) + 1 : 1;
  while (true) {
    const candidate = `${base} copy${number > 1 ? ` ${number}` : ''}${extension}`;
    if (!taken(candidate)) return candidate;
    number += 1;
  }
}

function hasControlCharacter(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function printable(name: string): string {
  return Array.from(name, (character) =>
    hasControlCharacter(character) || !character.isWellFormed() ? '\u{fffd}' : character,
  ).join('');
}
