import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

// Names of devices on Windows, which no file there can have, with or without an extension.
const deviceNames = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** Refuses what is no folder name on every system, with INVALID_NAME that says why. Returns the name without outer spaces. */
export function checkProjectName(text: string): string {
  const name = text.trim();
  const wrong = findProblem(name);
  if (wrong !== undefined) throw desktopError('INVALID_NAME', { message: wrong });
  return name;
}

function findProblem(name: string): string | undefined {
  if (name === '') return t('Give the project a name.');
  if (name === '.' || name === '..') return t('"{{name}}" is no name of its own: it means another folder.', { name });
  const character = [...name].find((one) => '<>:"/\\|?*'.includes(one) || one < ' ' || one === '\x7f');
  if (character !== undefined) {
    return character < ' ' || character === '\x7f'
      ? t('The name holds a control character. Take it out.')
      : t('A folder\'s name cannot hold "{{character}}". Take another character.', { character });
  }
  if (name.startsWith('-'))
    return t('A name that begins with "-" is taken for an option by many programs. Take another.');
  if (name.endsWith('.')) return t("A folder's name cannot end with a dot.");
  if (deviceNames.test(name)) return t('"{{name}}" is reserved on Windows. Take another name.', { name });
  if (Buffer.byteLength(name) > 200) return t('The name is too long.');
}

/** A name that npm accepts, made from a project's: lower case, dashes, no leading dot or dash. */
export function packageNameOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const dashed = plain
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[._~-]+|[-.~_]+$/g, '')
    .slice(0, 100);
  return dashed === '' || dashed === 'node_modules' || dashed === 'favicon.ico' ? 'my-project' : dashed;
}
