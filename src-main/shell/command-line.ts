import { resolve } from 'node:path';
import type { JoinLink } from '../../contract/shell.ts';
import { isOwnLink, parseJoinLink } from './join-link.ts';

/** What a person asked for when starting the app. */
export interface CommandLine {
  /** The folder or file named on the command line, absolute; null when none was. */
  readonly path: string | null;
  readonly line: number | null;
  readonly newWindow: boolean;
  /** The session that a link names; null where there is none, or none that can be read. */
  readonly join: JoinLink | null;
}

/** Switches that Electron reads itself; they may stand anywhere. */
const electronSwitches = /^--(no-sandbox|headless|ozone-platform|disable-gpu|remote-debugging-port|inspect)\b/;

/** The arguments after `serve`, for the server; null when the command line asks for windows. */
export function serveArguments(args: readonly string[]): string[] | null {
  const [first, ...rest] = args.filter((arg) => !electronSwitches.test(arg));
  return first === 'serve' ? rest : null;
}

/**
 * Reads the arguments after the program (and, in a checkout, after the app's folder): `[--new-window] [path[:line]]`, or the one
 * `flashfusion://…` that systems start the app with. A link is never taken for a path.
 * Switches that Chromium and Electron know are passed over.
 */
export function parseCommandLine(args: readonly string[], workingFolder: string): CommandLine {
  const [first] = args.filter((arg) => !arg.startsWith('-'));
  const newWindow = args.includes('--new-window');
  if (first !== undefined && isOwnLink(first)) return { path: null, line: null, newWindow, join: parseJoinLink(first) };
  const [, path = first, line] = /^(.+):(\d+)$/.exec(first ?? '') ?? [];
  return {
    path: path === undefined ? null : resolve(workingFolder, path),
    line: line === undefined ? null : Number(line),
    newWindow,
    join: null,
  };
}
