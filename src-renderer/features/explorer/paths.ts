/** The folder that holds a project path; `''` for a top one. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last part of a project path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A project path one level below `folder`, which may be `''`. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether `path` is `folder` or somewhere below it. Everything is below `''`. */
export function isWithin(folder: string, path: string): boolean {
  return folder === '' || path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}

/** Every folder above a path, from the top: `a/b/c` has `a` and `a/b`. The project's own folder is left out. */
export function ancestorsOf(path: string): string[] {
  const ancestors: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    ancestors.push(path.slice(0, slash));
  }
  return ancestors;
}

/** Only the paths that are not below another one of them: what an action on a folder already covers. */
export function topmost(paths: Iterable<string>): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => !ancestorsOf(path).some((ancestor) => all.has(ancestor)));
}

/** Where `path` is after `from` became `to`; null when the move does not concern it. */
export function movedPath(path: string, from: string, to: string): string | null {
  if (from === '' || !isWithin(from, path)) return null;
  return to + path.slice(from.length);
}

/** The path as the system writes it, below the project's absolute folder. */
export function absolutePath(projectFolder: string, path: string): string {
  const separator = /^[a-zA-Z]:[\\/]|^\\\\/.test(projectFolder) ? '\\' : '/';
  const base = projectFolder.endsWith(separator) ? projectFolder.slice(0, -1) : projectFolder;
  return path === '' ? projectFolder : base + separator + path.replaceAll('/', separator);
}
