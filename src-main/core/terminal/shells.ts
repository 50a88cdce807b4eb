import { access, constants, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import type { Shell } from '../../../contract/desktop/terminal.ts';

/** Programs that `/etc/shells` may name and that nobody wants in a terminal of their own. */
const notForWork = new Set(['nologin', 'false', 'git-shell', 'tmux', 'screen', 'rbash']);

/** The shells of this system, the account's own first. There is always one. */
export async function findShells(environment: NodeJS.ProcessEnv = process.env): Promise<readonly [Shell, ...Shell[]]> {
  const candidates = process.platform === 'win32' ? windowsShells(environment) : await unixShells(environment);
  const present = await Promise.all(candidates.map(async (shell) => ((await isExecutable(shell.path)) ? [shell] : [])));
  const [first, ...rest] = distinct(present.flat());
  const fallback = process.platform === 'win32' ? 'C:\\Windows\\System32\\cmd.exe' : '/bin/sh';
  return [first ?? { name: shellName(fallback), path: fallback }, ...rest];
}

/** What a shell is called: its file without folder and ending. */
export function shellName(path: string): string {
  return basename(path.replaceAll('\\', '/')).replace(/\.exe$/i, '');
}

/** The paths that a file such as `/etc/shells` lists. */
export function readShellsFile(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('/') && !notForWork.has(basename(line)));
}

async function unixShells(environment: NodeJS.ProcessEnv): Promise<Shell[]> {
  const listed = await readFile('/etc/shells', 'utf8').catch(() => '');
  const own = [environment.SHELL, accountShell()].filter(
    (path) => path?.startsWith('/') && !notForWork.has(basename(path)),
  );
  return [...own, ...readShellsFile(listed)].flatMap((path) => (path ? [{ name: shellName(path), path }] : []));
}

function accountShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined;
  } catch {
    // An account that the system's list doesn't have, as in containers.
    return undefined;
  }
}

function windowsShells(environment: NodeJS.ProcessEnv): Shell[] {
  const windows = environment.SystemRoot ?? 'C:\\Windows';
  const programs = environment.ProgramFiles ?? 'C:\\Program Files';
  const onPath = (file: string) =>
    (environment.Path ?? environment.PATH ?? '').split(delimiter).map((f) => join(f, file));
  return [
    ...onPath('pwsh.exe').map((path) => ({ name: 'PowerShell 7', path })),
    { name: 'PowerShell 7', path: join(programs, 'PowerShell', '7', 'pwsh.exe') },
    { name: 'PowerShell', path: join(windows, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe') },
    { name: 'Command Prompt', path: join(windows, 'System32', 'cmd.exe') },
    { name: 'Git Bash', path: join(programs, 'Git', 'bin', 'bash.exe') },
  ];
}

/** One of each name: `/bin/bash` and `/usr/bin/bash` are the same program on most systems. */
function distinct(shells: readonly Shell[]): Shell[] {
  return shells.filter((shell, index) => shells.findIndex(({ name }) => name === shell.name) === index);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
