import { spawn } from 'node:child_process';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { descendantsOf } from '../../scripts/process-tree.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { clientCapabilities } from '../../src-main/core/languages/client-capabilities.ts';
import { createServerConnection } from '../../src-main/core/languages/server-connection.ts';
import { findTypeScript, typescriptDefinition } from '../../src-main/core/languages/typescript-server.ts';
import { startCore } from '../support/core.ts';
import { createProject, type TemporaryProject } from '../support/projects.ts';
import { memoryOf, startFlashFusion } from './support/measured-window.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';
import { clickRow, untilPage } from './support/tree-rows.ts';

/** One first completion each: the median of few says little. */
const rounds = 9;
const opened = 'zod/v4/classic/schemas.ts';

interface Figures {
  /** Milliseconds from the start of the server to the diagnostics of the open file. */
  readonly diagnostics: number;
  /** Milliseconds that the first completion takes after that. */
  readonly completion: number;
}

/** A TypeScript project of published sources: how soon its server answers through Core, beside the same server alone. */
export default async function lsp(): Promise<BenchRow[]> {
  const project = await realProject();
  try {
    const files = (await readdir(project.path, { recursive: true })).filter((name) => /\.[cm]?ts$/.test(name)).length;
    const ours: Figures[] = [];
    const alone: Figures[] = [];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await measureAlone(project.path));
      ours.push(await measureThroughCore(project.path));
    }
    const middle = (figures: readonly Figures[], name: keyof Figures) => median(figures.map((each) => each[name]));
    const bar = { most: 1.2, of: 'the server alone' };
    const row = (metric: string, name: keyof Figures) =>
      ratioRow(metric, 'ms', middle(ours, name), middle(alone, name), bar);
    const memory = await measureMemory(project.path);
    return [
      figureRow('TypeScript files in the project', 'files', files),
      row('start to first diagnostics', 'diagnostics'),
      row('first completion after that', 'completion'),
      figureRow('memory of the whole app with the project open', 'MB', memory.app),
      figureRow('of it the language server', 'MB', memory.server),
    ];
  } finally {
    await project.dispose();
  }
}

/** The sources of zod and of xterm.js, and the declarations of drizzle-orm and Base UI, as one project. */
async function realProject(): Promise<TemporaryProject> {
  const compilerOptions = {
    ...{ strict: true, module: 'nodenext', target: 'es2023', noEmit: true, rewriteRelativeImportExtensions: true },
  };
  const project = await createProject({
    'package.json': '{ "name": "sources", "private": true, "type": "module" }\n',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['zod', 'xterm', 'drizzle', 'base-ui'] }),
  });
  const modules = join(repositoryRoot, 'node_modules');
  await cp(join(modules, 'zod', 'src'), join(project.path, 'zod'), { recursive: true });
  await cp(join(modules, '@xterm', 'xterm', 'src'), join(project.path, 'xterm'), { recursive: true });
  for (const [name, folder] of [
    ['drizzle-orm', 'drizzle'],
    [join('@base-ui', 'react'), 'base-ui'],
  ] as const) {
    await cp(join(modules, name), join(project.path, folder), {
      recursive: true,
      filter: (source) => !/\.(map|[cm]?js|cts|mts|css)$/.test(source),
    });
  }
  return project;
}

async function measureAlone(folder: string): Promise<Figures> {
  const program = findTypeScript();
  if (program === null) throw new Error('The TypeScript server is not installed for this system.');
  const definition = typescriptDefinition(program);
  const text = await readFile(join(folder, opened), 'utf8');
  const rootUri = pathToFileURL(folder).href;
  const uri = pathToFileURL(join(folder, opened)).href;
  const startedAt = performance.now();
  const child = spawn(program, [...definition.args], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const server = createServerConnection({
    input: child.stdin,
    output: child.stdout,
    onNotification() {},
    onRequest: (method) => (method === 'workspace/configuration' ? [null, null, null, null] : null),
    onBroken(error) {
      throw error;
    },
  });
  try {
    await server.request('initialize', {
      ...{ processId: process.pid, rootUri, capabilities: clientCapabilities },
      workspaceFolders: [{ uri: rootUri, name: 'sources' }],
      initializationOptions: definition.initializationOptions,
    });
    server.notify('initialized', {});
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
    return await ask(startedAt, text, uri, (method, params) => server.request(method, params));
  } finally {
    server.end();
    child.kill('SIGKILL');
  }
}

async function measureThroughCore(folder: string): Promise<Figures> {
  const core = await startCore();
  try {
    const { client } = core;
    const { project } = await client.projects.open({ path: folder });
    const projectId = project.id;
    const stream = await client.languages.connect({ projectId });
    await stream.next();
    const text = await readFile(join(folder, opened), 'utf8');
    const uri = pathToFileURL(join(folder, opened)).href;
    const startedAt = performance.now();
    void client.languages.sync({
      projectId,
      sequence: 1,
      notices: [{ type: 'opened', uri, languageId: 'typescript', version: 1, text }],
    });
    return await ask(startedAt, text, uri, async (method, params) =>
      JSON.parse((await client.languages.request({ projectId, server: 'typescript', after: 1, method, params })).json),
    );
  } finally {
    await core.dispose();
  }
}

type AskedMethod = 'textDocument/diagnostic' | 'textDocument/completion';

async function ask(
  startedAt: number,
  text: string,
  uri: string,
  request: (method: AskedMethod, params: object) => Promise<unknown>,
): Promise<Figures> {
  await request('textDocument/diagnostic', { textDocument: { uri } });
  const diagnostics = performance.now() - startedAt;
  const line = text.split('\n').findIndex((content) => content.includes('core.'));
  const character = (text.split('\n')[line] ?? '').indexOf('core.') + 'core.'.length;
  const askedAt = performance.now();
  await request('textDocument/completion', { textDocument: { uri }, position: { line, character } });
  return { diagnostics, completion: performance.now() - askedAt };
}

/** Megabytes that every process takes, some seconds after the file is open and its server ready. */
async function measureMemory(folder: string): Promise<{ app: number; server: number }> {
  const userData = await temporaryFolder();
  const window = await startFlashFusion(userData.path, folder);
  try {
    const page = await window.connect();
    await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    const folders = ['zod', 'zod/v4', 'zod/v4/classic'];
    for (const path of folders) await clickRow(page, path);
    await clickRow(page, opened, 2);
    await untilPage(page, `/TypeScript .* is ready/.test(document.querySelector('.status-bar')?.textContent ?? '')`);
    await pause(6000);
    const server = descendantsOf(window.pid).find(({ command }) => command.includes('--lsp'));
    if (!server) throw new Error('there is no language server');
    return { app: memoryOf(window.pid), server: memoryOf(server.pid) };
  } finally {
    await window.close();
    await userData.dispose();
  }
}
