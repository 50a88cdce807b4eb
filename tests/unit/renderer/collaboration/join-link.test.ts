import { expect, test } from 'vitest';
import type { CloudState } from '../../../../contract/desktop/cloud.ts';
import { joinLink, reachesOthers } from '../../../../src-renderer/features/collaboration/share/join-link.ts';

const code = '0123-4567-89AB-CDEF-GHJK';
const cloud = (change: Partial<CloudState>): CloudState => ({
  kind: 'embedded',
  status: 'ready',
  address: 'http://127.0.0.1:41234',
  signaling: 'ws://127.0.0.1:41234/signaling',
  lan: { on: false, addresses: [] },
  found: [],
  problem: null,
  ...change,
});

test('a code reaches nobody elsewhere while this machine’s server is closed to the network', () => {
  const closed = cloud({});
  expect([reachesOthers(closed), joinLink(code, closed)]).toEqual([false, `flashfusion://join/${code}`]);
  const open = cloud({ lan: { on: true, addresses: ['http://192.168.1.20:4321'] } });
  expect([reachesOthers(open), joinLink(code, open)]).toEqual([
    true,
    `flashfusion://join/${code}?server=http%3A%2F%2F192.168.1.20%3A4321`,
  ]);
  expect(reachesOthers(cloud({ kind: 'remote', address: 'https://cloud.example' }))).toBe(true);
});
