import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { bundleCore, type CoreProcess, startCoreProcess } from '../../support/core-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let bundle: Awaited<ReturnType<typeof bundleCore>>;

beforeAll(async () => {
  bundle = await bundleCore();
}, 60_000);
afterAll(() => bundle.dispose());

function start(dataFolder: string): CoreProcess {
  const core = startCoreProcess({ entry: bundle.entry, dataFolder });
  onTestFinished(() => core.dispose());
  return core;
}

const backup = (text: string) => ({
  document: 'a.ts',
  text,
  encoding: 'utf-8',
  byteOrderMark: false,
  lineEnd: 'lf' as const,
  baseVersion: null,
});

test('the bundle serves windows and Shell, and ends by itself when Shell asks', async () => {
  const dataFolder = temporaryFolder('data');
  const core = start(dataFolder);
  expect(await core.client.app.about()).toMatchObject({ version: '1.2.3', dataFolder });
  const { path } = await core.client.projects.openSample();
  expect(path).toBe(join(dataFolder, 'projects', 'skyline'));
  const { settings } = await core.client.projects.open({ path });
  expect(settings.effective['editor.fontSize']).toBe(13);
  const updated = await core.client.settings.update({
    scope: 'user',
    projectId: null,
    key: 'editor.fontSize',
    value: 15,
  });
  expect(updated.user).toEqual({ 'editor.fontSize': 15 });
  await core.supervisor.shutdown();
  expect(await core.exited).toEqual({ code: 0, signal: null });
  expect(core.output()).toBe('');
  expect(existsSync(join(dataFolder, 'flashfusion.db-wal'))).toBe(false);
});

test('it ends in order when it is asked to by a signal, and when Shell is gone', async () => {
  const dataFolder = temporaryFolder('data');
  const asked = start(dataFolder);
  await asked.client.app.about();
  asked.child.kill('SIGTERM');
  expect(await asked.exited).toEqual({ code: 0, signal: null });

  const orphan = start(dataFolder);
  await orphan.client.app.about();
  orphan.disconnect();
  expect(await orphan.exited).toEqual({ code: 0, signal: null });
  expect(existsSync(join(dataFolder, 'flashfusion.db-wal'))).toBe(false);
});

test('a key press that interrupts the terminal leaves it to Shell to end it', async () => {
  const core = start(temporaryFolder('data'));
  await core.client.app.about();
  core.child.kill('SIGINT');
  expect(await core.client.app.echo({ payload: 'still here' })).toEqual({ payload: 'still here' });
  await core.supervisor.shutdown();
  expect((await core.exited).code).toBe(0);
});

test('killed at any moment, it has every backup that it answered for, and a sound database', async () => {
  const dataFolder = temporaryFolder('data');
  const folder = join(dataFolder, 'project');
  mkdirSync(folder);
  let written = 0;
  for (let round = 0; round < 12; round += 1) {
    const core = start(dataFolder);
    const { project, backups } = await core.client.projects.open({ path: folder });
    const found = Number(backups[0]?.text.split(' ')[0] ?? 0);
    expect(found).toBeGreaterThanOrEqual(written);
    written = found;
    const killAfter = written + 5 + ((round * 7) % 13);
    const writing = (async () => {
      for (let next = written + 1; ; next += 1) {
        await core.client.editor.backup({ projectId: project.id, backup: backup(`${next} ${'x'.repeat(next * 997)}`) });
        written = next;
        if (next === killAfter) core.child.kill('SIGKILL');
      }
    })().catch(() => {
      // It was killed in the middle of a call.
    });
    await core.exited;
    core.disconnect();
    await writing;
  }
  expect(written).toBeGreaterThan(60);
  const last = start(dataFolder);
  const log = await last.client.events.subscribe({ projectId: null });
  const { backups } = await last.client.projects.open({ path: folder });
  const [number, rest] = backups[0]?.text.split(' ') ?? [];
  expect(Number(number)).toBeGreaterThanOrEqual(written);
  expect(rest).toHaveLength(Number(number) * 997);
  expect((await log.next()).value).toMatchObject({ type: 'projects.changed' });
  expect(existsSync(join(dataFolder, 'quarantine'))).toBe(false);
}, 120_000);

test('oRPC is bundled so that no message makes Node load its HTTP client', () => {
  const folder = dirname(bundle.entry);
  const sources = readdirSync(folder).map((file) =>
    file.endsWith('.mjs') ? readFileSync(join(folder, file), 'utf8') : '',
  );
  expect(sources.some((source) => /\[Symbol\.toStringTag\] [!=]== "FormData"/.test(source))).toBe(true);
  expect(sources.filter((source) => source.includes('data instanceof FormData'))).toEqual([]);
});

test('an exception that nobody caught is logged, and Core ends so that Shell can start it again', async () => {
  const dataFolder = temporaryFolder('data');
  const core = start(dataFolder);
  await core.client.app.about();
  // The only way in from outside that reaches no handler: a frame that no sender of ours writes.
  core.child.stdio[3]?.on('error', () => {});
  (core.child.stdio[3] as NodeJS.WritableStream).write(Buffer.from([0, 0, 0, 6, 0, 0, 0, 1, 99, 0]));
  const { code } = await core.exited;
  expect(code).toBe(1);
  await vi.waitFor(() =>
    expect(readFileSync(join(dataFolder, 'logs', 'core.log'), 'utf8')).toContain('"where":"uncaughtException"'),
  );
});
