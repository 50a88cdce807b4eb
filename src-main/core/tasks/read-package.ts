import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from '../../../contract/model/task.ts';
import { t } from '../../../localization/index.ts';
import { findPackageManager, type PackageManager, runCommandOf } from './package-manager.ts';

export interface PackageScripts {
  readonly packageManager: PackageManager;
  readonly tasks: Task[];
  /** Why there are none. */
  readonly problem: string | null;
}

/** Scripts that count as the build, the first that is there. */
const buildNames = ['build', 'compile', 'tsc', 'typecheck'];

/** The scripts of a folder's `package.json`; none where there is no such file. */
export async function readPackage(folder: string): Promise<PackageScripts> {
  const files: string[] = await readdir(folder).catch(() => []);
  const text = files.includes('package.json')
    ? await readFile(join(folder, 'package.json'), 'utf8').catch((error: Error) => error)
    : null;
  if (text === null) return { packageManager: findPackageManager(undefined, files), tasks: [], problem: null };
  if (text instanceof Error)
    return failed(files, t('package.json cannot be read: {{message}}', { message: text.message }));
  return parsePackage(text, files);
}

/** The same from the file's text and the names of the files beside it. */
export function parsePackage(
  text: string,
  files: readonly string[],
  windows = process.platform === 'win32',
): PackageScripts {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return failed(
      files,
      `${t('package.json is not valid JSON.')} ${error instanceof Error ? error.message : ''}`.trim(),
    );
  }
  const { scripts, packageManager: declared } = (parsed ?? {}) as { scripts?: unknown; packageManager?: unknown };
  const packageManager = findPackageManager(declared, files);
  const entries = Object.entries(typeof scripts === 'object' && scripts !== null ? scripts : {}).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[0].length > 0 && entry[0].length <= 214 && !/\p{Cc}/u.test(entry[0]),
  );
  const build = buildNames.find((name) => entries.some(([own]) => own === name));
  return {
    packageManager,
    problem: null,
    tasks: entries.map(([name, script]) => ({
      name,
      script,
      command: runCommandOf(packageManager, name, windows),
      build: name === build,
    })),
  };
}

/**
 * All that runs with a script, in its order: `pre<name>`, the script itself, `post<name>`. npm, yarn 1, bun and pnpm since version 9 run them
 * unasked; others may leave them out.
 */
export function scriptsRunBy(tasks: readonly Task[], name: string): Task[] {
  return [`pre${name}`, name, `post${name}`].flatMap((each) => tasks.find((task) => task.name === each) ?? []);
}

function failed(files: readonly string[], problem: string): PackageScripts {
  return { packageManager: findPackageManager(undefined, files), tasks: [], problem };
}
