import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repositoryRoot } from '../../../../scripts/repository.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { createProject, type TemporaryProject } from '../../../support/projects.ts';
import { type LanguageWindow, openLanguageWindow } from './language-window.ts';

const tinyServer = join(import.meta.dirname, 'programs', 'tiny-server.mjs');

let core: TestCore;
let project: TemporaryProject;
let journal: string;
let window: LanguageWindow | undefined;

beforeEach(async () => {
  core = await startCore();
  project = await createProject({ 'notes.md': 'One\nTODO two\n', 'code.ts': 'const unused = 1;\n' });
  journal = join(core.dataFolder, 'journal.txt');
});

afterEach(async () => {
  await window?.close();
  window = undefined;
  await core.dispose();
  await project.dispose();
});

const tiny = () => ({ name: 'tiny', command: process.execPath, args: [tinyServer, journal], languages: ['markdown'] });

async function useServers(servers: unknown[], scope: 'user' | 'project' = 'user'): Promise<void> {
  const file =
    scope === 'user'
      ? join(core.dataFolder, 'user', 'settings.json')
      : join(project.path, '.flashfusion', 'settings.json');
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify({ 'languages.servers': servers }));
}

async function openTrusted(): Promise<LanguageWindow> {
  const { project: opened } = await core.client.projects.open({ path: project.path });
  await core.client.projects.trust({ projectId: opened.id, trusted: true });
  window = await openLanguageWindow(core, project.path);
  return window;
}

const read = () => readFile(journal, 'utf8').catch(() => '');

test('a server of the settings serves its languages and speaks of its own accord', async () => {
  await useServers([tiny()]);
  const at = await openTrusted();
  await at.open('notes.md', 'markdown');
  await at.ready('1.tiny');
  const found = await at.until(() => at.received.find(({ type }) => type === 'diagnostics.published'), 'diagnostics');
  expect(found).toMatchObject({ server: '1.tiny', report: { diagnostics: [{ message: 'Something is left to do' }] } });
  const hover = await at.ask(
    'textDocument/hover',
    { textDocument: { uri: at.uriOf('notes.md') } },
    { server: '1.tiny' },
  );
  expect(hover).toMatchObject({ contents: { value: 'One\nTODO two\n' } });
});

test('cancelling reaches the server, and answers that are none are refused', async () => {
  await useServers([tiny()]);
  const at = await openTrusted();
  await at.open('notes.md', 'markdown');
  await at.ready('1.tiny');
  const controller = new AbortController();
  const asked = at.ask('workspace/symbol', { query: 'x' }, { server: '1.tiny', signal: controller.signal });
  await vi.waitFor(async () => expect(await read()).toContain('workspace/symbol'));
  controller.abort();
  await expect(asked).rejects.toThrow();
  await vi.waitFor(async () => expect(await read()).toContain('$/cancelRequest'));
  const wrong = at.ask('textDocument/definition', {}, { server: '1.tiny' });
  await expect(wrong).rejects.toMatchObject({ code: 'LANGUAGE_SERVER_FAILED' });
});

test('edits that a server wants are handed to the window, and its answer back', async () => {
  await useServers([tiny()]);
  const at = await openTrusted();
  await at.open('notes.md', 'markdown');
  await at.ready('1.tiny');
  const params = { command: 'edit', arguments: [at.uriOf('notes.md')] };
  await at.ask('workspace/executeCommand', params, { server: '1.tiny' });
  const asked = await at.until(
    () => at.received.find((event) => event.type === 'edit.requested'),
    'the request for an edit',
  );
  if (asked.type !== 'edit.requested') throw new Error('not an edit');
  await at.client.languages.answerEdit({ projectId: at.project.id, requestId: asked.requestId, applied: true });
  await vi.waitFor(async () => expect(await read()).toContain('answer {"applied":true}'));
});

