/** A name as file systems compare it that ignore case, invisible characters, and dots and spaces at the end. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[. ]+$/, '')
    .toLowerCase();
}

/**
 * Whether a path leads into a repository's own folder on some system, by whatever name: it holds hooks and settings that git runs. Windows knows
 * the folder as `git~1` too, or another number, and reads what follows a colon as a stream of it.
 */
export function isInGitFolder(path: string): boolean {
  return path.split('/').some((part) => {
    const name = plainName(part.split(':', 1)[0] ?? '');
    return name === '.git' || /^git~\d/.test(name);
  });
}
