import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';

/** One import as it stands in a file; `target` is a path from the repository's root, or a package's name. */
export interface Import {
  readonly from: string;
  readonly target: string;
  readonly internal: boolean;
  readonly typeOnly: boolean;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|import\(\s*(?:\/\*[^*]*\*\/\s*)?['"]([^'"]+)['"]\s*\)/g;

/** Every import of a source text. Static, re-exporting, side-effect and dynamic ones. */
export function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(importPattern)].map((match) => {
    const specifier = (match[2] ?? match[3] ?? '').replace(/\?.*$/, '');
    const internal = specifier.startsWith('.');
    return {
      from: file,
      target: internal ? posix.normalize(posix.join(posix.dirname(file), specifier)) : packageName(specifier),
      internal,
      typeOnly: match[1] !== undefined,
    };
  });
}

function packageName(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** All imports of the product's own folders under `root`. */
export function readImports(root: string): Import[] {
  return ['contract', 'localization', 'src-main', 'src-preload', 'src-renderer', 'cloud-api'].flatMap((folder) =>
    sourceFiles(join(root, folder)).flatMap((path) => {
      const file = relative(root, path).split(sep).join('/');
      return importsOf(file, readFileSync(path, 'utf8'));
    }),
  );
}

function sourceFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The part of the product a file belongs to. */
function layerOf(file: string): string {
  return /^src-main\/(shell|core|serve)\//.exec(file)?.[1] ?? (file.split('/')[0] as string);
}

/** `src-renderer/features/x` or `src-main/core/x` for files of a feature, otherwise null. */
function featureOf(file: string): string | null {
  return /^(src-renderer\/features\/[^/]+|src-main\/core\/[^/]+|cloud-api\/features\/[^/]+)\//.exec(file)?.[1] ?? null;
}

const mayReach: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  localization: [],
  shell: ['contract', 'localization'],
  core: ['contract', 'localization'],
  serve: ['contract', 'localization', 'core'],
  'src-preload': [],
  'src-renderer': ['contract', 'localization'],
  'cloud-api': ['contract'],
};

/** Files that see everything of their side, and so may reach into features. */
const composers = new Set([
  'src-main/core/compose.ts',
  'src-main/core/desktop-router.ts',
  'src-main/core/main.ts',
  'src-renderer/main.tsx',
]);

/** Files of Shell that know nothing of Electron: the server answers for pages and data folders by the same rules. */
const sharedWithServe = new Set(['src-main/shell/app-files.ts', 'src-main/shell/data-lock.ts']);

/** What is wrong with one import, or null. */
export function judge({ from, target, internal, typeOnly }: Import): string | null {
  const layer = layerOf(from);
  if (!internal) {
    if (target === 'electron' && layer !== 'shell' && layer !== 'src-preload') return `${from} imports electron`;
    if (layer === 'src-renderer' && target.startsWith('node:')) return `${from} imports ${target}`;
    if (layer === 'contract' && target !== 'zod' && target !== '@orpc/contract') return `${from} imports ${target}`;
    return null;
  }
  const reached = layerOf(target);
  const shared = layer === 'serve' && sharedWithServe.has(target);
  if (reached !== layer && !shared && !mayReach[layer]?.includes(reached)) return `${from} reaches ${target}`;
  if (
    layer === 'src-renderer' &&
    reached === 'contract' &&
    !typeOnly &&
    !lazyContract.has(from) &&
    !plainContract.has(target)
  ) {
    return `${from} brings ${target} into the page; import its types only`;
  }
  if (layer === 'src-renderer' && reached === 'localization' && from !== pageLanguage) {
    return `${from} reaches ${target}; ${pageLanguage} is what has waited for the language`;
  }
  const own = featureOf(from);
  const other = featureOf(target);
  if (other !== null && other !== own && !composers.has(from)) {
    const entry = /\/(index|service)\.tsx?$/.test(target);
    if (!entry) return `${from} reaches into ${target}; use the feature's index.ts or service.ts`;
  }
  return null;
}

/** The page's own way to its language: sentences made before it is known would stay English. */
const pageLanguage = 'src-renderer/localize.ts';

/** Lazily loaded files that need the contract's values (settings and their notes, what a path may be), not only its types. */
export const lazyContract = new Set([
  'src-renderer/features/settings/setting-controls.ts',
  'src-renderer/features/collaboration/session/session-files.ts',
]);

/** Files of the contract that import nothing, so that the page takes no schemas in with them. */
export const plainContract = new Set([
  'contract/desktop/searched-files.ts',
  'contract/model/first-rows.ts',
  'contract/model/secret-files.ts',
]);

/** Circles of imports, each as the list of its files. Types don't count: they are gone at run time. */
export function findCycles(imports: readonly Import[]): string[][] {
  const edges = new Map<string, string[]>();
  for (const { from, target, internal, typeOnly } of imports) {
    if (internal && !typeOnly) edges.set(from, [...(edges.get(from) ?? []), target]);
  }
  const cycles: string[][] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'visiting') {
      cycles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    state.set(file, 'visiting');
    for (const target of edges.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}

/** The repository's root, seen from this file. */
export const repositoryRoot = join(dirname(new URL(import.meta.url).pathname), '..', '..', '..');
