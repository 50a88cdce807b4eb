import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { withTwoMachines } from '../../../support/two-machines.ts';

const programs = join(import.meta.dirname, 'programs');
const machines = withTwoMachines('192.168.77');

test('a server that is announced on one machine is found on another, and lost when it is taken back', async () => {
  const finder = machines.run('there', join(programs, 'find.ts'));
  const announcer = machines.run('here', join(programs, 'announce.ts'), '41234');
  await vi.waitFor(() => expect(announcer.lines).toContain('announced'), { timeout: 15_000 });
  const found = JSON.stringify([{ name: hostname(), address: `http://${machines.address}:41234`, version: '1.2.3' }]);
  await vi.waitFor(() => expect(finder.lines).toContain(found), { timeout: 20_000 });
  // One that starts to look later asks, and is answered.
  const late = machines.run('there', join(programs, 'find.ts'));
  await vi.waitFor(() => expect(late.lines).toContain(found), { timeout: 20_000 });

  announcer.end();
  await announcer.ended;
  for (const each of [finder, late]) {
    await vi.waitFor(() => expect(each.lines.at(-1)).toBe('[]'), { timeout: 10_000 });
  }
}, 90_000);
