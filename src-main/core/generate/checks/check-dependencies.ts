import { builtinModules } from 'node:module';
import { t } from '../../../../localization/index.ts';
import { isPackageName } from '../check-plan.ts';

/** What can be known of a project's packages without asking a registry. */
export interface DependenciesReport {
  /** Packages that package.json names. */
  readonly declared: readonly string[];
  readonly problems: readonly string[];
}

const builtIn = new Set(builtinModules);
const scripts = /\.([cm]?[jt]sx?|vue|svelte|astro)$/i;
const imports = [
  /\b(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"\n]+)['"]/g,
  /\bimport\s*['"]([^'"\n]+)['"]/g,
  /\b(?:import|require)\s*\(\s*['"]([^'"\n]+)['"]\s*\)/g,
];

/** Reads package.json and what the files import: each package must be declared, under a name that npm could know. */
export function checkDependencies(
  files: readonly { readonly path: string; readonly text: string }[],
): DependenciesReport {
  const manifest = files.find(({ path }) => path === 'package.json');
  const problems: string[] = [];
  let declared: string[] = [];
  let own: string | null = null;
  if (manifest) {
    const read = readManifest(manifest.text);
    if (read === null)
      return { declared: [], problems: [t('package.json is no package.json: it must be a JSON object.')] };
    ({ declared, own } = read);
    problems.push(...read.problems);
  }
  const known = new Set(declared);
  const missing = new Map<string, string>();
  for (const { path, text } of files) {
    if (!scripts.test(path)) continue;
    for (const name of importedPackages(text)) {
      // Types stand for the package that they describe.
      if (known.has(name) || known.has(`@types/${name}`) || name === own) continue;
      if (!missing.has(name)) missing.set(name, path);
    }
  }
  for (const [name, path] of missing) {
    problems.push(
      manifest
        ? t('{{path}} imports {{name}}, which package.json does not name.', { path, name })
        : t('{{path}} imports {{name}}, and there is no package.json.', { path, name }),
    );
  }
  return { declared, problems };
}

function readManifest(text: string): { declared: string[]; own: string | null; problems: string[] } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = value as Record<string, unknown>;
  const problems: string[] = [];
  const declared: string[] = [];
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    const entries = fields[kind];
    if (entries === undefined) continue;
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) {
      problems.push(t('"{{field}}" of package.json must be an object.', { field: kind }));
      continue;
    }
    for (const [name, version] of Object.entries(entries)) {
      if (!isPackageName(name)) problems.push(t('"{{name}}" in package.json is no name of a package.', { name }));
      else if (typeof version !== 'string' || !isRegistryVersion(version)) {
        problems.push(t('{{name}} in package.json does not come from the registry. Give it a version.', { name }));
      } else declared.push(name);
    }
  }
  return { declared, own: typeof fields.name === 'string' ? fields.name : null, problems };
}

/** A range or a tag, and no address, folder or repository that anything could come from. */
function isRegistryVersion(version: string): boolean {
  return version.length <= 100 && /^(npm:(@[\w.-]+\/)?[\w.-]+@)?[\w\s.^~<>=|*+-]*$/.test(version);
}

/** Names of the packages that a script imports; files, aliases and the platform's own modules left out. */
export function importedPackages(text: string): Set<string> {
  const names = new Set<string>();
  for (const pattern of imports) {
    for (const [, specifier = ''] of text.matchAll(pattern)) {
      if (/^([./#]|[a-z]+:|virtual:)/i.test(specifier) || specifier.startsWith('@/') || specifier.startsWith('~'))
        continue;
      const parts = specifier.split('/');
      const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
      if (!builtIn.has(specifier) && !builtIn.has(name) && isPackageName(name)) names.add(name);
    }
  }
  return names;
}
