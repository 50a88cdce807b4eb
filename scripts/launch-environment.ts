import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';

/** Node 24 of the package `node`, which runs Core where the Electron at hand embeds an older one. */
export const ownNode: string = join(
  repositoryRoot,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Environment of an Electron started from the checkout: it tells the Shell which Node runs Core. */
export function launchEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const inherited = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const variables = Object.fromEntries(inherited);
  // An editor's terminal may set it, and Electron would then be a plain Node.
  delete variables.ELECTRON_RUN_AS_NODE;
  return existsSync(ownNode) ? { ...variables, FLASHFUSION_NODE: ownNode } : variables;
}

/** Chromium refuses to run as root with its sandbox; the product never switches it off, only these scripts and tests do. */
export function sandboxArguments(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
