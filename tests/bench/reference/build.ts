import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { defaultSettings } from '../../../contract/model/settings.ts';
import { bundleConfiguration } from '../../../scripts/build/configurations.ts';
import { repositoryRoot } from '../../../scripts/repository.ts';

/** Builds the bare window with the settings of the product's own bundles; answers the folder that Electron starts. */
export function buildReference(): Promise<string> {
  return buildWindow('bench-reference', 'page');
}

/** The same with a bare terminal in it. */
export function buildTerminalReference(): Promise<string> {
  return buildWindow('bench-terminal', 'terminal');
}

async function buildWindow(name: string, pageFolder: string): Promise<string> {
  const folder = join(repositoryRoot, 'dist', name);
  const here = import.meta.dirname;
  const page = bundleConfiguration('renderer', 'release');
  await build({
    ...page,
    root: join(here, pageFolder),
    define: { BENCH_SETTINGS: JSON.stringify(defaultSettings) },
    build: { ...page.build, outDir: join(folder, 'page') },
  });
  const shell = bundleConfiguration('shell', 'release');
  await build({
    ...shell,
    build: {
      ...shell.build,
      outDir: join(folder, 'shell'),
      emptyOutDir: true,
      rolldownOptions: { ...shell.build?.rolldownOptions, input: { main: join(here, 'main.ts') } },
    },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `{ "name": "${name}", "version": "1.0.0", "main": "shell/main.cjs" }\n`);
  return folder;
}
