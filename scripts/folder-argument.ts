import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Absolute path of a folder named on the command line; throws when there is no such folder. */
export function existingFolder(argument: string, environment: NodeJS.ProcessEnv = process.env): string {
  // npm changes to the checkout before it runs a script; a relative path means where the command was typed.
  const folder = resolve(environment.INIT_CWD ?? process.cwd(), argument);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`There is no folder ${folder}.`);
  return folder;
}
