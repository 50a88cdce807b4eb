import { t } from '../../../localize.ts';
/** What is wrong with a path inside the project that a person typed, or null. */
export function checkPath(path: string): string | null {
  if (path.trim() === '') return t('Give the file a name.');
  if (path.startsWith('/') || path.includes('\\') || /^[a-zA-Z]:/.test(path)) {
    return t('Use a path inside the project, such as src/notes.txt.');
  }
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return t('Every part between two slashes needs a name.');
  }
  if (path.length > 4096 || path.includes('\0')) return t('That name cannot be used for a file.');
  return null;
}
