import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** For both families: two windows may have found each other by either. */
const rule = async (...words: string[]) => {
  for (const family of ['-4', '-6']) await run('ip', [family, 'rule', ...words]);
};

/** A machine whose datagrams lead nowhere, so that peers see what a lost network looks like. */
export interface LostNetwork {
  /** Lets everything through again. */
  restore(): Promise<void>;
}

/** Where this machine's own addresses are looked up meanwhile, and the place of ours before that. */
const [local, ours] = ['90', '50'];

/**
 * Leads all UDP of this machine into nothing, as long as it lasts: what runs between peers. TCP goes on, and so do the tests. Needs to be
 * root, and `ip` of iproute2.
 */
export async function loseNetwork(): Promise<LostNetwork> {
  await rule('add', 'pref', local, 'lookup', 'local');
  await rule('del', 'pref', '0');
  await rule('add', 'pref', ours, 'ipproto', 'udp', 'blackhole');
  return {
    async restore() {
      await rule('del', 'pref', ours);
      await rule('add', 'pref', '0', 'lookup', 'local');
      await rule('del', 'pref', local);
    },
  };
}
