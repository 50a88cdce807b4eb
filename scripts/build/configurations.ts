import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';
import { repositoryRoot } from '../repository.ts';

export type BundleName = 'shell' | 'preload' | 'core' | 'cloud' | 'renderer';
export type BuildMode = 'development' | 'release';

/** Packages that hold native code: they stay outside the bundles and travel as they are. */
export const nativePackages: readonly string[] = [
  '@lydell/node-pty',
  '@parcel/watcher',
  '@vscode/ripgrep',
  'better-sqlite3',
  // Its WebAssembly is a file beside it.
  'web-tree-sitter',
];

/** PGlite reads its WebAssembly from files beside itself. */
const cloudPackages: readonly string[] = ['@electric-sql/pglite'];

/** Vite's configuration for one bundle; the targets are what the oldest supported runtime understands. */
export function bundleConfiguration(name: BundleName, mode: BuildMode): InlineConfig {
  switch (name) {
    case 'shell':
      return nodeBundle({
        entries: { main: join(repositoryRoot, 'src-main', 'shell', 'main.ts') },
        folder: 'shell',
        format: 'cjs',
        target: 'node18',
        external: ['electron'],
        mode,
      });
    case 'preload':
      return nodeBundle({
        entries: { preload: join(repositoryRoot, 'src-preload', 'preload.ts') },
        folder: 'preload',
        format: 'cjs',
        target: 'node18',
        external: ['electron'],
        mode,
      });
    case 'core':
      return nodeBundle({
        entries: {
          ...coreEntries(join(repositoryRoot, 'src-main', 'core')),
          // The server is Core with another host, so both share their files.
          serve: join(repositoryRoot, 'src-main', 'serve', 'main.ts'),
        },
        folder: 'core',
        format: 'es',
        target: 'node22',
        external: nativePackages,
        mode,
      });
    case 'cloud':
      return nodeBundle({
        entries: { embedded: join(repositoryRoot, 'cloud-api', 'embedded.ts') },
        folder: 'cloud',
        format: 'es',
        target: 'node22',
        external: cloudPackages,
        mode,
      });
    case 'renderer':
      return rendererBundle(mode);
  }
}

/** Core's own entry and each `*.process.ts` below it, which become programs of their own beside `main.mjs`. */
export function coreEntries(folder: string): Record<string, string> {
  const entries: Record<string, string> = { main: join(folder, 'main.ts') };
  if (!existsSync(folder)) return entries;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.process.ts')) entries[basename(file, '.ts')] = join(folder, file);
  }
  return entries;
}

/**
 * oRPC asks of every message whether it is a form. Node loads its whole HTTP client to know the class, a tenth of the computing until
 * Core's first reply; the name that every form carries says the same.
 */
const knowFormsByName: Plugin = {
  name: 'know-forms-by-name',
  transform(code, id) {
    if (!id.includes('/node_modules/@orpc/')) return null;
    const changed = code.replace(/\b([\w.]+) instanceof FormData\b/g, "($1)?.[Symbol.toStringTag] === 'FormData'");
    return { code: changed, map: null };
  },
};

interface NodeBundle {
  readonly entries: Record<string, string>;
  readonly folder: string;
  readonly format: 'cjs' | 'es';
  readonly target: string;
  readonly external: readonly string[];
  readonly mode: BuildMode;
}

function nodeBundle(bundle: NodeBundle): InlineConfig {
  const extension = bundle.format === 'cjs' ? 'cjs' : 'mjs';
  return {
    ...sharedConfiguration(bundle.mode),
    publicDir: false,
    plugins: [knowFormsByName],
    ssr: { noExternal: true, external: [...bundle.external], target: 'node' },
    build: {
      ...sharedBuildOptions(bundle.mode),
      ssr: true,
      outDir: join(repositoryRoot, 'dist', bundle.folder),
      target: bundle.target,
      minify: false,
      rolldownOptions: {
        input: bundle.entries,
        external: [...bundle.external, ...builtinModules, /^node:/],
        platform: 'node',
        checks: bundlerChecks,
        output: {
          format: bundle.format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `[name]-[hash].${extension}`,
          // A sandboxed preload can't require files, and the Shell gains nothing from several.
          codeSplitting: bundle.format === 'es',
        },
      },
    },
  };
}

function rendererBundle(mode: BuildMode): InlineConfig {
  return {
    ...sharedConfiguration(mode),
    root: join(repositoryRoot, 'src-renderer'),
    // Pages come from the product's own scheme, below whatever path it chooses.
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      ...sharedBuildOptions(mode),
      outDir: join(repositoryRoot, 'dist', 'renderer'),
      target: 'chrome114',
      cssTarget: 'chrome114',
      minify: mode === 'release',
      // Its polyfill would be an inline script, which the page's policy refuses.
      modulePreload: { polyfill: false },
      // Data addresses for fonts and images would need a wider policy than 'self'.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 16_000,
      rolldownOptions: {
        checks: bundlerChecks,
        // One file for all that the first paint needs: every file is a question to the main process.
        output: { codeSplitting: { groups: [{ name: 'main', test: /src-renderer.main\.tsx$/ }] } },
      },
    },
  };
}

function sharedConfiguration(mode: BuildMode): InlineConfig {
  return {
    configFile: false,
    envDir: false,
    root: repositoryRoot,
    mode: mode === 'release' ? 'production' : 'development',
    logLevel: 'warn',
    clearScreen: false,
  };
}

// Monaco's size makes these reports appear on every build, and nothing follows from them.
const bundlerChecks = { pluginTimings: false };

function sharedBuildOptions(mode: BuildMode) {
  return {
    emptyOutDir: true,
    reportCompressedSize: false,
    sourcemap: mode === 'release' ? ('hidden' as const) : true,
  };
}
