import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { expect, onTestFinished, test } from 'vitest';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import { defaultSettings } from '../../../../contract/model/settings.ts';
import { startCore } from '../../../support/core.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function setUp() {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const folder = temporaryFolder('project');
  const { project } = await core.client.projects.open({ path: folder });
  const userFile = join(core.dataFolder, 'user', 'settings.json');
  const projectFile = join(folder, '.flashfusion', 'settings.json');
  return { ...core, folder, projectId: project.id, userFile, projectFile };
}

const fontSize = (size: number) => (event: CoreEvent) =>
  event.type === 'settings.changed' && event.settings.effective['editor.fontSize'] === size;

test('without files the defaults count', async () => {
  const { client, projectId } = await setUp();
  expect(await client.settings.get({ projectId })).toEqual({
    effective: defaultSettings,
    user: {},
    project: {},
    problems: [],
    keybindings: [],
  });
});

test("the project's value counts over the user's, and the user's over the default", async () => {
  const { client, projectId } = await setUp();
  await client.settings.update({ scope: 'user', projectId, key: 'editor.fontSize', value: 14 });
  await client.settings.update({ scope: 'user', projectId, key: 'editor.tabSize', value: 3 });
  const both = await client.settings.update({ scope: 'project', projectId, key: 'editor.fontSize', value: 18 });
  expect(both.effective).toMatchObject({ 'editor.fontSize': 18, 'editor.tabSize': 3, 'editor.minimap': false });
  expect(both.user).toEqual({ 'editor.fontSize': 14, 'editor.tabSize': 3 });
  expect(both.project).toEqual({ 'editor.fontSize': 18 });
  const removed = await client.settings.update({ scope: 'project', projectId, key: 'editor.fontSize' });
  expect(removed.effective['editor.fontSize']).toBe(14);
  expect((await client.settings.get({ projectId: null })).effective['editor.fontSize']).toBe(14);
});

test('many updates at once all arrive', async () => {
  const { client, userFile } = await setUp();
  const update = (key: string, value: unknown) =>
    client.settings.update({ scope: 'user', projectId: null, key, value });
  await Promise.all([
    update('editor.fontSize', 15),
    update('editor.tabSize', 4),
    update('editor.minimap', true),
    update('workbench.theme', 'light'),
  ]);
  expect(JSON.parse(readFileSync(userFile, 'utf8'))).toEqual({
    'editor.fontSize': 15,
    'editor.tabSize': 4,
    'editor.minimap': true,
    'workbench.theme': 'light',
  });
});

test('wrong values and unknown keys are named with their lines, and the rest counts', async () => {
  const { client, userFile } = await setUp();
  writeFileSync(
    userFile,
    '\uFEFF{\n  // mine\n  "editor.fontSize": "big",\n  "editor.tabSize": 4.5,\n  "workbench.theme": "pink",\n  "editor.minimap": "yes",\n  "editor.fontFamily": 7,\n  "no.such": 1,\n  "editor.wordWrap": "on",\n}\n',
  );
  const { effective, problems } = await client.settings.get({ projectId: null });
  expect(effective).toEqual({ ...defaultSettings, 'editor.wordWrap': 'on' });
  expect(problems.map(({ key, message }) => [key, message])).toEqual([
    ['editor.fontSize', 'Line 3: "editor.fontSize" must be a number from 6 to 60. The value is not used.'],
    ['editor.tabSize', 'Line 4: "editor.tabSize" must be a whole number from 1 to 16. The value is not used.'],
    [
      'workbench.theme',
      'Line 5: "workbench.theme" must be "system", "dark", "light", "contrast", or "user:" and the id of an imported theme. The value is not used.',
    ],
    ['editor.minimap', 'Line 6: "editor.minimap" must be true or false. The value is not used.'],
    ['editor.fontFamily', 'Line 7: "editor.fontFamily" must be text in double quotes. The value is not used.'],
    ['no.such', 'Line 8: there is no setting "no.such".'],
  ]);
});

test('a file that does not parse is never written: the error names the line, and what can be read counts', async () => {
  const { client, userFile } = await setUp();
  const broken = '{\n  "editor.fontSize": 16,\n  "editor.tabSize" 4\n}\n';
  writeFileSync(userFile, broken);
  const { effective, problems } = await client.settings.get({ projectId: null });
  expect(effective['editor.fontSize']).toBe(16);
  expect(problems[0]).toMatchObject({ scope: 'user', key: null, message: expect.stringMatching(/^Line 3: /) });
  const result = await safe(
    client.settings.update({ scope: 'user', projectId: null, key: 'editor.minimap', value: true }),
  );
  expect(result.error).toMatchObject({ code: 'INVALID_SETTING', message: expect.stringContaining('Line 3: ') });
  expect(readFileSync(userFile, 'utf8')).toBe(broken);
});

test.each(['[]', '"text"', 'null', '{', '/* open', '{ "editor.fontSize": 14 } more'])(
  '%s is a problem in words',
  async (text) => {
    const { client, userFile } = await setUp();
    writeFileSync(userFile, text);
    const { problems } = await client.settings.get({ projectId: null });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^Line 1: .+\./);
  },
);

test.each([
  [{ key: 'no.such', value: 1 }, 'There is no setting "no.such".'],
  [{ key: 'editor.tabSize', value: 99 }, '"editor.tabSize" must be a whole number from 1 to 16.'],
  [{ key: 'toString', value: 1 }, 'There is no setting "toString".'],
])('an update of %o is refused in words', async (wrong, message) => {
  const { client } = await setUp();
  const result = await safe(client.settings.update({ scope: 'user', projectId: null, ...wrong }));
  expect(result.error).toMatchObject({ code: 'INVALID_SETTING', defined: true, message });
});

