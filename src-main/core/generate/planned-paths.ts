import { isInGitFolder } from '../../../contract/model/git-folder.ts';
import { ProjectPath } from '../../../contract/model/path.ts';
import { t } from '../../../localization/index.ts';

// Names of devices on Windows, which no file there can have, with or without an extension.
const deviceNames = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** Folders that belong to programs: what is in them is made by those. */
const foreignFolders = new Set(['.git', '.hg', '.svn', 'node_modules', '.flashfusion']);
/** Files that package managers write. */
const madeByInstalling = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
]);

/** What a path names on file systems that tell neither case nor Unicode forms apart. */
export function pathKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** The path as it is meant: forward slashes, no `./` before it, no outer spaces. */
export function tidyPath(path: string): string {
  return path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '');
}

/** Why a file of this path is not made; null when it can be, on every system. */
export function pathProblem(path: string): string | null {
  if (path === '' || path.endsWith('/') || !ProjectPath.safeParse(path).success) {
    return t('It does not name a file inside the project.');
  }
  if (/\p{Cc}/u.test(path)) return t('It holds a control character.');
  const segments = path.split('/');
  if (segments.length > 20 || path.length > 400) return t('It is too long.');
  for (const segment of segments) {
    const problem = segmentProblem(segment);
    if (problem !== null) return problem;
  }
  if (madeByInstalling.has(pathKey(segments.at(-1) ?? ''))) return t('Installing packages writes it.');
  return null;
}

function segmentProblem(segment: string): string | null {
  // Windows drops dots and spaces at the end, and reads what follows a colon or a tilde as another name of a file.
  const plain = pathKey(segment).replace(/[. ]+$/, '');
  if (foreignFolders.has(plain) || isInGitFolder(segment)) {
    return t('"{{name}}" belongs to another program.', { name: segment });
  }
  if (plain !== pathKey(segment)) return t('"{{name}}" ends with a dot or a space.', { name: segment });
  if (/[<>:"|?*]/.test(segment))
    return t('"{{name}}" holds a character that Windows does not allow.', { name: segment });
  if (deviceNames.test(segment)) return t('"{{name}}" is reserved on Windows.', { name: segment });
  if (Buffer.byteLength(segment) > 200) return t('It is too long.');
  return null;
}
