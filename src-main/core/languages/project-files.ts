import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { type RegisterChild, runProgram } from './run-program.ts';

/** More files than this are not checked as a whole. */
export const mostFilesChecked = 5000;
const mostConfigurations = 40;
const patience = 15_000;

const Configuration = z.looseObject({
  files: z.array(z.string()).optional(),
  references: z.array(z.looseObject({ path: z.string() })).optional(),
});

/** The project paths of all files that the TypeScript configurations of a project take in, as TypeScript itself lists them. */
export async function listCheckedFiles(options: {
  program: string;
  root: string;
  /** Project paths of every `tsconfig.json` and `jsconfig.json`. */
  configurations: readonly string[];
  register: RegisterChild;
  signal: AbortSignal;
}): Promise<string[]> {
  const { program, root, register, signal } = options;
  const found = new Set<string>();
  const waiting = options.configurations.map((path) => resolve(root, path));
  const seen = new Set<string>();
  while (waiting.length > 0 && seen.size < mostConfigurations) {
    const configuration = waiting.shift() ?? '';
    if (seen.has(configuration)) continue;
    seen.add(configuration);
    const shown = await showConfiguration({ program, root, configuration, register, signal });
    const folder = dirname(configuration);
    for (const file of shown.files ?? []) {
      const path = toProjectPath(root, resolve(folder, file));
      if (path !== null && !path.split('/').includes('node_modules')) found.add(path);
    }
    for (const { path } of shown.references ?? []) {
      const target = resolve(folder, path);
      waiting.push(target.endsWith('.json') ? target : resolve(target, 'tsconfig.json'));
    }
  }
  return [...found];
}

async function showConfiguration(options: {
  program: string;
  root: string;
  configuration: string;
  register: RegisterChild;
  signal: AbortSignal;
}): Promise<z.infer<typeof Configuration>> {
  const { program, root, configuration, register, signal } = options;
  const { code, output } = await runProgram({
    name: 'tsc',
    program,
    args: ['-p', configuration, '--showConfig'],
    folder: root,
    patience,
    register,
    signal,
  });
  if (code !== 0) return {};
  try {
    return Configuration.parse(JSON.parse(output));
  } catch {
    // It writes what is wrong in the configuration instead; the server says so in the file itself.
    return {};
  }
}

function toProjectPath(root: string, absolute: string): string | null {
  const path = relative(root, absolute);
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return null;
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
