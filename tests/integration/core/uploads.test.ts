import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createUploads } from '../../../src-main/core/uploads/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

it('puts pieces together in a place of their own, and removes them when asked', async () => {
  const folder = join(temporaryFolder('uploads'), 'uploads');
  mkdirSync(join(folder, 'left'), { recursive: true });
  writeFileSync(join(folder, 'left', 'over.txt'), '');
  const uploads = createUploads({ folder });
  const { uploadId } = await uploads.begin();
  expect(readdirSync(folder)).toEqual([uploadId]);
  await uploads.append({ uploadId, name: 'photo.txt', base64: base64('one ') });
  const { path } = await uploads.append({ uploadId, name: 'photo.txt', base64: base64('two') });
  expect(readFileSync(path, 'utf8')).toBe('one two');
  await uploads.append({ uploadId, name: 'empty.txt', base64: '' });
  await uploads.discard(uploadId);
  expect(existsSync(path)).toBe(false);
  await expect(uploads.append({ uploadId, name: 'photo.txt', base64: '' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('takes plain names and no more than its limit', async () => {
  const folder = join(temporaryFolder('uploads'), 'uploads');
  const uploads = createUploads({ folder, limit: 10 });
  const { uploadId } = await uploads.begin();
  for (const name of ['../out.txt', 'a/b', 'a\\b', '..', '.', 'a\0b']) {
    await expect(uploads.append({ uploadId, name, base64: '' })).rejects.toMatchObject({ code: 'INVALID_NAME' });
  }
  await uploads.append({ uploadId, name: 'a', base64: base64('123456') });
  await expect(uploads.append({ uploadId, name: 'b', base64: base64('123456') })).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
});
