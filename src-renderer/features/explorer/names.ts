import { t } from '../../localize.ts';
import { joinPath, nameOf } from './paths.ts';

/**
 * What is wrong with a name typed for a new or renamed entry of `folder`, in words for the row, or null. The name may hold
 * slashes: then folders are made on the way. `exists` tells whether an entry is known at a path; `original` is the path that is being
 * renamed and may keep its name.
 */
export function nameProblem(
  typed: string,
  folder: string,
  exists: (path: string) => boolean,
  original: string | null = null,
): string | null {
  const name = normalizeName(typed);
  if (name === '') return t('Type a name.');
  const parts = name.split('/');
  for (const part of parts) {
    if (part === '') return t('A name between two slashes is missing.');
    if (part === '.' || part === '..') return t('"{{part}}" cannot be used as a name.', { part });
    if (part.includes('\0')) return t('The name holds a character that cannot be used.');
    if (new TextEncoder().encode(part).length > 255) return t('The name is too long: 255 bytes are possible.');
  }
  if (/^[a-zA-Z]:/.test(joinPath(folder, name))) return t('A name cannot begin with a drive letter.');
  const path = joinPath(folder, name);
  if (path !== original && exists(path))
    return t('"{{path}}" already exists here. Choose another name.', { path: nameOf(path) });
  return null;
}

/** What deserves a remark though it is possible: spaces at the ends. */
export function nameRemark(typed: string): string | null {
  const name = normalizeName(typed);
  const parts = name.split('/');
  return parts.some((part) => part !== part.trim()) ? t('The name begins or ends with a space.') : null;
}

/** A typed name as a path: slashes at its ends are dropped. */
export function normalizeName(typed: string): string {
  return typed.replace(/\/+$/, '').replace(/^\/+/, '');
}

/** How many characters to preselect when renaming: the stem, so that the extension stays. All of it for folders and dot files. */
export function stemLength(name: string, kind: 'file' | 'folder'): number {
  if (kind === 'folder') return name.length;
  const dot = name.lastIndexOf('.');
  return dot > 0 ? dot : name.length;
}
