import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CreateProjectPart } from '../../../../contract/desktop/projects.ts';
import { createProjectFolder } from '../../../../src-main/core/projects/create-project.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function core(): Promise<TestCore> {
  const started = await startCore();
  onTestFinished(() => started.dispose());
  return started;
}

/** A starter's files with everything that is special about them. */
function makeFiles(): string {
  const files = join(temporaryFolder('starter'), 'files');
  mkdirSync(join(files, 'src'), { recursive: true });
  writeFileSync(join(files, 'gitignore'), 'node_modules/\n');
  writeFileSync(
    join(files, 'package.json'),
    '{ "name": "{{packageName}}", "title": "{{projectName}}", "x": "{{other}}" }\n',
  );
  writeFileSync(join(files, 'src', 'gitignore'), '*.log\n');
  writeFileSync(join(files, 'logo.bin'), Buffer.from([0, 1, 2, ...Buffer.from('{{projectName}}'), 255]));
  return files;
}

async function finish(steps: AsyncGenerator<unknown, string, void>): Promise<string> {
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

test('every starter can be made by name, with a first commit that holds all of it', async () => {
  const { client, projectsFolder } = await core();
  const { starters, defaultFolder } = await client.projects.starters();
  expect(starters.length).toBeGreaterThanOrEqual(6);
  expect(defaultFolder).toBe(projectsFolder);
  for (const { id, open } of starters) {
    const parts: CreateProjectPart[] = [];
    const stream = await client.projects.create({ starterId: id, parentPath: projectsFolder, name: `My ${id}` });
    for await (const part of stream) parts.push(part);
    const created = parts.at(-1);
    if (created?.type !== 'created') throw new Error('not created');
    expect(parts.slice(0, -1).every((part) => part.type === 'progress' && part.fraction !== null)).toBe(true);
    expect(created.project).toMatchObject({ name: `My ${id}`, trusted: true, missing: false });
    expect(created.open).toEqual(open);
    const { path } = created.project;
    expect(open.filter((file) => !existsSync(join(path, file)))).toEqual([]);
    expect(runGit(path, 'log', '--format=%s')).toBe('First commit\n');
    expect(runGit(path, 'status', '--porcelain')).toBe('');
    expect(runGit(path, 'branch', '--show-current')).toBe('main\n');
    const names = readdirSync(path, { recursive: true }).map(String);
    expect(names.filter((name) => /(^|\/)gitignore$/.test(name))).toEqual([]);
    if (id !== 'empty') {
      expect(names).toContain('.gitignore');
      expect(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).name).toBe(`my-${id}`);
    }
  }
  expect((await client.projects.list()).map(({ name }) => name)).toHaveLength(starters.length);
}, 60_000);

test('names are filled in, other braces and binary files stay as they are', async () => {
  const parentPath = temporaryFolder('projects');
  const filesFolder = makeFiles();
  const folder = await finish(createProjectFolder({ filesFolder, parentPath, name: 'Über Projekt!' }));
  expect(folder).toBe(join(parentPath, 'Über Projekt!'));
  expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe(
    '{ "name": "uber-projekt", "title": "Über Projekt!", "x": "{{other}}" }\n',
  );
  expect(readFileSync(join(folder, 'logo.bin')).equals(readFileSync(join(filesFolder, 'logo.bin')))).toBe(true);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('node_modules/\n');
  expect(readFileSync(join(folder, 'src', '.gitignore'), 'utf8')).toBe('*.log\n');
  expect(existsSync(join(folder, 'gitignore'))).toBe(false);
});

test('a commit is made with the identity that git knows, and else with one of this repository only', async () => {
  const home = temporaryFolder('home');
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const filesFolder = makeFiles();
  const parentPath = temporaryFolder('projects');

  const nobody = await finish(createProjectFolder({ filesFolder, parentPath, name: 'nobody' }));
  expect(runGit(nobody, 'log', '--format=%an <%ae>')).toMatch(/^.+ <.+@localhost>\n$/);
  expect(runGit(nobody, 'config', '--local', 'user.email')).toMatch(/@localhost\n$/);
  expect(existsSync(join(home, '.gitconfig'))).toBe(false);

  writeFileSync(
    join(home, '.gitconfig'),
    '[user]\n\tname = Ada\n\temail = ada@example.org\n[commit]\n\tgpgSign = true\n',
  );
  const ada = await finish(createProjectFolder({ filesFolder, parentPath, name: 'ada' }));
  expect(runGit(ada, 'log', '--format=%an <%ae>')).toBe('Ada <ada@example.org>\n');
  expect(readFileSync(join(ada, '.git', 'config'), 'utf8')).not.toContain('user');
});