test('changes made to the files by others are told', async () => {
  const { events, projectId, userFile } = await setUp();
  const window = await events(projectId);
  writeFileSync(userFile, '{ "editor.fontSize": 21 }');
  await window.next(fontSize(21));
  writeFileSync(`${userFile}.tmp.json`, '{ "editor.fontSize": 22 }');
  renameSync(`${userFile}.tmp.json`, userFile);
  await window.next(fontSize(22));
  rmSync(userFile);
  await window.next(fontSize(defaultSettings['editor.fontSize']));
});

test('a change of the project file is told when the watch of the folder sees it', async () => {
  const { events, projectId, projectFile } = await setUp();
  const window = await events(projectId);
  mkdirSync(join(projectFile, '..'), { recursive: true });
  writeFileSync(projectFile, '{ "editor.fontSize": 23 }');
  await window.next(fontSize(23));
});

test("files of the user's folder that are open as documents are told to have changed", async () => {
  const { events, projectId, userFile } = await setUp();
  const window = await events(projectId);
  const told = (kind: string) => (event: CoreEvent) =>
    event.type === 'files.changed' &&
    event.projectId === 'user' &&
    event.changes.some((change) => change.path === 'settings.json' && change.kind === kind);
  writeFileSync(userFile, '{}');
  await window.next(told('changed'));
  rmSync(userFile);
  await window.next(told('deleted'));
});

test('an update is told to the other windows and once only', async () => {
  const { client, events, projectId } = await setUp();
  const [one, other] = [await events(projectId), await events(projectId)];
  await client.settings.update({ scope: 'user', projectId, key: 'editor.fontSize', value: 31 });
  await one.next(fontSize(31));
  await other.next(fontSize(31));
  // The watch sees the same write a little later; the next update comes behind whatever it would have told.
  await client.settings.update({ scope: 'user', projectId, key: 'editor.fontSize', value: 32 });
  await one.next(fontSize(32));
  expect(one.of('settings.changed').filter(fontSize(31))).toHaveLength(1);
});

test('keybindings are read, with comments; wrong ones are named', async () => {
  const { client, dataFolder } = await setUp();
  const located = await client.settings.locate({ file: 'keybindings', projectId: null });
  expect(located).toEqual({ projectId: 'user', path: 'keybindings.json' });
  const file = join(dataFolder, 'user', 'keybindings.json');
  expect(readFileSync(file, 'utf8')).toBe('[]\n');
  writeFileSync(
    file,
    '[\n  // save\n  { "key": "ctrl+s", "command": "file.save", "when": "editorFocus" },\n  { "key": "ctrl+q", "command": "-app.quit" },\n  { "command": "x" },\n]',
  );
  const { keybindings, problems } = await client.settings.get({ projectId: null });
  expect(keybindings).toEqual([
    { key: 'ctrl+s', command: 'file.save', when: 'editorFocus' },
    { key: 'ctrl+q', command: '-app.quit' },
  ]);
  expect(problems).toEqual([
    {
      scope: 'keybindings',
      key: null,
      message: 'line 5 must be an object with "key" and "command". It is not used.',
    },
  ]);
});

test('locating a file makes it when it is missing and leaves it alone otherwise', async () => {
  const { client, projectId, projectFile } = await setUp();
  expect(await client.settings.locate({ file: 'project', projectId })).toEqual({
    projectId,
    path: '.flashfusion/settings.json',
  });
  expect(readFileSync(projectFile, 'utf8')).toBe('{}\n');
  writeFileSync(projectFile, '{ "editor.tabSize": 4 }');
  await client.settings.locate({ file: 'project', projectId });
  expect(readFileSync(projectFile, 'utf8')).toBe('{ "editor.tabSize": 4 }');
});

test('settings of a project that lead out of it are neither read nor written', async () => {
  const { client, projectId, projectFile, folder } = await setUp();
  const outside = join(temporaryFolder('outside'), 'private.json');
  writeFileSync(outside, '{ "editor.tabSize": 9 }');
  mkdirSync(join(folder, '.flashfusion'));
  symlinkSync(outside, projectFile);
  expect((await client.settings.get({ projectId })).project).toEqual({});
  const result = await safe(client.settings.update({ scope: 'project', projectId, key: 'editor.tabSize', value: 2 }));
  expect(result.error).toMatchObject({ code: 'OUTSIDE_PROJECT' });
  expect(readFileSync(outside, 'utf8')).toBe('{ "editor.tabSize": 9 }');
});

test("the user's settings may be a link, as people keep them in a repository of their own", async () => {
  const { client, userFile } = await setUp();
  const own = join(temporaryFolder('dotfiles'), 'flashfusion.json');
  writeFileSync(own, '{ "editor.fontSize": 17 }');
  symlinkSync(own, userFile);
  const { effective } = await client.settings.update({
    scope: 'user',
    projectId: null,
    key: 'editor.tabSize',
    value: 3,
  });
  expect(effective).toMatchObject({ 'editor.fontSize': 17, 'editor.tabSize': 3 });
  expect(readFileSync(own, 'utf8')).toBe('{ "editor.fontSize": 17, "editor.tabSize": 3 }');
  expect(lstatSync(userFile).isSymbolicLink()).toBe(true);
});
