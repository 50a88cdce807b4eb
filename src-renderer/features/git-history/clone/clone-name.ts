import { t } from '../../../localize.ts';
/** The folder that git itself would choose for an address: its last part without ".git". Empty when there is none. */
export function cloneFolderName(url: string): string {
  const path = url
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/[/\\]+$/, '')
    .replace(/\/\.git$/, '');
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), path.lastIndexOf(':')) + 1);
  const name = last.replace(/\.(git|bundle)$/, '').replaceAll(/[^\p{L}\p{N}._ -]/gu, '-');
  return name === '.' || name === '..' ? '' : name;
}

/** What is wrong with an address, or null. Core checks again. */
export function cloneUrlProblem(url: string): string | null {
  const text = url.trim();
  if (text === '') return t('Give the address of a repository.');
  if (text.startsWith('-')) return t('An address does not begin with "-".');
  if (/^[\w+.-]+::/.test(text)) return t('Addresses that name a program of their own are not used.');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && !['https', 'http', 'ssh', 'git', 'file'].includes(scheme)) {
    return t('Git cannot clone from a "{{scheme}}:" address.', { scheme });
  }
  if (scheme === undefined && !/^(?:[\w.-]+@)?[\w.-]+:\S+$/.test(text) && !/^(\/|[a-zA-Z]:[\\/])/.test(text)) {
    return t('That is not an address, such as https://example.com/team/project.git.');
  }
  return cloneFolderName(text) === '' ? t('The address names no repository.') : null;
}

/** What is wrong with the name of the new folder, or null. */
export function cloneNameProblem(name: string): string | null {
  if (name.trim() === '') return t('Give the folder a name.');
  if (/[/\\:]/.test(name) || name === '.' || name === '..' || name === '.git' || name.startsWith('-')) {
    return t('That name cannot be used for a folder.');
  }
  return null;
}
