import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startCore } from '../../../support/core.ts';
import { asFrame, ask } from '../../../support/preview-client.ts';
import { watchPreview } from '../../../support/preview-watch.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makeProject } from '../../starters/make-project.ts';
import { runNpm } from '../../starters/npm.ts';

test('the React starter is previewed: its page, its modules, hot updates, and places in its sources', {
  timeout: 240_000,
}, async () => {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const folder = await makeProject('react-app', temporaryFolder('starter'), 'Ferry');
  const { client } = core;
  const { project } = await client.projects.open({ path: folder });
  const projectId = project.id;
  await client.projects.trust({ projectId, trusted: true });
  const { options } = await client.preview.detect({ projectId });
  expect(options[0]).toMatchObject({ label: 'npm run dev', detail: 'Vite', needsInstall: true });
  const installed = await runNpm(folder, ['ci', '--prefer-offline', '--no-audit', '--no-fund']);
  expect(installed.exitCode, installed.output).toBe(0);

  const watch = await watchPreview(client, projectId);
  onTestFinished(() => watch.close());
  await client.preview.start({ projectId, target: { kind: 'script', folder: '', script: 'dev' }, install: false });
  const { origin } = await watch.until('running', 60_000);
  const shown = await ask(`${origin}/`, { headers: asFrame });
  expect(shown.text).toMatch(/^<!doctype html>\s*<html[^>]*>\s*<head><script>\(function report/);
  const module = await ask(`${origin}/src/App.tsx`, { headers: { 'sec-fetch-dest': 'script' } });
  expect(module.status).toBe(200);

  const viteClient = await ask(`${origin}/@vite/client`);
  const token = /const wsToken = "([^"]+)"/.exec(viteClient.text)?.[1] ?? '';
  const { host, port } = new URL(origin);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?token=${token}`, 'vite-hmr', { headers: { host, origin } });
  onTestFinished(() => socket.terminate());
  const updates: string[] = [];
  socket.on('message', (data) => updates.push(String(data)));
  await expect.poll(() => updates.join('\n'), { timeout: 10_000 }).toContain('connected');
  const source = join(folder, 'src', 'App.tsx');
  await writeFile(source, `${await readFile(source, 'utf8')}\n// changed\n`);
  await expect.poll(() => updates.join('\n'), { timeout: 10_000 }).toContain('/src/App.tsx');

  const text = (await ask(`${origin}/src/App.tsx`)).text.split('\n');
  const line = text.findIndex((row) => row.includes('function App')) + 1;
  const wanted = (await readFile(source, 'utf8')).split('\n').findIndex((row) => row.includes('function App')) + 1;
  const column = (text[line - 1]?.indexOf('function') ?? 0) + 1;
  const place = await client.preview.locate({ projectId, address: `${origin}/src/App.tsx?t=1`, line, column });
  expect(place).toMatchObject({ path: 'src/App.tsx', line: wanted });
  await client.preview.stop({ projectId });
  await watch.until('stopped');
});
