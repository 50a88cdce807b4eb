import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** A program on one of the machines. */
export interface RunningProgram {
  /** What it has written so far. */
  readonly lines: readonly string[];
  /** Settles when it has ended. */
  readonly ended: Promise<unknown>;
  /** Closes its input, which it takes as the request to end. */
  end(): void;
}

/** Two machines, each a network namespace, with a cable between them and no route to anywhere else. */
export interface TwoMachines {
  /** The address of `here`, as `there` reaches it. */
  readonly address: string;
  /** Runs a TypeScript file until the test is over. */
  run(machine: 'here' | 'there', program: string, ...args: string[]): RunningProgram;
}

function ip(...args: string[]): void {
  try {
    execFileSync('ip', args, { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      `This test needs network namespaces, so it must run as root with iproute2 installed: ip ${args.join(' ')} failed. ${error}`,
    );
  }
}

/** Makes the machines before the tests of the file that calls this, and takes them away after. `network` is the first three bytes of theirs. */
export function withTwoMachines(network: string): TwoMachines {
  const prefix = `ff${process.pid.toString(36)}`;
  const names = { here: `${prefix}h`, there: `${prefix}t` };
  const addresses = { here: `${network}.1`, there: `${network}.2` };
  beforeAll(() => {
    for (const name of Object.values(names)) ip('netns', 'add', name);
    ip('link', 'add', 'wire', 'netns', names.here, 'type', 'veth', 'peer', 'name', 'wire', 'netns', names.there);
    for (const machine of ['here', 'there'] as const) {
      ip('-n', names[machine], 'address', 'add', `${addresses[machine]}/24`, 'dev', 'wire');
      ip('-n', names[machine], 'link', 'set', 'wire', 'up');
      ip('-n', names[machine], 'link', 'set', 'lo', 'up');
    }
  });
  afterAll(() => {
    for (const name of Object.values(names)) ip('netns', 'delete', name);
  });
  return {
    address: addresses.here,
    run(machine, program, ...args) {
      const child: ChildProcess = spawn('ip', ['netns', 'exec', names[machine], process.execPath, program, ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const lines: string[] = [];
      if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      const ended = new Promise((resolve) => child.once('exit', resolve));
      onTestFinished(async () => {
        child.kill('SIGKILL');
        await ended;
      });
      return { lines, ended, end: () => child.stdin?.end() };
    },
  };
}
