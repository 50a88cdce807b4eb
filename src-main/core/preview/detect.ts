import type { PreviewOption } from '../../../contract/desktop/preview.ts';
import { t } from '../../../localization/index.ts';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** The parts of a package.json that tell how a project is run. */
export interface PackageFile {
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of dependencies of every kind. */
  readonly packages: readonly string[];
  readonly packageManager: string | null;
}

/** What a folder holds, as far as previews are concerned. */
export interface FolderFacts {
  /** Project path of the folder. */
  readonly folder: string;
  /** Null without a package.json that can be read. */
  readonly packageFile: PackageFile | null;
  /** Names in the folder. */
  readonly names: ReadonlySet<string>;
  /** Folders, relative to this one (`''` for itself), that hold an index.html. */
  readonly pages: readonly string[];
}

/** Scripts that start a server, the likeliest first. */
const serverScripts = ['dev', 'start', 'serve', 'preview'];

const frameworks: readonly (readonly [packageName: string, name: string])[] = [
  ['next', 'Next.js'],
  ['nuxt', 'Nuxt'],
  ['astro', 'Astro'],
  ['@sveltejs/kit', 'SvelteKit'],
  ['@remix-run/dev', 'Remix'],
  ['@react-router/dev', 'React Router'],
  ['@angular/core', 'Angular'],
  ['react-scripts', 'Create React App'],
  ['@vue/cli-service', 'Vue CLI'],
  ['@11ty/eleventy', 'Eleventy'],
  ['vite', 'Vite'],
  ['parcel', 'Parcel'],
  ['webpack-dev-server', 'webpack'],
  ['@hono/node-server', 'Hono'],
  ['hono', 'Hono'],
  ['express', 'Express'],
  ['fastify', 'Fastify'],
  ['koa', 'Koa'],
];

/** Commands of scripts that tell the framework where the dependencies do not. */
const commandFrameworks: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bnext\b/, 'Next.js'],
  [/\bastro\b/, 'Astro'],
  [/\bvite\b/, 'Vite'],
];

/** Reads a package.json; null when it is none. Anything in it may be of any type. */
export function readPackageFile(text: string): PackageFile | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = value as Record<string, unknown>;
  const { scripts, packageManager } = fields;
  const kinds = [fields.dependencies, fields.devDependencies, fields.optionalDependencies];
  return {
    scripts: Object.fromEntries(
      Object.entries(record(scripts)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    packages: kinds.flatMap((kind) => Object.keys(record(kind))),
    packageManager: typeof packageManager === 'string' ? packageManager : null,
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The package manager that a folder asks for by its package.json, or by the lockfile it has; npm where it says nothing. */
export function packageManagerOf({ packageFile, names }: Pick<FolderFacts, 'packageFile' | 'names'>): PackageManager {
  const wanted = /^(npm|pnpm|yarn|bun)(@|$)/.exec(packageFile?.packageManager ?? '')?.[1];
  if (wanted) return wanted as PackageManager;
  if (names.has('pnpm-lock.yaml')) return 'pnpm';
  if (names.has('yarn.lock')) return 'yarn';
  if (names.has('bun.lock') || names.has('bun.lockb')) return 'bun';
  return 'npm';
}

/** The ways to preview a folder, the likeliest first. */
export function previewOptions(facts: FolderFacts): PreviewOption[] {
  const { folder, packageFile, names, pages } = facts;
  const scripts: PreviewOption[] = [];
  if (packageFile) {
    const manager = packageManagerOf(facts);
    const needsInstall = packageFile.packages.length > 0 && !names.has('node_modules') && !names.has('.pnp.cjs');
    for (const script of serverScripts) {
      const command = packageFile.scripts[script];
      if (command === undefined) continue;
      scripts.push({
        target: { kind: 'script', folder, script },
        label: `${manager} run ${script}`,
        detail: frameworkOf(packageFile, command) ?? command,
        needsInstall,
      });
    }
  }
  const sites = pages.map((page): PreviewOption => {
    const site = [folder, page].filter(Boolean).join('/');
    return {
      target: { kind: 'static', folder: site, singlePage: false },
      label: site === '' ? t('Files of this folder') : t('Files in {{site}}', { site }),
      detail: t('Static site, reloads when a file changes'),
      needsInstall: false,
    };
  });
  // A page that needs no packages needs no server of its own either, and ours reloads it.
  const plain = packageFile === null || packageFile.packages.length === 0;
  return plain ? [...sites, ...scripts] : [...scripts, ...sites];
}

/** The framework of a script, by the project's dependencies or by the command itself. */
function frameworkOf(packageFile: PackageFile, command: string): string | null {
  const used = frameworks.find(([name]) => packageFile.packages.includes(name));
  return used?.[1] ?? commandFrameworks.find(([pattern]) => pattern.test(command))?.[1] ?? null;
}
