import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { type ProgramResult, type RegisterChild, runProgram } from './run-program.ts';

/** Milliseconds that a formatter may take. */
const patience = 10_000;

const Manifest = z.looseObject({
  dependencies: z.record(z.string(), z.unknown()).optional(),
  devDependencies: z.record(z.string(), z.unknown()).optional(),
  prettier: z.unknown().optional(),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});
type Manifest = z.infer<typeof Manifest>;

const biomeFiles = ['biome.json', 'biome.jsonc'];
const prettierFiles = [
  ...[
    '.prettierrc',
    '.prettierrc.json',
    '.prettierrc.json5',
    '.prettierrc.yaml',
    '.prettierrc.yml',
    '.prettierrc.toml',
  ],
  ...['.prettierrc.js', '.prettierrc.cjs', '.prettierrc.mjs', '.prettierrc.ts', '.prettierrc.mts', '.prettierrc.cts'],
  ...['prettier.config.js', 'prettier.config.cjs', 'prettier.config.mjs', 'prettier.config.ts'],
];

/** What a project formats a file with, as a program and its arguments. */
interface ProjectFormatter {
  readonly name: 'Prettier' | 'Biome';
  readonly program: string;
  readonly args: readonly string[];
}

export interface FormatRequest {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly path: string;
  readonly text: string;
  readonly range?: { readonly start: number; readonly end: number } | undefined;
}

/**
 * Formats a text as the project's own Prettier or Biome would, if it uses one. Runs a program of the project: only for folders
 * that are trusted. Fails with FORMATTER_FAILED.
 */
export async function formatWithProject(
  request: FormatRequest,
  register: RegisterChild,
  signal?: AbortSignal,
): Promise<{ formatter: ProjectFormatter['name'] | null; text: string }> {
  const { root, path, text, range } = request;
  const formatter = await findFormatter(root, path, range !== undefined);
  if (!formatter) return { formatter: null, text };
  const file = resolve(root, path);
  const args =
    formatter.name === 'Biome'
      ? [...formatter.args, 'format', `--stdin-file-path=${file}`]
      : [
          ...[...formatter.args, '--stdin-filepath', file],
          ...(range ? [`--range-start=${range.start}`, `--range-end=${range.end}`] : []),
        ];
  const { program, name } = formatter;
  const result = await runProgram({ name, program, args, folder: root, input: text, patience, register, signal }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError') throw error;
      const message =
        error.code === 'ENOENT'
          ? t('{{name}} needs Node.js, and there is no "node" on the path. Install it and start FlashFusion again.', {
              name,
            })
          : t('{{name}} could not be started: {{message}}', { name, message: error.message });
      throw desktopError('FORMATTER_FAILED', { message, cause: error });
    },
  );
  if (result.code === 0) return { formatter: name, text: result.output };
  if (isUnknownKind(result)) return { formatter: null, text };
  throw desktopError('FORMATTER_FAILED', { message: describeFailure(name, path, result) });
}

/** Nearest first: the folder that says which formatter it uses decides. */
async function findFormatter(root: string, path: string, forRange: boolean): Promise<ProjectFormatter | null> {
  for (let folder = dirname(resolve(root, path)); ; folder = dirname(folder)) {
    const manifest = await readManifest(join(folder, 'package.json'));
    const has = (names: readonly string[]) => names.some((name) => existsSync(join(folder, name)));
    const lists = (name: string) =>
      manifest?.dependencies?.[name] !== undefined || manifest?.devDependencies?.[name] !== undefined;
    if (has(biomeFiles) || lists('@biomejs/biome')) {
      // Biome formats whole files only.
      const biome = forRange ? null : findBiome(root, folder);
      if (biome || forRange) return biome;
    }
    if (has(prettierFiles) || lists('prettier') || manifest?.prettier !== undefined) {
      const prettier = await findPrettier(root, folder);
      if (prettier) return prettier;
    }
    if (folder === root || folder === dirname(folder)) return null;
  }
}

function findBiome(root: string, folder: string): ProjectFormatter | null {
  const executable = process.platform === 'win32' ? 'biome.exe' : 'biome';
  const cli = `@biomejs/cli-${process.platform}-${process.arch}`;
  const program = findInModules(root, folder, join(cli, executable));
  return program === null ? null : { name: 'Biome', program, args: [] };
}

async function findPrettier(root: string, folder: string): Promise<ProjectFormatter | null> {
  const manifestPath = findInModules(root, folder, join('prettier', 'package.json'));
  if (manifestPath === null) return null;
  const bin = (await readManifest(manifestPath))?.bin;
  const script = typeof bin === 'string' ? bin : bin?.prettier;
  if (script === undefined) return null;
  return { name: 'Prettier', program: nodeProgram(), args: [resolve(dirname(manifestPath), script)] };
}

/** In the nearest `node_modules`, up to the project's folder. */
function findInModules(root: string, folder: string, path: string): string | null {
  for (let current = folder; ; current = dirname(current)) {
    const found = join(current, 'node_modules', path);
    if (existsSync(found)) return found;
    if (current === root || current === dirname(current)) return null;
  }
}

/** Inside Electron this process is no Node that could run a script, so the machine's own is taken. */
function nodeProgram(): string {
  return process.versions.electron === undefined && basename(process.execPath).startsWith('node')
    ? process.execPath
    : 'node';
}

async function readManifest(path: string): Promise<Manifest | null> {
  try {
    const parsed = Manifest.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Both say so in words, and end as they do for a text with mistakes. */
function isUnknownKind({ errors }: ProgramResult): boolean {
  return /No parser could be inferred|files? (?:was|were) ignored|doesn't exist in the workspace|Biome doesn't support|is ignored by|language.*not supported/i.test(
    errors,
  );
}

function describeFailure(name: string, path: string, { errors, timedOut }: ProgramResult): string {
  if (timedOut)
    return t('{{name}} took longer than {{seconds}} seconds for {{path}} and was stopped.', {
      name,
      seconds: patience / 1000,
      path,
    });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours that programs write for terminals
  const plain = errors.replace(/\u001b\[[0-9;]*m/g, '').trim();
  const said = plain
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /error|expected|unexpected|✖|×/i.test(line));
  return t('{{name}} did not format {{path}}: {{said}}', {
    name,
    path,
    said: said ?? (plain.split('\n')[0] || t('it gave no reason')),
  });
}
