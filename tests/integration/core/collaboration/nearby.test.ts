import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { withTwoMachines } from '../../../support/two-machines.ts';

const programs = join(import.meta.dirname, 'programs');
const machines = withTwoMachines('192.168.78');

function line(server: string): string {
  return JSON.stringify([{ name: 'Ferry times', person: 'Mira', code: '0123-4567-89AB-CDEF-GHJK', server }]);
}

test.each([
  ['at its own server', [`http://${machines.address}:41234`], `http://${machines.address}:41234`],
  ['at one elsewhere', [`http://${machines.address}:41234`, 'https://cloud.example'], 'https://cloud.example'],
])(
  'a session that meets %s is found on another machine, and lost when it is not told of any more',
  async (_, args, server) => {
    const finder = machines.run('there', join(programs, 'find-sessions.ts'));
    const announcer = machines.run('here', join(programs, 'announce-session.ts'), ...args);
    await vi.waitFor(() => expect(announcer.lines).toContain('announced'), { timeout: 15_000 });
    await vi.waitFor(() => expect(finder.lines).toContain(line(server)), { timeout: 20_000 });
    announcer.end();
    await announcer.ended;
    await vi.waitFor(() => expect(finder.lines.at(-1)).toBe('[]'), { timeout: 10_000 });
  },
  60_000,
);
