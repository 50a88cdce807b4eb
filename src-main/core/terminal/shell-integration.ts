import { join } from 'node:path';
import { shellName } from './shells.ts';

/** How a shell is started so that it reports its prompts, commands and folder. */
export interface ShellStart {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

interface ShellStartOptions {
  readonly path: string;
  /** Holds our start-up files, which read the user's own. */
  readonly integrationFolder: string;
  /** Off starts the shell as it is. */
  readonly integrate: boolean;
  /** Sent along with command lines, so that no program's output can pass for one. */
  readonly nonce: string;
  readonly inherited: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/**
 * The arguments of a shell that people type into. bash and zsh read our start-up files first, which read the user's; other
 * shells run as they are. On macOS shells are login shells, as in its own terminal.
 */
export function startOfShell(options: ShellStartOptions): ShellStart {
  const { path, integrationFolder, nonce, inherited, platform = process.platform } = options;
  const login = platform === 'darwin';
  const plain = { args: login ? ['-l'] : [], environment: {} };
  if (platform === 'win32') return { args: [], environment: {} };
  if (!options.integrate) return plain;
  switch (shellName(path)) {
    case 'bash':
      // A login shell reads no --init-file, so ours reads what a login shell would have.
      return {
        args: ['--init-file', join(integrationFolder, 'bash.sh')],
        environment: { FLASHFUSION_NONCE: nonce, ...(login ? { FLASHFUSION_LOGIN: '1' } : {}) },
      };
    case 'zsh':
      return {
        args: login ? ['-l'] : [],
        environment: {
          FLASHFUSION_NONCE: nonce,
          FLASHFUSION_ZDOTDIR: join(integrationFolder, 'zsh'),
          ZDOTDIR: join(integrationFolder, 'zsh'),
          USER_ZDOTDIR: inherited.ZDOTDIR ?? inherited.HOME ?? '',
        },
      };
    default:
      return plain;
  }
}

/** The arguments with which a shell runs one command and ends. The user's start-up files are read, for their PATH. */
export function startOfCommand(path: string, command: string, platform: NodeJS.Platform = process.platform): string[] {
  const name = shellName(path).toLowerCase();
  if (name === 'cmd') return ['/d', '/s', '/c', command];
  if (name === 'powershell' || name === 'pwsh') return ['-NoLogo', '-Command', command];
  return platform === 'darwin' ? ['-l', '-i', '-c', command] : ['-i', '-c', command];
}
