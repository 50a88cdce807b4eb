import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryRoot } from '../../../../scripts/repository.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { createProject, type TemporaryProject } from '../../../support/projects.ts';

let core: TestCore;
let project: TemporaryProject;

beforeEach(async () => {
  core = await startCore();
  project = await createProject({ 'src/code.ts': 'const a = 1' });
});

afterEach(async () => {
  await core.dispose();
  await project.dispose();
});

async function open(trusted: boolean): Promise<string> {
  const { project: opened } = await core.client.projects.open({ path: project.path });
  if (trusted) await core.client.projects.trust({ projectId: opened.id, trusted });
  return opened.id;
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project.path, path)), { recursive: true });
  await writeFile(join(project.path, path), text);
}

async function installBiome(): Promise<void> {
  await put('package.json', '{ "devDependencies": { "@biomejs/biome": "2" } }');
  await put('biome.json', '{ "javascript": { "formatter": { "quoteStyle": "single", "semicolons": "asNeeded" } } }');
  const cli = `@biomejs/cli-${process.platform}-${process.arch}`;
  await mkdir(join(project.path, 'node_modules', '@biomejs'), { recursive: true });
  await symlink(join(repositoryRoot, 'node_modules', cli), join(project.path, 'node_modules', cli));
}

/** A program that stands where Prettier would, and is started like it. */
async function installPrettier(script: string): Promise<void> {
  await put('package.json', '{ "devDependencies": { "prettier": "3" } }');
  await put('node_modules/prettier/package.json', '{ "name": "prettier", "bin": "./bin/prettier.cjs" }');
  await put('node_modules/prettier/bin/prettier.cjs', script);
  await chmod(join(project.path, 'node_modules/prettier/bin/prettier.cjs'), 0o755);
}

test('the Biome of the project formats, by its configuration', async () => {
  await installBiome();
  const projectId = await open(true);
  const reply = await core.client.languages.format({ projectId, path: 'src/code.ts', text: 'const  a = "x" ;\n' });
  expect(reply).toEqual({ formatter: 'Biome', text: "const a = 'x'\n" });
});

test('a mistake in the text is said in words', async () => {
  await installBiome();
  const projectId = await open(true);
  await expect(
    core.client.languages.format({ projectId, path: 'src/code.ts', text: 'const = ;\n' }),
  ).rejects.toMatchObject({ code: 'FORMATTER_FAILED', message: expect.stringContaining('src/code.ts') });
});

test('Prettier gets the text on its input and a range on its command line', async () => {
  await installPrettier(
    "process.stdin.on('data', (text) => process.stdout.write(text + process.argv.slice(2).join(' ').replace(process.cwd(), '')));",
  );
  const projectId = await open(true);
  const reply = await core.client.languages.format({
    projectId,
    path: 'src/code.ts',
    text: 'a ',
    range: { start: 1, end: 2 },
  });
  expect(reply).toEqual({
    formatter: 'Prettier',
    text: 'a --stdin-filepath /src/code.ts --range-start=1 --range-end=2',
  });
});

test('a kind of file that the formatter does not know is left to others', async () => {
  await installPrettier("console.error('[error] No parser could be inferred for file'); process.exit(2);");
  const projectId = await open(true);
  expect(await core.client.languages.format({ projectId, path: 'a.unknown', text: 'x' })).toEqual({
    formatter: null,
    text: 'x',
  });
});

test('a restricted folder runs no formatter', async () => {
  await installPrettier("require('node:fs').writeFileSync('ran', '');");
  const projectId = await open(false);
  expect((await core.client.languages.format({ projectId, path: 'src/code.ts', text: 'x' })).formatter).toBeNull();
  expect((await core.client.files.version({ projectId, path: 'ran' })).version).toBeNull();
});

test('a project without one has none', async () => {
  await cp(join(repositoryRoot, 'biome.json'), join(core.dataFolder, 'biome.json'));
  const projectId = await open(true);
  expect((await core.client.languages.format({ projectId, path: 'src/code.ts', text: 'x' })).formatter).toBeNull();
});
