import { execFileSync } from 'node:child_process';
import { findProgram } from '../../scripts/find-program.ts';

/** Two machines that reach a third and not each other, each a network namespace of this one. */
export interface ThreeMachines {
  /** Commands that run what follows them on the machine; empty where there is only this one. */
  readonly left: readonly string[];
  readonly middle: readonly string[];
  readonly right: readonly string[];
  /** Addresses of the one in the middle, as the other two reach it. */
  readonly seenFromLeft: string;
  readonly seenFromRight: string;
  dispose(): void;
}

/**
 * Makes the namespaces, which takes root and iproute2. Elsewhere all three are this machine at 127.0.0.1, and nothing is between them but
 * what peers are told.
 */
export function createThreeMachines(): ThreeMachines {
  const ip = findProgram('ip');
  if (!ip || process.getuid?.() !== 0) {
    const address = '127.0.0.1';
    return { left: [], middle: [], right: [], seenFromLeft: address, seenFromRight: address, dispose() {} };
  }
  const run = (...words: string[]) => execFileSync(ip, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const prefix = `ff${process.pid.toString(36)}`;
  const names = { left: `${prefix}l`, middle: `${prefix}m`, right: `${prefix}r` };
  const dispose = () => {
    for (const name of Object.values(names)) {
      try {
        run('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  };
  try {
    for (const name of Object.values(names)) {
      run('netns', 'add', name);
      run('-n', name, 'link', 'set', 'lo', 'up');
    }
    for (const [side, network] of [
      ['left', '10.77.1'],
      ['right', '10.77.2'],
    ] as const) {
      const [outer, inner] = [`${names[side]}0`, `${names[side]}1`];
      run('link', 'add', outer, 'netns', names[side], 'type', 'veth', 'peer', 'name', inner, 'netns', names.middle);
      run('-n', names[side], 'address', 'add', `${network}.2/24`, 'dev', outer);
      run('-n', names.middle, 'address', 'add', `${network}.1/24`, 'dev', inner);
      run('-n', names[side], 'link', 'set', outer, 'up');
      run('-n', names.middle, 'link', 'set', inner, 'up');
    }
  } catch (error) {
    dispose();
    throw error;
  }
  const on = (name: string) => [ip, 'netns', 'exec', name];
  return {
    left: on(names.left),
    middle: on(names.middle),
    right: on(names.right),
    seenFromLeft: '10.77.1.1',
    seenFromRight: '10.77.2.1',
    dispose,
  };
}
