import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { WindowLayout } from '../../../contract/model/layout.ts';
import { USER_FOLDER_ID } from '../../../contract/model/project.ts';
import { startCore, type TestCore } from '../../support/core.ts';
import { makeRepository } from '../../support/git-repository.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function core(options: Parameters<typeof startCore>[0] = {}): Promise<TestCore> {
  const started = await startCore(options);
  onTestFinished(() => started.dispose());
  return started;
}

function projectFolder(name = 'project'): string {
  const folder = join(temporaryFolder(name), name);
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'readme.md'), '# Read me\n');
  writeFileSync(join(folder, 'src', 'index.ts'), 'export const one = 1;\n');
  return folder;
}

const layout: WindowLayout = {
  sideBar: { visible: true, view: 'explorer', width: 260 },
  panel: { visible: false, view: 'problems', height: 200 },
  expanded: ['src', 'gone'],
  editorArea: { grid: [1, 2] },
  viewStates: { 'src/index.ts': { line: 3 } },
  activeDocument: 'src/index.ts',
};

const backup = {
  document: 'src/index.ts',
  text: 'unsaved\n',
  encoding: 'utf-8',
  byteOrderMark: false,
  lineEnd: 'lf' as const,
  baseVersion: null,
};

test('opening a folder answers all that the first paint needs, and everything is there again after a restart', async () => {
  const dataFolder = temporaryFolder('data');
  const folder = projectFolder();
  makeRepository(folder);
  const first = await startCore({ dataFolder });
  const opened = await first.client.projects.open({ path: folder });
  expect(opened).toMatchObject({
    project: { path: folder, name: 'project', pinned: false, trusted: false, missing: false },
    layout: null,
    backups: [],
    activeFile: null,
    git: { branch: 'main' },
    settings: { problems: [] },
  });
  expect(opened.listing['']?.map(({ name }) => name)).toEqual(expect.arrayContaining(['src', 'readme.md']));
  const projectId = opened.project.id;
  await first.client.projects.saveLayout({ projectId, layout });
  await first.client.editor.backup({ projectId, backup });
  await first.client.editor.backup({ projectId, backup: { ...backup, document: 'untitled:1', text: 'untitled' } });
  await first.supervisor.windows.save({
    windows: [{ projectPath: folder, bounds: { x: 1, y: 2, width: 800, height: 600, maximized: true } }],
  });
  await first.dispose();

  const second = await core({ dataFolder });
  expect(await second.supervisor.windows.restore()).toEqual({
    windows: [{ projectPath: folder, bounds: { x: 1, y: 2, width: 800, height: 600, maximized: true } }],
    firstStart: false,
  });
  const again = await second.client.projects.open({ path: folder });
  expect(again.project.id).toBe(projectId);
  expect(again.layout).toEqual(layout);
  expect(again.listing.src?.map(({ name }) => name)).toEqual(['index.ts']);
  expect(again.backups).toEqual([
    { ...backup, savedAt: expect.any(Number) },
    { ...backup, document: 'untitled:1', text: 'untitled', savedAt: expect.any(Number) },
  ]);
  expect(again.activeFile?.parts[0]).toMatchObject({
    type: 'head',
    head: { kind: 'text', path: 'src/index.ts' },
    text: 'export const one = 1;\n',
  });
  await second.client.editor.discardBackups({ projectId, documents: ['src/index.ts', 'untitled:1'] });
  expect((await second.client.projects.open({ path: folder })).backups).toEqual([]);
});

test('unsaved text is on the disk before the reply: a copy of the files at that moment has it', async () => {
  const started = await core();
  const folder = projectFolder();
  const { project } = await started.client.projects.open({ path: folder });
  await started.client.editor.backup({ projectId: project.id, backup: { ...backup, text: 'x'.repeat(200_000) } });
  // What kill -9 would leave behind.
  const killed = temporaryFolder('killed');
  for (const name of ['flashfusion.db', 'flashfusion.db-wal']) {
    writeFileSync(join(killed, name), readFileSync(join(started.dataFolder, name)));
  }
  const next = await core({ dataFolder: killed });
  expect((await next.client.projects.open({ path: folder })).backups[0]?.text).toBe('x'.repeat(200_000));
});

