import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCore, type TestCore } from '../../../support/core.ts';
import { createProject, type TemporaryProject } from '../../../support/projects.ts';
import { type LanguageWindow, openLanguageWindow } from './language-window.ts';

const files = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2022' },
    include: ['src'],
  }),
  'src/greet.ts': 'export function greetPeople(name: string): string {\n  return name;\n}\n',
  'src/main.ts': 'import { greetPeople } from "./greet";\n\ngreetPeople("Mira");\n',
  'src/fresh.ts': 'export const person = "Ada";\ngreetPeo\n',
  'src/broken.ts': 'export const count: number = "three";\n',
  'scripts/loose.ts': 'const count: number = "no part of the project";\n',
};

interface Edit {
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  newText: string;
}

let core: TestCore;
let project: TemporaryProject;
let window: LanguageWindow;

beforeEach(async () => {
  core = await startCore();
  project = await createProject(files);
  window = await openLanguageWindow(core, project.path);
});

afterEach(async () => {
  await window.close();
  await core.dispose();
  await project.dispose();
});

const place = (path: string, line: number, character: number) => ({
  textDocument: { uri: window.uriOf(path) },
  position: { line, character },
});

test('nothing runs before a document needs it, and then one server serves all', async () => {
  expect(window.server('typescript')?.status ?? 'idle').toBe('idle');
  await window.open('src/main.ts');
  const server = await window.ready();
  expect(server.version).toBe('7.0.2');
  await window.open('src/greet.ts');
  expect(window.servers().filter(({ status }) => status === 'ready')).toHaveLength(1);
});

test('completion offers names of other files with the import that they need', async () => {
  await window.open('src/fresh.ts');
  await window.ready();
  const list = await window.ask<{ items: { label: string; data: unknown }[] }>(
    'textDocument/completion',
    place('src/fresh.ts', 1, 8),
  );
  const item = list.items.find(({ label }) => label === 'greetPeople');
  expect(item).toBeDefined();
  const resolved = await window.ask<{ additionalTextEdits: Edit[] }>('completionItem/resolve', { ...item });
  expect(resolved.additionalTextEdits[0]?.newText).toContain('import { greetPeople } from "./greet"');
});

test('rename and references reach files that are not open', async () => {
  await window.open('src/greet.ts');
  await window.ready();
  const edit = await window.ask<{ changes: Record<string, Edit[]> }>('textDocument/rename', {
    ...place('src/greet.ts', 0, 18),
    newName: 'welcome',
  });
  expect(Object.keys(edit.changes).sort()).toEqual([window.uriOf('src/greet.ts'), window.uriOf('src/main.ts')]);
  const references = await window.ask<{ uri: string }[]>('textDocument/references', {
    ...place('src/greet.ts', 0, 18),
    context: { includeDeclaration: true },
  });
  expect(references).toHaveLength(3);
});

test('changes that were sent without waiting are part of the next answer', async () => {
  await window.open('src/fresh.ts');
  await window.ready();
  const uri = window.uriOf('src/fresh.ts');
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 8 } };
  void window.sync([{ type: 'changed', uri, version: 2, changes: [{ range, text: 'person.toUpp' }] }]);
  const list = await window.ask<{ items: { label: string }[] }>(
    'textDocument/completion',
    place('src/fresh.ts', 1, 12),
  );
  expect(list.items.map(({ label }) => label)).toContain('toUpperCase');
});

test('a quick fix comes for the diagnostic that it mends', async () => {
  const text = 'export const person = "Ada";\ngreetPeople(person);\n';
  await window.open('src/fresh.ts', 'typescript', text);
  await window.ready();
  const textDocument = { uri: window.uriOf('src/fresh.ts') };
  const report = await window.ask<{ items: { code: number }[] }>('textDocument/diagnostic', { textDocument });
  expect(report.items[0]?.code).toBe(2304);
  const actions = await window.ask<{ title: string; edit?: unknown }[]>('textDocument/codeAction', {
    textDocument,
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 11 } },
    context: { diagnostics: report.items },
  });
  expect(actions.map(({ title }) => title)).toContain('Add import from "./greet"');
});

test('every file of the configuration is checked, and changes on disk are noticed', async () => {
  await window.open('src/main.ts');
  await window.until(() => window.reports.get(window.uriOf('src/broken.ts'))?.length === 1, 'the check');
  await window.until(() => window.reports.get(window.uriOf('src/fresh.ts'))?.length === 1, 'the check');
  expect(window.reports.size).toBe(2);
  await writeFile(join(project.path, 'src/broken.ts'), 'export const count = 3;\n');
  await window.until(() => window.reports.get(window.uriOf('src/broken.ts'))?.length === 0, 'the repair');
  await rename(join(project.path, 'src/greet.ts'), join(project.path, 'src/hello.ts'));
  await window.sync([{ type: 'closed', uri: window.uriOf('src/main.ts') }]);
  await window.until(() => window.reports.get(window.uriOf('src/main.ts'))?.length === 1, 'the missing import');
});

