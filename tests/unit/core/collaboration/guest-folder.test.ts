import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderNameOf, makeGuestFolder } from '../../../../src-main/core/collaboration/guest-folder.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test.each([
  ['ferry-times', 'ferry-times'],
  ['  Ferry times  ', 'Ferry times'],
  ['../../etc/passwd', 'etc passwd'],
  ['..', 'session'],
  ['', 'session'],
  ['a:b*c?"<>|d', 'a b c d'],
  ['-rf', 'rf'],
  ['con', 'session'],
  ['nul.txt', 'session'],
  ['line\nbreak\0\u202e', 'line break'],
  ['.git', 'git'],
  ['x'.repeat(500), 'x'.repeat(60)],
])('%j becomes %j', (name, folder) => {
  expect(folderNameOf(name)).toBe(folder);
});

test('the folder is new, whatever is there already', async () => {
  const parent = join(temporaryFolder('guest'), 'Sessions');
  const made = await Promise.all([1, 2, 3].map(() => makeGuestFolder(parent, 'ferry')));
  expect(new Set(made).size).toBe(3);
  expect(readdirSync(parent).sort()).toEqual(['ferry', 'ferry 2', 'ferry 3']);
  expect(made.every((folder) => existsSync(folder))).toBe(true);
});