test('errors of the contract arrive with code and words; anything else without details, and is in the log', async () => {
  const { client, core: composed, dataFolder } = await core();
  const missing = await safe(client.projects.open({ path: '/no/such/folder' }));
  expect(isDefinedError(missing.error) && missing.error.code).toBe('PROJECT_NOT_FOUND');
  expect(missing.error?.message).toBe('There is no folder /no/such/folder.');

  const file = join(projectFolder(), 'readme.md');
  expect((await safe(client.projects.open({ path: file }))).error?.message).toContain('is a file, not a folder');
  const relative = await safe(client.projects.open({ path: 'relative' }));
  expect(relative.error).toMatchObject({ code: 'BAD_REQUEST' });

  const { project } = await client.projects.open({ path: projectFolder() });
  const layoutOfOther = await safe(client.projects.saveLayout({ projectId: 'unknown', layout }));
  expect(layoutOfOther.error).toMatchObject({ code: 'PROJECT_NOT_FOUND' });

  rmSync(join(dataFolder, 'user'), { recursive: true });
  writeFileSync(join(dataFolder, 'user'), 'a file where the folder was');
  const unexpected = await safe(
    client.settings.update({ scope: 'user', projectId: project.id, key: 'editor.tabSize', value: 4 }),
  );
  expect(unexpected.error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', defined: false });
  expect(JSON.stringify(unexpected.error)).not.toMatch(/node:|at |ENOTDIR|user/);
  await composed.dispose();
  const log = readFileSync(join(dataFolder, 'logs', 'core.log'), 'utf8');
  expect(log).toContain('"where":"settings.update"');
  expect(log).toContain('"stack"');
});

test('events reach the windows that they concern, and streams end with their window', async () => {
  const { client, events, core: composed } = await core();
  const { project: one } = await client.projects.open({ path: projectFolder('one') });
  const { project: two } = await client.projects.open({ path: projectFolder('two') });
  const windowOne = await events(one.id);
  const windowTwo = await events(two.id);
  const welcome = await events(null);
  expect([...composed.events.audiences()].sort()).toEqual([one.id, two.id, null].sort());

  await client.settings.update({ scope: 'project', projectId: one.id, key: 'editor.tabSize', value: 8 });
  const changed = await windowOne.next((event) => event.type === 'settings.changed');
  expect(changed).toMatchObject({ projectId: one.id, settings: { effective: { 'editor.tabSize': 8 } } });
  await client.projects.pin({ projectId: two.id, pinned: true });
  const pinned = (event: { type: string }) =>
    event.type === 'projects.changed' && JSON.stringify(event).includes('"pinned":true');
  for (const window of [windowOne, windowTwo, welcome]) {
    const event = await window.next(pinned);
    expect(event.type === 'projects.changed' && event.projects.map(({ name }) => name)).toEqual(['two', 'one']);
  }
  expect(windowTwo.of('settings.changed')).toEqual([]);

  await client.settings.update({ scope: 'user', projectId: null, key: 'editor.fontSize', value: 20 });
  for (const [window, projectId] of [
    [windowOne, one.id],
    [windowTwo, two.id],
    [welcome, null],
  ] as const) {
    const event = await window.next(
      (candidate) => candidate.type === 'settings.changed' && candidate.settings.effective['editor.fontSize'] === 20,
    );
    expect(event).toMatchObject({ projectId });
  }

  await windowOne.close();
  await vi.waitFor(() => expect(composed.events.audiences().has(one.id)).toBe(false));
  await composed.dispose();
  await welcome.close();
  expect(composed.events.audiences().size).toBe(0);
});

test('the list has pinned folders first, shows missing ones as such, and forgets', async () => {
  const { client } = await core();
  const folders = ['a', 'b', 'c'].map((name) => projectFolder(name));
  for (const path of folders) await client.projects.open({ path });
  const [c, b, a] = await client.projects.list();
  expect([a, b, c].map((project) => project?.name)).toEqual(['a', 'b', 'c']);
  await client.projects.pin({ projectId: a?.id ?? '', pinned: true });
  rmSync(folders[1] ?? '', { recursive: true });
  expect((await client.projects.list()).map(({ name, missing, pinned }) => ({ name, missing, pinned }))).toEqual([
    { name: 'a', missing: false, pinned: true },
    { name: 'c', missing: false, pinned: false },
    { name: 'b', missing: true, pinned: false },
  ]);
  await client.projects.forget({ projectId: c?.id ?? '' });
  expect((await client.projects.list()).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(existsSync(folders[2] ?? '')).toBe(true);
});

test('forgetting a folder keeps its unsaved text and its trust until it is opened again', async () => {
  const { client } = await core();
  const folder = projectFolder();
  const { project } = await client.projects.open({ path: folder });
  await client.projects.trust({ projectId: project.id, trusted: true });
  await client.editor.backup({ projectId: project.id, backup });
  await client.projects.forget({ projectId: project.id });
  const again = await client.projects.open({ path: folder });
  expect(again.project).toMatchObject({ id: project.id, trusted: true });
  expect(again.backups).toHaveLength(1);
});

test('a folder opened by a link is the folder itself', async () => {
  const { client } = await core();
  const folder = projectFolder();
  const link = join(temporaryFolder('link'), 'link');
  symlinkSync(folder, link);
  const direct = await client.projects.open({ path: folder });
  const linked = await client.projects.open({ path: `${link}/` });
  expect(linked.project.id).toBe(direct.project.id);
  expect(linked.project.path).toBe(folder);
  expect(await client.projects.list()).toHaveLength(1);
});

test('settings that name a program count only in a trusted folder', async () => {
  const { client, events } = await core();
  const folder = projectFolder();
  mkdirSync(join(folder, '.flashfusion'));
  writeFileSync(join(folder, '.flashfusion', 'settings.json'), '{ "git.path": "/tmp/evil", "editor.tabSize": 7 }');
  const { project, settings } = await client.projects.open({ path: folder });
  expect(settings.effective).toMatchObject({ 'git.path': 'git', 'editor.tabSize': 7 });
  expect(settings.problems).toEqual([
    { scope: 'project', key: 'git.path', message: expect.stringContaining('only when this folder is trusted') },
  ]);
  const refused = await safe(
    client.settings.update({ scope: 'project', projectId: project.id, key: 'git.path', value: 'x' }),
  );
  expect(refused.error).toMatchObject({ code: 'NOT_TRUSTED' });

  const window = await events(project.id);
  expect(await client.projects.trust({ projectId: project.id, trusted: true })).toMatchObject({ trusted: true });
  expect(await window.next((event) => event.type === 'settings.changed')).toMatchObject({
    settings: { effective: { 'git.path': '/tmp/evil' }, problems: [] },
  });
});

test("the user's own folder is addressed like a project, and is no project on the list", async () => {
  const { client, dataFolder } = await core();
  const located = await client.settings.locate({ file: 'user', projectId: null });
  expect(located).toEqual({ projectId: USER_FOLDER_ID, path: 'settings.json' });
  expect((await client.files.list({ projectId: USER_FOLDER_ID, paths: [''] }))['']?.map(({ name }) => name)).toEqual([
    'settings.json',
  ]);
  await client.editor.backup({ projectId: USER_FOLDER_ID, backup: { ...backup, document: 'settings.json' } });
  expect(await client.projects.list()).toEqual([]);
  const opened = await client.projects.open({ path: join(dataFolder, 'user') });
  expect(opened.project.id).toBe(USER_FOLDER_ID);
  expect(opened.backups).toHaveLength(1);
});

test('the very first start is known as such until a folder was opened', async () => {
  const dataFolder = temporaryFolder('data');
  const first = await startCore({ dataFolder });
  expect(await first.supervisor.windows.restore()).toEqual({ windows: [], firstStart: true });
  await first.client.projects.open({ path: projectFolder() });
  await first.dispose();
  const second = await core({ dataFolder });
  expect((await second.supervisor.windows.restore()).firstStart).toBe(false);
});

test('a repaired database is told to the first window, with its projects back', async () => {
  const dataFolder = temporaryFolder('data');
  const folder = projectFolder();
  const first = await startCore({ dataFolder });
  await first.client.projects.open({ path: folder });
  await first.dispose();
  writeFileSync(join(dataFolder, 'flashfusion.db'), 'not a database any more');

  const second = await core({ dataFolder });
  expect((await second.client.projects.list()).map(({ path }) => path)).toEqual([folder]);
  const window = await second.events(null);
  expect(await window.next((event) => event.type === 'notice.raised')).toMatchObject({
    level: 'warning',
    title: 'The database was damaged and has been repaired',
  });
});

test('quick open offers the files opened last; what could not be read is none of them', async () => {
  const { client } = await core();
  const { project } = await client.projects.open({ path: projectFolder() });
  const read = async (path: string) => {
    for await (const part of await client.files.read({ projectId: project.id, path })) expect(part.type).toBeDefined();
  };
  await read('readme.md');
  await read('src/index.ts');
  await expect(read('gone.ts')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { matches } = await client.files.quickOpen({ projectId: project.id, query: '', limit: 10 });
  expect(matches.map(({ path }) => path)).toEqual(['src/index.ts', 'readme.md']);
});

test('Shell ends Core by asking: everything is closed and a good copy is left', async () => {
  const started = await core();
  await started.client.projects.open({ path: projectFolder() });
  await started.supervisor.shutdown();
  expect(existsSync(join(started.dataFolder, 'flashfusion.good-copy.db'))).toBe(true);
  expect(existsSync(join(started.dataFolder, 'flashfusion.db-wal'))).toBe(false);
});

test('about says what runs, and an echo comes back', async () => {
  const { client, dataFolder } = await core();
  expect(await client.app.about()).toMatchObject({ version: '0.0.0-test', dataFolder, platform: process.platform });
  const payload = 'ä'.repeat(1000);
  expect(await client.app.echo({ payload })).toEqual({ payload });
});

test('the sample is made once and found again', async () => {
  const { client, projectsFolder } = await core();
  const { path, open } = await client.projects.openSample();
  expect(open).toContain('README.md');
  expect(path).toBe(join(realpathSync(projectsFolder), basename(path)));
  const { mtimeMs } = statSync(join(path, 'package.json'));
  expect(await client.projects.openSample()).toEqual({ path, open });
  expect(statSync(join(path, 'package.json')).mtimeMs).toBe(mtimeMs);
  expect((await client.projects.open({ path })).project.trusted).toBe(true);
});
