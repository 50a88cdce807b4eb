const patterns: readonly RegExp[] = [
  // JavaScript, TypeScript, CSS, Sass.
  /\b(?:import|export)\b[^'"`;]{0,2000}?\bfrom\s{0,4}["']([^"'\n]{1,300})["']/g,
  /\b(?:import|require)\s{0,4}\(?\s{0,4}["']([^"'\n]{1,300})["']/g,
  /@(?:import|use|forward)\s{1,4}(?:url\()?["']([^"'\n]{1,300})["']/g,
  // Python.
  /^[ \t]{0,20}from\s{1,4}([.\w]{1,200})\s{1,4}import\b/gm,
  /^[ \t]{0,20}import\s{1,4}([.\w]{1,200})/gm,
  // C and C++, PHP, Ruby.
  /^[ \t]{0,8}#\s{0,4}include\s{0,4}["<]([^">\n]{1,300})[">]/gm,
  /\b(?:require_once|include_once|include|require_relative|require)\s{0,4}\(?\s{0,4}["']([^"'\n]{1,300})["']/g,
  // Rust, Go, Java, C#.
  /^[ \t]{0,8}(?:pub\s{1,4})?(?:mod|use)\s{1,4}([\w:]{1,200})/gm,
  /^[ \t]{0,20}(?:[\w.]{1,40}\s{1,4})?"([\w./-]{1,200})"$/gm,
  /^[ \t]{0,8}(?:import|using)\s{1,4}(?:static\s{1,4})?([\w.]{1,200});/gm,
];

const mostImports = 100;

/** What a text imports, as it is written there. */
export function importsOf(text: string): string[] {
  const found = new Set<string>();
  const head = text.slice(0, 200_000);
  for (const pattern of patterns) {
    for (const [, name] of head.matchAll(pattern)) {
      if (name && found.size < mostImports) found.add(name);
    }
  }
  return [...found];
}

const endings = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.mts',
  '.cts',
  '.d.ts',
  '.json',
  '.py',
  '.rs',
  '.rb',
  '.php',
  '.css',
  '.scss',
  '.vue',
  '.svelte',
  '.go',
  '.java',
  '.cs',
];
const inFolder = ['index.ts', 'index.tsx', 'index.js', 'index.mjs', 'index.jsx', '__init__.py', 'mod.rs'];

/** Finds the files of a project that imports mean. */
export interface ImportResolver {
  resolve(from: string, name: string): string | null;
}

/** `paths` are all files; those that end alike are told apart by nothing, so only a unique end counts. */
export function createImportResolver(paths: Iterable<string>): ImportResolver {
  const all = new Set(paths);
  const byEnd = new Map<string, string | null>();
  for (const path of all) {
    const plain = path.replace(/\.[^./]+$/, '').replace(/\/(?:index|__init__|mod)$/, '');
    const parts = plain.split('/');
    for (let length = 2; length <= Math.min(4, parts.length); length += 1) {
      const end = parts.slice(-length).join('/');
      byEnd.set(end, byEnd.has(end) ? null : path);
    }
  }

  function at(path: string): string | null {
    for (const ending of endings) if (all.has(path + ending)) return path + ending;
    // `./a.js` in TypeScript means `./a.ts`.
    const bare = path.replace(/\.(?:[cm]?js|jsx)$/, '');
    if (bare !== path)
      for (const ending of ['.ts', '.tsx', '.mts', '.cts']) if (all.has(bare + ending)) return bare + ending;
    for (const name of inFolder)
      if (all.has(path === '' ? name : `${path}/${name}`)) return path === '' ? name : `${path}/${name}`;
    return null;
  }

  /** Names that mean the same wherever they stand, and what was found for them. */
  const absolute = new Map<string, string | null>();

  return {
    resolve(from, name) {
      const folder = from.split('/').slice(0, -1);
      if (
        name.startsWith('.') &&
        !name.startsWith('./') &&
        !name.startsWith('../') &&
        name !== '..' &&
        !name.includes('/')
      ) {
        // Python's dots: one is the package itself.
        const dots = /^\.+/.exec(name)?.[0].length ?? 1;
        return at(
          [...folder.slice(0, folder.length - dots + 1), ...name.slice(dots).split('.').filter(Boolean)].join('/'),
        );
      }
      if (name.startsWith('./') || name.startsWith('../') || name === '..') return at(join(folder, name));
      // With an ending it may be a file beside, as in C and in style sheets.
      const beside = /\.\w+$/.test(name) && !name.startsWith('@') ? at([...folder, name].join('/')) : null;
      if (beside !== null) return beside;
      const known = absolute.get(name);
      if (known !== undefined) return known;
      const found = findAbsolute(name);
      absolute.set(name, found);
      return found;
    },
  };

  function findAbsolute(name: string): string | null {
    if (name.startsWith('node:')) return null;
    const path = name
      .replace(/^(?:@|~|#)\//, '')
      .replace(/^crate::/, '')
      .replaceAll('::', '/');
    const direct = at(path) ?? at(`src/${path}`);
    if (direct !== null) return direct;
    const dotted = /^[\w.]+$/.test(path) ? path.replaceAll('.', '/') : path;
    const end = dotted.split('/').filter(Boolean).slice(-4);
    for (let length = end.length; length >= 2; length -= 1) {
      const found = byEnd.get(end.slice(-length).join('/'));
      if (found) return found;
    }
    return null;
  }
}

function join(folder: readonly string[], name: string): string {
  const parts = [...folder];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