test("in a restricted folder neither its own servers nor the user's run", async () => {
  await useServers([tiny()], 'project');
  window = await openLanguageWindow(core, project.path);
  expect(window.server('1.tiny')).toBeUndefined();
  await window.close();
  await useServers([tiny()]);
  window = await openLanguageWindow(core, project.path);
  const at = window;
  expect(await at.until(() => at.server('1.tiny'), 'the list')).toMatchObject({ status: 'off' });
  await at.open('notes.md', 'markdown');
  await at.open('code.ts');
  await at.ready('typescript');
  expect(await read()).toBe('');
  await at.client.projects.trust({ projectId: at.project.id, trusted: true });
  await at.until(() => at.server('1.tiny')?.status === 'idle', 'trust');
  await at.open('notes.md', 'markdown');
  await at.ready('1.tiny');
});

test('a program that is not there is said in words, once', async () => {
  await useServers([{ name: 'Nowhere', command: 'no-such-language-server', languages: ['markdown'] }]);
  const at = await openTrusted();
  await at.open('notes.md', 'markdown');
  await at.until(() => at.server('1.Nowhere')?.status === 'failed', 'failing');
  expect(at.server('1.Nowhere')).toMatchObject({
    run: 1,
    detail: expect.stringContaining('There is no program "no-such-language-server".'),
  });
});

test('Biome, a server of another maker, checks and offers fixes', async () => {
  const biome = join(repositoryRoot, 'node_modules', '.bin', 'biome');
  await useServers([{ name: 'Biome', command: biome, args: ['lsp-proxy'], languages: ['typescript'] }]);
  const at = await openTrusted();
  await at.open('code.ts');
  await at.ready('1.Biome');
  const found = await at.until(
    () =>
      at.received.find(
        (event) =>
          event.type === 'diagnostics.published' && event.server === '1.Biome' && event.report.diagnostics.length > 0,
      ),
    'what Biome says',
  );
  if (found.type !== 'diagnostics.published') throw new Error('not diagnostics');
  expect(found.report.diagnostics[0]?.message).toContain('unused');
  const actions = await at.ask<{ title: string }[]>(
    'textDocument/codeAction',
    {
      textDocument: { uri: at.uriOf('code.ts') },
      range: found.report.diagnostics[0]?.range,
      context: { diagnostics: found.report.diagnostics },
    },
    { server: '1.Biome' },
  );
  expect(actions.length).toBeGreaterThan(0);
});

test('a server from npm leads to a definition in another file, and follows what is typed', async () => {
  const bash = join(repositoryRoot, 'node_modules', '.bin', 'bash-language-server');
  await writeFile(join(project.path, 'lib.sh'), 'greet() {\n  echo "hello $1"\n}\n');
  await writeFile(join(project.path, 'main.sh'), '#!/bin/bash\nsource ./lib.sh\ngreet Mira\n');
  await useServers([{ name: 'Bash', command: bash, args: ['start'], languages: ['shell'] }]);
  const at = await openTrusted();
  await at.open('main.sh', 'shell');
  await at.ready('1.Bash');
  const call = { textDocument: { uri: at.uriOf('main.sh') }, position: { line: 2, character: 2 } };
  const ask = <Answer>(method: Parameters<typeof at.ask>[0], params: object) =>
    at.ask<Answer>(method, params, { server: '1.Bash' });
  await vi.waitFor(async () => {
    const places = await ask<{ uri: string; range: { start: { line: number } } }[]>('textDocument/definition', call);
    expect(places).toMatchObject([{ uri: at.uriOf('lib.sh'), range: { start: { line: 0 } } }]);
  });
  await at.sync([
    {
      ...{ type: 'changed', uri: at.uriOf('main.sh'), version: 2 },
      changes: [{ text: '#!/bin/bash\nsource ./lib.sh\nleave() { greet "$1"; }\n' }],
    },
  ]);
  const symbols = await ask<{ name: string }[]>('textDocument/documentSymbol', { textDocument: call.textDocument });
  expect(symbols.map(({ name }) => name)).toEqual(['leave']);
});
