import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { bundleCore, startCoreProcess } from '../../../support/core-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { findRunning, size } from './terminal-fixture.ts';

let bundle: Awaited<ReturnType<typeof bundleCore>>;

beforeAll(async () => {
  bundle = await bundleCore();
}, 60_000);
afterAll(() => bundle.dispose());

/** A Core of its own with a terminal full of processes that would rather stay. */
async function startCrowd() {
  const dataFolder = temporaryFolder('data');
  const core = startCoreProcess({ entry: bundle.entry, dataFolder });
  onTestFinished(() => core.dispose());
  const folder = join(dataFolder, 'project');
  mkdirSync(folder);
  const { project } = await core.client.projects.open({ path: folder });
  await core.client.projects.trust({ projectId: project.id, trusted: true });
  const seconds = `5${String(Math.random()).slice(2, 8)}.5`;
  for (let count = 0; count < 2; count += 1) {
    const { id } = await core.client.terminal.create({ projectId: project.id, shell: '/bin/bash', cwd: null, ...size });
    await core.client.terminal.write({
      terminalId: id,
      text: `sleep ${seconds} & nohup sleep ${seconds} >/dev/null 2>&1 & bash -c "trap '' HUP TERM INT; while :; do sleep ${seconds}; done" & bash -c "sleep ${seconds}; :"\r`,
    });
  }
  await vi.waitFor(() => expect(findRunning(seconds).length).toBeGreaterThanOrEqual(10), { timeout: 10_000 });
  return { core, seconds, dataFolder };
}

const allGone = (seconds: string) =>
  vi.waitFor(() => expect(findRunning(seconds)).toEqual([]), { timeout: 10_000, interval: 50 });
const watchdogName = 'flashfusion-watchdog';
/** The watchdogs this Core has started; the machine may run other FlashFusions. */
const watchdogsOf = (core: number | undefined) =>
  findRunning(watchdogName).filter((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
    return Number(fields?.[1]) === core;
  });

test.runIf(process.platform === 'linux')(
  'Core killed: nothing of its terminals goes on, not even what ignores every request',
  async () => {
    const { core, seconds } = await startCrowd();
    core.child.kill('SIGKILL');
    await core.exited;
    await allGone(seconds);
  },
);

test.runIf(process.platform === 'linux')(
  'Core asked to end, and Shell gone: the same',
  async () => {
    const asked = await startCrowd();
    await asked.core.supervisor.shutdown();
    await asked.core.exited;
    expect(findRunning(asked.seconds)).toEqual([]);

    const orphan = await startCrowd();
    const watchdogs = watchdogsOf(orphan.core.child.pid);
    expect(watchdogs).toHaveLength(1);
    orphan.core.disconnect();
    await orphan.core.exited;
    await allGone(orphan.seconds);
    await vi.waitFor(() => expect(findRunning(watchdogName).filter((pid) => watchdogs.includes(pid))).toEqual([]));
  },
  40_000,
);
