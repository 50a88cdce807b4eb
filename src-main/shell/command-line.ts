import { resolve } from 'node:path';

/** What a person asked for when starting the app. */
export interface CommandLine {
  /** The folder or file named on the command line, absolute; null when none was. */
  readonly path: string | null;
  readonly line: number | null;
  readonly newWindow: boolean;
}

/** Switches that Electron reads itself; they may stand anywhere. */
const electronSwitches = /^--(no-sandbox|headless|ozone-platform|disable-gpu|remote-debugging-port|inspect)\b/;

/** The arguments after `serve`, for the server; null when the command line asks for windows. */
export function serveArguments(args: readonly string[]): string[] | null {
  const [first, ...rest] = args.filter((arg) => !electronSwitches.test(arg));
  return first === 'serve' ? rest : null;
}

/**
 * Reads the arguments after the program (and, in a checkout, after the app's folder): `[--new-window] [path[:line]]`.
 * Switches that Chromium and Electron know are passed over.
 */
export function parseCommandLine(args: readonly string[], workingFolder: string): CommandLine {
  const [first] = args.filter((arg) => !arg.startsWith('-'));
  const [, path = first, line] = /^(.+):(\d+)$/.exec(first ?? '') ?? [];
  return {
    path: path === undefined ? null : resolve(workingFolder, path),
    line: line === undefined ? null : Number(line),
    newWindow: args.includes('--new-window'),
  };
}
