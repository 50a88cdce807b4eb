import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/** Where everything of the running app is, in a checkout and in a package. */
export interface Locations {
  /** Bundles: `shell/`, `preload/`, `core/`, `renderer/`. Inside app.asar in a package. */
  readonly bundles: string;
  readonly preload: string;
  readonly renderer: string;
  /** Core's entry, outside app.asar since plain Node can't read archives. */
  readonly coreEntry: string;
  /** The server's entry, beside Core's. */
  readonly serveEntry: string;
  /** The page's bundle as the server reads it: plain Node can't read archives, so packages with one have a copy beside. */
  readonly servedRenderer: string;
  /** Holds `starters/`. */
  readonly resources: string;
  /** The user's data: database, logs, settings. */
  readonly data: string;
  /** A Node for Core where Electron embeds an older one than Core needs; null when there is none. */
  readonly node: string | null;
}

/** Resolves every location from where this bundle lies. */
export function findLocations(): Locations {
  const root = app.getAppPath();
  const bundles = join(root, 'dist');
  const outside = root.endsWith('.asar') ? `${root}.unpacked` : root;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [
    process.env.FLASHFUSION_NODE ?? '',
    join(process.resourcesPath, 'node', name),
    join(root, 'node_modules', 'node', 'bin', name),
  ];
  const copiedRenderer = join(process.resourcesPath, 'renderer');
  return {
    bundles,
    preload: join(bundles, 'preload', 'preload.cjs'),
    renderer: join(bundles, 'renderer'),
    coreEntry: process.env.FLASHFUSION_CORE_ENTRY ?? join(outside, 'dist', 'core', 'main.mjs'),
    serveEntry: join(outside, 'dist', 'core', 'serve.mjs'),
    servedRenderer: existsSync(copiedRenderer) ? copiedRenderer : join(bundles, 'renderer'),
    resources: app.isPackaged ? process.resourcesPath : join(root, 'resources'),
    data: app.getPath('userData'),
    node: candidates.find((candidate) => candidate !== '' && existsSync(candidate)) ?? null,
  };
}
