/** The programs that run the scripts of a `package.json`. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockfiles: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/**
 * Which program runs a project's scripts: the one that `packageManager` in its package.json names (`pnpm@9.1.0`), or the one
 * whose lockfile is among the files of its folder, or npm.
 */
export function findPackageManager(declared: unknown, files: readonly string[]): PackageManager {
  const name = typeof declared === 'string' ? /^(npm|pnpm|yarn|bun)@/.exec(declared)?.[1] : undefined;
  if (name) return name as PackageManager;
  return lockfiles.find(([file]) => files.includes(file))?.[1] ?? 'npm';
}

/** The command line that runs a script, for a POSIX shell or, with `windows`, for cmd and PowerShell. */
export function runCommandOf(manager: PackageManager, script: string, windows = false): string {
  return `${manager} run ${quote(script, windows)}`;
}

function quote(word: string, windows: boolean): string {
  if (/^[\w:./@-]+$/.test(word) && !word.startsWith('-')) return word;
  return windows ? `"${word.replaceAll('"', '\\"')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
