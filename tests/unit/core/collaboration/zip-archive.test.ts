import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createZipArchive } from '../../../../src-main/core/collaboration/zip-archive.ts';
import { readZip } from '../../../support/read-zip.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('what goes into an archive comes out of it', async () => {
  const path = join(temporaryFolder('zip'), 'session.zip');
  const archive = await createZipArchive(path);
  const files = new Map([
    ['empty.txt', ''],
    ['src/größe 明.ts', 'export const größe = 1;\n'.repeat(2000)],
    ['short', 'x'],
  ]);
  for (const [name, text] of files) await archive.add(name, text, new Date(2026, 10, 29, 12, 30, 11));
  const bytes = await archive.finish();
  await archive.close();
  expect(readZip(path)).toEqual(files);
  expect(statSync(path).size).toBe(bytes);
  expect(bytes).toBeLessThan(2000);
});

test('an archive of nothing is one', async () => {
  const path = join(temporaryFolder('zip'), 'empty.zip');
  const archive = await createZipArchive(path);
  await archive.finish();
  await archive.close();
  expect(readZip(path)).toEqual(new Map());
});

test('no file is written over', async () => {
  const path = join(temporaryFolder('zip'), 'taken.zip');
  await (await createZipArchive(path)).close();
  await expect(createZipArchive(path)).rejects.toMatchObject({ code: 'EEXIST' });
});
