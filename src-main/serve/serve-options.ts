import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a person asked for when starting the server. */
export interface ServeOptions {
  /** The folder to open, absolute; null opens what was open last. */
  readonly folder: string | null;
  /** 0 takes any port that is free. */
  readonly port: number;
  /** Database, logs and settings; not the desktop app's. */
  readonly dataFolder: string;
}

export const usage = `Usage: flashfusion serve [folder] [--port <number>] [--data <folder>]

  folder   opened in the browser; without one, what was open last
  --port   the port on 127.0.0.1; any free one without it
  --data   where database, settings and logs are kept (~/.flashfusion)`;

/** Reads the arguments after `serve`. Throws with what to do when they cannot be used. */
export function parseServeOptions(
  args: readonly string[],
  { workingFolder, environment }: { workingFolder: string; environment: NodeJS.ProcessEnv },
): ServeOptions {
  const { values, positionals } = parse(args);
  const [folder] = positionals;
  if (positionals.length > 1) throw new Error(`One folder can be opened, not ${positionals.length}.\n\n${usage}`);
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`--port ${port} is no port. Choose a number from 1024 to 65535.`);
  }
  const path = folder === undefined ? null : resolve(workingFolder, folder);
  if (path !== null && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`There is no folder ${path}.`);
  }
  const data = values.data ?? environment.FLASHFUSION_DATA ?? join(homedir(), '.flashfusion');
  return { folder: path, port: Number(port), dataFolder: resolve(workingFolder, data) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string' }, data: { type: 'string' } },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
