import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPageMark, writePageMark } from '../../../cloud-api/features/catalogue/page-mark.ts';
import { starters } from '../../../cloud-api/features/catalogue/starters.ts';

const folder = join(import.meta.dirname, '../../../resources/starters');

it('the catalogue’s starters are those that the desktop brings along, but for the empty one', () => {
  const resources = readdirSync(folder)
    .filter((name) => name !== 'empty')
    .map((name) => JSON.parse(readFileSync(join(folder, name, 'starter.json'), 'utf8')));
  const wanted = resources.map(({ id, title, description, tags }) => ({ id, title, description, tags }));
  expect(starters.map(({ id, title, description, tags }) => ({ id, title, description, tags }))).toEqual(wanted);
});

it('a mark between pages is read as it was written', () => {
  for (const mark of [
    { value: 0, id: 'a' },
    { value: 253_402_300_799_999, id: 'a-template-of-somebody' },
  ]) {
    expect(readPageMark(writePageMark(mark))).toEqual(mark);
  }
});
