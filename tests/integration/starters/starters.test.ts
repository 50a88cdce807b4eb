import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Starter } from '../../../contract/model/starter.ts';
import rootPackage from '../../../package.json' with { type: 'json' };
import { listChanges, listFiles, makeProject, startersFolder } from './make-project.ts';
import { type NpmResult, runNpm, startServer } from './npm.ts';

const ids = ['canvas-game', 'empty', 'express-sqlite', 'hono-api', 'node-cli', 'react-app', 'static-site'];
const idsWithPackage = ids.filter((id) => id !== 'empty');
const threeMinutes = 180_000;
const projectName = 'Tom & Anna’s first';
const packageName = 'tom-anna-s-first';

interface PackageFile {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

function readManifest(id: string): Promise<Starter> {
  return readJson(join(startersFolder, id, 'starter.json'));
}

function readPackage(id: string): Promise<PackageFile> {
  return readJson(join(startersFolder, id, 'files/package.json'));
}

test('there is a folder for each starter and nothing else', async () => {
  expect((await readdir(startersFolder)).sort()).toEqual(ids);
});

describe.each(ids)('template of %s', (id) => {
  const files = join(startersFolder, id, 'files');

  test('has a valid manifest that names what exists', async () => {
    const manifest = Starter.parse(await readManifest(id));
    expect(manifest.id).toBe(id);
    for (const file of manifest.open) await access(join(files, file));
    await access(join(import.meta.dirname, `../../../node_modules/lucide-react/dist/esm/icons/${manifest.icon}.mjs`));
  });

  test('has no file that a packager leaves out', async () => {
    const left = (await listFiles(files)).filter((file) => /(^|\/)\.|\.d\.ts$|(^|\/)node_modules\//.test(file));
    expect(left).toEqual([]);
  });

  test('has the title only where any text may stand', async () => {
    for (const file of await listFiles(files)) {
      if (/\.(md|html)$/.test(file)) continue;
      expect(await readFile(join(files, file), 'utf8'), file).not.toContain('{{projectName}}');
    }
  });
});

describe.each(idsWithPackage)('package of %s', (id) => {
  test('has the scripts that its manifest runs', async () => {
    const { scripts } = await readManifest(id);
    const available = Object.keys((await readPackage(id)).scripts);
    for (const command of Object.values(scripts)) {
      const script = /^npm (?:run )?([a-z]+)/.exec(command)?.[1];
      expect(available, command).toContain(script);
    }
  });

  test('has a lockfile without registry hosts, and the placeholder as its name', async () => {
    const lockfile = await readFile(join(startersFolder, id, 'files/package-lock.json'), 'utf8');
    expect(lockfile).not.toContain('"resolved"');
    expect(lockfile).not.toMatch(/\bregistry\b/);
    expect(JSON.parse(lockfile).name).toBe('{{packageName}}');
    expect((await readPackage(id)).name).toBe('{{packageName}}');
  });

  test('pins the versions that the app and the other starters use', async () => {
    const shared = new Map<string, string>(
      Object.entries({ ...rootPackage.dependencies, ...rootPackage.devDependencies }),
    );
    for (const other of idsWithPackage) {
      const { dependencies, devDependencies } = await readPackage(other);
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        if (!shared.has(name)) shared.set(name, version);
      }
    }
    const { dependencies, devDependencies } = await readPackage(id);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(version, name).toBe(shared.get(name));
    }
  });
});

describe('empty', () => {
  test('becomes a README and nothing else', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'starter-empty-'));
    onTestFinished(() => rm(parent, { recursive: true }));
    const folder = await makeProject('empty', parent, projectName);
    expect(await listFiles(folder)).toEqual(['README.md']);
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe(`# ${projectName}\n`);
  });
});

/** What is particular to each kind: what a build leaves, and how a server is started and answers. */
const kinds: readonly Kind[] = [
  { id: 'static-site', built: 'dist/index.html', serve: ['run', 'dev'], path: '/about', answer: /Tom & Anna/ },
  { id: 'node-cli', built: 'dist/main.js' },
  { id: 'hono-api', built: 'dist/server.js', serve: ['start'], path: '/', answer: /"name":"tom-anna-s-first"/ },
  { id: 'express-sqlite', built: 'dist/server.js', serve: ['start'], path: '/api/notes', answer: /^\{"notes":\[\]\}$/ },
  {
    id: 'react-app',
    built: 'dist/index.html',
    serve: ['run', 'dev', '--', '--port', '0'],
    path: '/src/App.tsx',
    answer: /function App/,
  },
  {
    id: 'canvas-game',
    built: 'dist/index.html',
    serve: ['run', 'dev', '--', '--port', '0'],
    path: '/',
    answer: /Tom & Anna/,
  },
];

interface Kind {
  readonly id: string;
  readonly built: string;
  readonly serve?: readonly string[];
  readonly path?: string;
  readonly answer?: RegExp;
}

describe.each(kinds)('project made from $id', ({ id, built, serve, path = '/', answer }) => {
  let parent: string;
  let folder: string;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), `starter-${id}-`));
    folder = await makeProject(id, parent, projectName);
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  test('installs what the lockfile names', { timeout: threeMinutes }, async () => {
    expect(await install(folder)).toMatchObject({ exitCode: 0 });
    const lockfile = await readFile(join(folder, 'package-lock.json'), 'utf8');
    expect(lockfile).not.toContain('"resolved"');
    expect(JSON.parse(lockfile).name).toBe(packageName);
  });

  test('builds', { timeout: threeMinutes }, async () => {
    const result = await runNpm(folder, ['run', 'build']);
    expect(result.exitCode, result.output).toBe(0);
    await access(join(folder, built));
  });

  test('passes its own types and tests', { timeout: threeMinutes }, async () => {
    const types = await runNpm(folder, ['run', 'check', '--if-present']);
    expect(types.exitCode, types.output).toBe(0);
    const result = await runNpm(folder, ['test']);
    expect(result.exitCode, result.output).toBe(0);
    expect(result.output).toMatch(/\bpass [1-9]|Tests\s+[1-9]\d* passed/);
  });

  if (serve && answer) {
    test('serves, answers a request and stops', { timeout: threeMinutes }, async () => {
      const server = await startServer(folder, serve);
      let stopped = false;
      try {
        const response = await fetch(new URL(path, server.url), { signal: AbortSignal.timeout(20_000) });
        expect(response.status).toBe(200);
        expect(await response.text()).toMatch(answer);
      } finally {
        stopped = await server.stop();
      }
      expect(stopped).toBe(true);
      await expect(fetch(server.url, { signal: AbortSignal.timeout(5_000) })).rejects.toThrow();
    });
  }

  test('leaves nothing behind that git would take', async () => {
    expect(await listChanges(folder)).toBe('');
  });
});

/** Installs from the cache where it can. The second try is for a machine that has lost its network since. */
async function install(folder: string): Promise<NpmResult> {
  const first = await runNpm(folder, ['ci', '--prefer-offline', '--no-audit', '--no-fund']);
  return first.exitCode === 0 ? first : runNpm(folder, ['ci', '--offline', '--no-audit', '--no-fund']);
}
