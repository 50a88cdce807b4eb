/** A path with the home folder as `~`. */
export function shortenHome(path: string, home: string | null): string {
  if (home === null || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === '' || /^[\\/]/.test(rest) ? `~${rest}` : path;
}
