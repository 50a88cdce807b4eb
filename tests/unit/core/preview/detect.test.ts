import { describe, expect, it } from 'vitest';
import {
  type FolderFacts,
  packageManagerOf,
  previewOptions,
  readPackageFile,
} from '../../../../src-main/core/preview/detect.ts';

function facts(options: { packageFile?: object; names?: string[]; pages?: string[]; folder?: string }): FolderFacts {
  return {
    folder: options.folder ?? '',
    packageFile: options.packageFile ? readPackageFile(JSON.stringify(options.packageFile)) : null,
    names: new Set(options.names ?? []),
    pages: options.pages ?? [],
  };
}

const labels = (of: FolderFacts) => previewOptions(of).map(({ label, detail }) => `${label}: ${detail}`);

describe('what can be previewed', () => {
  it('is a script that serves, with its framework, before the files themselves', () => {
    const project = facts({
      packageFile: {
        scripts: { build: 'vite build', preview: 'vite preview', dev: 'vite' },
        devDependencies: { vite: '8' },
      },
      names: ['node_modules'],
      pages: [''],
    });
    expect(labels(project)).toEqual([
      'npm run dev: Vite',
      'npm run preview: Vite',
      'Files of this folder: Static site, reloads when a file changes',
    ]);
  });

  it.each([
    [{ dependencies: { next: '16' } }, 'next dev', 'Next.js'],
    [{ dependencies: { astro: '6', vite: '8' } }, 'astro dev', 'Astro'],
    [{ dependencies: { hono: '4' } }, 'node --watch src/server.ts', 'Hono'],
    [{ dependencies: { express: '5' } }, 'node server.js', 'Express'],
    [{}, 'vite --port 4000', 'Vite'],
    [{}, 'node server.js', 'node server.js'],
  ])('names the framework of %j', (dependencies, dev, name) => {
    expect(previewOptions(facts({ packageFile: { scripts: { dev }, ...dependencies } }))[0]?.detail).toBe(name);
  });

  it('is the files first where nothing needs packages', () => {
    const plain = facts({ packageFile: { scripts: { dev: 'node serve.js' } }, pages: ['site'] });
    expect(previewOptions(plain).map(({ target }) => target.kind)).toEqual(['static', 'script']);
    expect(previewOptions(facts({ pages: ['', 'dist'] })).map(({ target }) => target)).toEqual([
      { kind: 'static', folder: '', singlePage: false },
      { kind: 'static', folder: 'dist', singlePage: false },
    ]);
  });

  it('is nothing where there is neither page nor script', () => {
    expect(previewOptions(facts({ packageFile: { scripts: { test: 'vitest' } } }))).toEqual([]);
  });

  it('needs its packages installed when it has some and their folder is missing', () => {
    const packageFile = { scripts: { start: 'node .' }, dependencies: { express: '5' } };
    expect(previewOptions(facts({ packageFile }))[0]?.needsInstall).toBe(true);
    expect(previewOptions(facts({ packageFile, names: ['node_modules'] }))[0]?.needsInstall).toBe(false);
    expect(previewOptions(facts({ packageFile: { scripts: { start: 'node .' } } }))[0]?.needsInstall).toBe(false);
  });

  it('runs with the package manager that the project asks for', () => {
    const manager = (packageManager: string | undefined, ...names: string[]) =>
      packageManagerOf(facts({ packageFile: { packageManager }, names }));
    expect(manager('pnpm@10.1.0', 'yarn.lock')).toBe('pnpm');
    expect(manager('evil; rm -rf /')).toBe('npm');
    expect(manager(undefined, 'pnpm-lock.yaml')).toBe('pnpm');
    expect(manager(undefined, 'yarn.lock')).toBe('yarn');
    expect(manager(undefined, 'bun.lock')).toBe('bun');
    expect(manager(undefined)).toBe('npm');
  });

  it.each(['', 'null', '[]', '{"scripts": 3}', '{"scripts": {"dev": 4}}', '{'])(
    'survives a package.json of %j',
    (text) => {
      expect(readPackageFile(text)?.scripts ?? {}).toEqual({});
    },
  );
});