test('without git a project is made all the same, and it says so', async () => {
  const parentPath = temporaryFolder('projects');
  const messages: string[] = [];
  for await (const { message } of createProjectFolder({
    filesFolder: makeFiles(),
    parentPath,
    name: 'plain',
    gitProgram: '/no/such/git',
  })) {
    messages.push(message);
  }
  expect(messages.at(-1)).toBe('Done, without a first commit: Git is not installed');
  expect(existsSync(join(parentPath, 'plain', 'package.json'))).toBe(true);
});

test('a name that is taken is refused and what is there stays', async () => {
  const { client, projectsFolder } = await core();
  mkdirSync(join(projectsFolder, 'taken'), { recursive: true });
  writeFileSync(join(projectsFolder, 'taken', 'mine.txt'), 'mine');
  const result = await safe(
    (async () => {
      for await (const _part of await client.projects.create({
        starterId: 'empty',
        parentPath: projectsFolder,
        name: 'taken',
      }));
    })(),
  );
  expect(result.error).toMatchObject({ code: 'ALREADY_EXISTS', defined: true });
  expect(readdirSync(join(projectsFolder, 'taken'))).toEqual(['mine.txt']);
});

test.each([
  ['a name with a slash', { name: 'a/b' }, 'INVALID_NAME'],
  ['a name that leads elsewhere', { name: '..' }, 'INVALID_NAME'],
  ['a name reserved on Windows', { name: 'con' }, 'INVALID_NAME'],
  ['a starter that is not there', { starterId: 'nothing' }, 'NOT_FOUND'],
  ['a parent that is a file', { parentPath: '/etc/hostname' }, 'PROJECT_NOT_FOUND'],
])('%s is refused', async (_name, wrong, code) => {
  const { client, projectsFolder } = await core();
  const reading = (async () => {
    const input = { starterId: 'empty', parentPath: projectsFolder, name: 'fine', ...wrong };
    for await (const _part of await client.projects.create(input));
  })();
  expect((await safe(reading)).error).toMatchObject({ code, defined: true });
  expect(existsSync(join(projectsFolder, 'fine'))).toBe(false);
});

test.each([1, 2, 3])('cancelled after step %i, nothing is left of the folder', async (steps) => {
  const { client, projectsFolder } = await core();
  const stop = new AbortController();
  const stream = await client.projects.create(
    { starterId: 'canvas-game', parentPath: projectsFolder, name: 'cancelled' },
    { signal: stop.signal },
  );
  const reading = (async () => {
    let seen = 0;
    for await (const _part of stream) {
      seen += 1;
      if (seen === steps) stop.abort();
    }
  })();
  await expect(reading).rejects.toThrow();
  await vi.waitFor(() => expect(existsSync(join(projectsFolder, 'cancelled'))).toBe(false), { timeout: 5000 });
  expect(await client.projects.list()).toEqual([]);
});

test('a window that closes in the middle cancels as well', async () => {
  const { connect, client, projectsFolder } = await core();
  const window = connect();
  const stream = await window.client.projects.create({
    starterId: 'canvas-game',
    parentPath: projectsFolder,
    name: 'closed',
  });
  await stream.next();
  window.close();
  await vi.waitFor(() => expect(existsSync(join(projectsFolder, 'closed'))).toBe(false), { timeout: 5000 });
  expect(await client.projects.list()).toEqual([]);
});

test('an identical name that appears meanwhile is never overwritten', async () => {
  const parentPath = temporaryFolder('projects');
  const filesFolder = makeFiles();
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => finish(createProjectFolder({ filesFolder, parentPath, name: 'same' }))),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(existsSync(join(parentPath, 'same', 'package.json'))).toBe(true);
});