test('a server that crashes is started again without a word, up to a limit', { timeout: 60_000 }, async () => {
  const events = await core.events(window.project.id);
  await window.open('src/main.ts');
  for (let run = 1; run <= 2; run += 1) {
    await window.ready('typescript', run);
    const pid = await typescriptPid();
    process.kill(pid, 'SIGKILL');
    await window.until(() => window.server('typescript')?.status === 'restarting', 'the crash');
    await window.ready('typescript', run + 1);
    // Documents are told of again by the window.
    await window.open('src/main.ts');
    const hover = await window.ask<{ contents: unknown }>('textDocument/hover', place('src/main.ts', 2, 3));
    expect(JSON.stringify(hover)).toContain('greetPeople');
  }
  expect(events.of('notice.raised')).toEqual([]);
  for (let run = 3; run <= 5; run += 1) {
    await window.ready('typescript', run);
    process.kill(await typescriptPid(), 'SIGKILL');
    await window.until(
      () => window.server('typescript')?.status !== 'ready' || (window.server('typescript')?.run ?? 0) > run,
      'the crash',
    );
  }
  await window.until(() => window.server('typescript')?.status === 'failed', 'giving up');
  const notice = await events.next(({ type }) => type === 'notice.raised');
  expect(notice).toMatchObject({ title: 'TypeScript has stopped' });
  await window.client.languages.restart({ projectId: window.project.id, server: 'typescript' });
  await window.ready('typescript', 6);
});

test('a request is cancelled with its call', async () => {
  await window.open('src/main.ts');
  await window.ready();
  const controller = new AbortController();
  const asked = window.ask('textDocument/hover', place('src/main.ts', 2, 3), { signal: controller.signal });
  controller.abort();
  await expect(asked).rejects.toThrow();
  expect(await window.ask('textDocument/hover', place('src/main.ts', 2, 3))).not.toBeNull();
});

test('sources outside the project can be read only where the server has led to them', async () => {
  await window.open('src/fresh.ts', 'typescript', 'export const list = new Map<string, string>();\n');
  await window.ready();
  const secret = `file://${join(core.dataFolder, 'secret.txt')}`;
  await writeFile(join(core.dataFolder, 'secret.txt'), 'secret');
  const readSource = (uri: string) => window.client.languages.readSource({ projectId: window.project.id, uri });
  await expect(readSource(secret)).rejects.toMatchObject({ code: 'OUTSIDE_PROJECT' });
  const [definition] = await window.ask<{ targetUri: string }[]>(
    'textDocument/definition',
    place('src/fresh.ts', 0, 25),
  );
  expect(definition?.targetUri).toMatch(/lib\..*\.d\.ts$/);
  expect((await readSource(definition?.targetUri ?? '')).text).toContain('interface Map');
});

test('the server ends some seconds after its window has gone, and goes on for one that comes back', async () => {
  await window.open('src/main.ts');
  await window.ready();
  const pid = await typescriptPid();
  await window.close();
  window = await openLanguageWindow(core, project.path);
  expect(window.server('typescript')).toMatchObject({ status: 'ready', run: 1 });
  await window.close();
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 15_000 });
});

test('a window that loads again is told of the problems of the project, whatever it has open', async () => {
  await window.open('src/main.ts');
  const broken = () => window.reports.get(window.uriOf('src/broken.ts'))?.length === 1;
  await window.until(broken, 'the check');
  await window.close();
  window = await openLanguageWindow(core, project.path);
  await window.until(broken, 'the check for the next window');
});

test('the server ends with Core, also when its window has gone before', async () => {
  await window.open('src/main.ts');
  await window.ready();
  const pid = await typescriptPid();
  expect(isRunning(pid)).toBe(true);
  await core.dispose();
  expect(isRunning(pid)).toBe(false);
});

/** From the log, which is where a person would look it up. */
async function typescriptPid(): Promise<number> {
  const run = window.server('typescript')?.run ?? 0;
  return vi.waitFor(async () => {
    const log = await readFile(join(core.dataFolder, 'logs', 'core.log'), 'utf8');
    const started = log.split('\n').filter((line) => line.includes('language server ready'));
    const pid = /.*"pid":(\d+)/.exec(started[run - 1] ?? '')?.[1];
    if (pid === undefined) throw new Error(`There is no run ${run} in the log.`);
    return Number(pid);
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
