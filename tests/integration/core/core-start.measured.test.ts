import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundleCore, startCoreProcess } from '../../support/core-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Milliseconds that a process has been computing on all its threads; unlike the clock it minds no other load. */
function computingTime(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = tasks.map((task) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // A thread that has ended since.
      return 0;
    }
  });
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6;
}

async function startBareNode(): Promise<number> {
  const node = spawn(process.execPath, ['--eval', 'console.log(1); setInterval(() => {}, 1000)']);
  await new Promise((resolve) => node.stdout.once('data', resolve));
  const time = computingTime(node.pid ?? 0);
  node.kill('SIGKILL');
  return time;
}

test.runIf(process.platform === 'linux')(
  'the first reply takes no more computing than six starts of bare Node',
  async () => {
    const bundle = await bundleCore();
    onTestFinished(() => bundle.dispose());
    const dataFolder = temporaryFolder('data');
    const rounds: { bare: number; computing: number; clock: number; opened: number }[] = [];
    for (let round = 0; round < 8; round += 1) {
      const bare = await startBareNode();
      const begun = performance.now();
      const core = startCoreProcess({ entry: bundle.entry, dataFolder });
      onTestFinished(() => core.dispose());
      await core.supervisor.windows.restore();
      const clock = performance.now() - begun;
      const computing = computingTime(core.child.pid ?? 0);
      await core.client.projects.open({ path: join(import.meta.dirname, '..', '..', '..') });
      rounds.push({ bare, computing, clock, opened: performance.now() - begun });
      await core.supervisor.shutdown();
      await core.exited;
    }
    // The first round fills the cache of compiled code.
    const of = (figure: 'bare' | 'computing' | 'clock' | 'opened') =>
      median(rounds.slice(1).map((round) => round[figure]));
    console.log(
      `computing: bare Node ${of('bare').toFixed()} ms, Core to its first reply ${of('computing').toFixed()} ms; ` +
        `clock: first reply ${of('clock').toFixed()} ms, project open ${of('opened').toFixed()} ms`,
    );
    expect(of('computing') / of('bare')).toBeLessThan(6);
  },
  60_000,
);
