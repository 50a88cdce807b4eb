import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { PreviewTarget } from '../../../../contract/desktop/preview.ts';
import { startCore } from '../../../support/core.ts';
import { bundleCore, startCoreProcess } from '../../../support/core-process.ts';
import { asFrame, ask } from '../../../support/preview-client.ts';
import { watchPreview } from '../../../support/preview-watch.ts';
import { isTaken } from '../../../support/taken-port.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const dev: PreviewTarget = { kind: 'script', folder: '', script: 'dev' };

/** A server without packages that answers after its port says so, and starts a helper that ignores polite requests to end. */
const server = `
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
if (process.env.SILENT !== '1') spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: 'ignore' });
const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<h1>From ' + request.headers.host + '</h1>');
});
server.listen(Number(process.env.PORT), process.env.HOST, () => {
  if (process.env.SILENT !== '1') console.log('\\u001b[32mready\\u001b[0m on http://localhost:' + server.address().port + '/start');
});
`;

function folder(files: Readonly<Record<string, string>>): string {
  const path = temporaryFolder('preview');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const packageFile = (scripts: Record<string, string>, more: object = {}) =>
  JSON.stringify({ name: 'sample', type: 'module', scripts, ...more });

async function openProject(files: Readonly<Record<string, string>>, trusted = true) {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const path = folder(files);
  const { project } = await core.client.projects.open({ path });
  if (trusted) await core.client.projects.trust({ projectId: project.id, trusted: true });
  const window = await core.events(project.id);
  const watch = await watchPreview(core.client, project.id);
  onTestFinished(() => watch.close());
  return { ...core, window, watch, path, projectId: project.id };
}

test('a script is started, found by what it writes, served on an origin of its own, and stopped with all it started', async () => {
  const { client, core, projectId, watch } = await openProject({
    'package.json': packageFile({ dev: 'node server.js' }),
    'server.js': server,
  });
  const { options } = await client.preview.detect({ projectId });
  expect(options).toMatchObject([{ target: dev, label: 'npm run dev', detail: 'node server.js', needsInstall: false }]);
  await client.preview.start({ projectId, target: dev, install: false });
  const running = await watch.until('running');
  expect(running).toMatchObject({
    label: 'npm run dev',
    address: `http://localhost:${running.port}/start`,
    scripts: true,
  });
  expect(watch.output()).toContain(`ready on http://localhost:${running.port}/start`);
  const { text } = await ask(running.origin, { headers: asFrame });
  expect(text).toContain(`<h1>From localhost:${running.port}</h1>`);
  expect(core.processes.list().some(({ name }) => name === 'preview: npm run dev')).toBe(true);
  await client.preview.stop({ projectId });
  await watch.until('stopped');
  expect(await isTaken(running.port)).toBe(false);
  expect(core.processes.list()).toEqual([]);
  expect((await ask(running.origin, { headers: asFrame })).status).toBe(503);
  await client.preview.start({ projectId, target: dev, install: false });
  expect((await watch.until('running')).origin).toBe(running.origin);
});

test('a server that says nothing is found by the port that its process listens on', async () => {
  const { client, projectId, watch } = await openProject({
    'package.json': packageFile({ dev: 'SILENT=1 node server.js' }),
    'server.js': server,
  });
  await client.preview.start({ projectId, target: dev, install: false });
  const { address, origin } = await watch.until('running');
  expect(address).toMatch(/^http:\/\/localhost:\d+\/$/);
  expect((await ask(origin, { headers: asFrame })).status).toBe(200);
});

test('a script that ends says so with its output, before it served and after', async () => {
  const { client, projectId, watch } = await openProject({
    'package.json': packageFile({
      dev: 'node -e "console.error(\'no database\'); process.exit(3)"',
      start: 'node server.js',
    }),
    'server.js': `${server}\nsetTimeout(() => process.exit(7), 1500);`,
  });
  await client.preview.start({ projectId, target: dev, install: false });
  const failed = await watch.until('failed');
  expect(failed).toMatchObject({ reason: 'ended', label: 'npm run dev' });
  expect(failed.message).toContain('code 3');
  expect(watch.output()).toContain('no database');
  await client.preview.start({ projectId, target: { kind: 'script', folder: '', script: 'start' }, install: false });
  await watch.until('running');
  expect((await watch.until('failed')).message).toBe('npm run start has ended (code 7). Start it again to go on.');
});

test('missing packages are said, and installed when asked', { timeout: 120_000 }, async () => {
  const local = folder({
    'package.json': JSON.stringify({ name: 'answer', version: '1.0.0' }),
    'index.js': 'module.exports = 42;',
  });
  const { client, projectId, watch } = await openProject({
    'package.json': packageFile({ dev: 'node server.js' }, { dependencies: { answer: `file:${local}` } }),
    'server.js': `import answer from 'answer';\nconsole.log('answer', answer);\n${server}`,
  });
  expect((await client.preview.detect({ projectId })).options[0]?.needsInstall).toBe(true);
  const state = await client.preview.start({ projectId, target: dev, install: false });
  expect(state).toMatchObject({ status: 'failed', reason: 'packages' });
  await client.preview.start({ projectId, target: dev, install: true });
  await watch.until('running', 90_000);
  const states = watch.events.flatMap((event) => (event.type === 'state' ? [event.state.status] : []));
  expect(states).toEqual(['stopped', 'failed', 'installing', 'starting', 'running']);
  expect(watch.output()).toContain('answer 42');
});

test('a restricted folder runs no script; its pages are shown without theirs until it is trusted', async () => {
  const { client, projectId, watch } = await openProject(
    { 'package.json': packageFile({ dev: 'touch ran' }), 'index.html': '<h1>Page</h1>' },
    false,
  );
  await expect(client.preview.start({ projectId, target: dev, install: true })).rejects.toMatchObject({
    code: 'NOT_TRUSTED',
  });
  const target: PreviewTarget = { kind: 'static', folder: '', singlePage: false };
  await client.preview.start({ projectId, target, install: false });
  const running = await watch.until('running');
  expect(running.scripts).toBe(false);
  const policy = async () => (await ask(running.origin, { headers: asFrame })).headers['content-security-policy'];
  expect(await policy()).toContain('script-src');
  await client.projects.trust({ projectId, trusted: true });
  expect(await policy()).not.toContain('script-src');
  await vi.waitFor(() => expect(watch.state()).toMatchObject({ status: 'running', scripts: true }));
});

test('taking trust back ends what a script runs', async () => {
  const { client, projectId, watch } = await openProject({
    'package.json': packageFile({ dev: 'node server.js' }),
    'server.js': server,
  });
  await client.preview.start({ projectId, target: dev, install: false });
  const { port } = await watch.until('running');
  await client.projects.trust({ projectId, trusted: false });
  await watch.until('stopped');
  expect(await isTaken(port)).toBe(false);
});

test('a static site tells of its changed files, and whether they are styles only', async () => {
  const { client, path, projectId, watch } = await openProject({
    'site/index.html': '<h1>Page</h1>',
    'site/a.css': 'a {}',
    'notes.txt': 'x',
  });
  const { options } = await client.preview.detect({ projectId });
  expect(options.map(({ label }) => label)).toEqual(['Files in site']);
  await client.preview.start({
    projectId,
    target: { kind: 'static', folder: 'site', singlePage: false },
    install: false,
  });
  await watch.until('running');
  const changes = () => watch.events.filter((event) => event.type === 'changed');
  // Watching begins a moment after the project is opened.
  await vi.waitFor(
    () => {
      writeFileSync(join(path, 'site', 'a.css'), `a { order: ${Math.round(performance.now())} }`);
      expect(changes().length).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 300 },
  );
  expect(changes().at(-1)).toMatchObject({ stylesOnly: true });
  writeFileSync(join(path, 'notes.txt'), 'y');
  writeFileSync(join(path, 'site', 'index.html'), '<h1>Other</h1>');
  await vi.waitFor(() => expect(changes().at(-1)).toMatchObject({ stylesOnly: false }), { timeout: 5000 });
});

test('only servers of this machine can be shown by their address, and never the preview itself', async () => {
  const { client, projectId, watch } = await openProject({ 'index.html': '<h1>Page</h1>' });
  await client.preview.start({ projectId, target: { kind: 'static', folder: '', singlePage: false }, install: false });
  const { origin, address } = await watch.until('running');
  for (const wrong of [
    'https://example.com/',
    'http://10.0.0.1:3000/',
    'file:///etc/passwd',
    origin,
    `http://127.0.0.1:${new URL(origin).port}/`,
  ]) {
    const target: PreviewTarget = { kind: 'address', address: wrong };
    await expect(client.preview.start({ projectId, target, install: false }), wrong).rejects.toMatchObject({
      code: 'CANNOT_PREVIEW',
    });
  }
  const silent = await client.preview.start({ projectId, target: { kind: 'address', address }, install: false });
  expect(silent).toMatchObject({ status: 'failed', reason: 'unreachable' });
});

test('a place in a script is found in the project by its source map, else by its path', async () => {
  const map = {
    version: 3,
    sources: ['src/first.ts'],
    names: [],
    // Line 2 of the script is line 3 of the source.
    mappings: ';AAEA',
  };
  const inline = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
  const { client, projectId, watch } = await openProject({
    'index.html': '<h1>Page</h1>',
    'app.js': 'one();\ntwo();\n',
    'bundle.js': `"use strict";\nfail();\n//# sourceMappingURL=${inline}\n`,
    'src/first.ts': '\n\nfail();\n',
  });
  await client.preview.start({ projectId, target: { kind: 'static', folder: '', singlePage: false }, install: false });
  const { origin } = await watch.until('running');
  const locate = (address: string) => client.preview.locate({ projectId, address, line: 2, column: 1 });
  expect(await locate(`${origin}/app.js?t=1`)).toEqual({ path: 'app.js', line: 2, column: 1 });
  expect(await locate(`${origin}/bundle.js`)).toEqual({ path: 'src/first.ts', line: 3, column: 1 });
  expect(await locate(`${origin}/missing.js`)).toBeNull();
  expect(await locate('http://localhost:1/app.js')).toBeNull();
});

test('nothing is left when the window has gone, and when Core ends', { timeout: 60_000 }, async () => {
  const bundle = await bundleCore();
  onTestFinished(bundle.dispose);
  const process = startCoreProcess({ entry: bundle.entry, dataFolder: temporaryFolder('data') });
  onTestFinished(process.dispose);
  const path = folder({ 'package.json': packageFile({ dev: 'node server.js' }), 'server.js': server });
  const { project } = await process.client.projects.open({ path });
  await process.client.projects.trust({ projectId: project.id, trusted: true });
  const watch = await watchPreview(process.client, project.id);
  await process.client.preview.start({ projectId: project.id, target: dev, install: false });
  const { port } = await watch.until('running');
  process.disconnect();
  await process.exited;
  expect(await isTaken(port)).toBe(false);
});
