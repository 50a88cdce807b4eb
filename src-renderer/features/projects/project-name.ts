import { t } from '../../localize.ts';

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** What is wrong with a name for a project's folder, in words; null when it is fine on every system. */
export function projectNameProblem(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return t('Give it a name.');
  if (trimmed.length > 100) return t('Use at most 100 characters.');
  const bad = /[\\/:*?"<>|]/.exec(trimmed);
  if (bad) return t('A folder\'s name cannot hold "{{character}}".', { character: bad[0] });
  if ([...trimmed].some((character) => character.charCodeAt(0) < 32))
    return t("A folder's name cannot hold line ends.");
  if (trimmed === '.' || trimmed === '..') return t('That name stands for another folder.');
  if (/[. ]$/.test(trimmed)) return t('A name cannot end with a dot.');
  if (reserved.test(trimmed)) return t('Windows keeps that name for itself.');
  return null;
}

/** A name to start with for a project of this kind: `React app` becomes `react-app`. */
export function suggestProjectName(starterTitle: string, taken: readonly string[]): string {
  const base =
    starterTitle
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'project';
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${base}-${number}`)) return `${base}-${number}`;
  }
}

/** A path with its folder and the name put together, in the system's own way. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}
