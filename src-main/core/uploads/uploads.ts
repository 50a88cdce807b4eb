import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** Bytes of all files of one upload. */
export const largestUpload = 512 * 1024 * 1024;

/** Where files from a browser wait until they are imported. */
export interface Uploads {
  begin(): Promise<{ uploadId: string }>;
  /** INVALID_NAME for what is no plain file name, NOT_FOUND for an upload that is over, TOO_LARGE, NO_SPACE. */
  append(input: { uploadId: string; name: string; base64: string }): Promise<{ path: string }>;
  discard(uploadId: string): Promise<void>;
}

/** Makes the place for uploads; what an earlier start left there goes. */
export function createUploads({ folder, limit = largestUpload }: { folder: string; limit?: number }): Uploads {
  const emptied = rm(folder, { recursive: true, force: true });
  const sizes = new Map<string, number>();

  return {
    async begin() {
      await emptied;
      const uploadId = randomBytes(12).toString('hex');
      await mkdir(join(folder, uploadId), { recursive: true, mode: 0o700 });
      sizes.set(uploadId, 0);
      return { uploadId };
    },
    async append({ uploadId, name, base64 }) {
      const size = sizes.get(uploadId);
      if (size === undefined)
        throw desktopError('NOT_FOUND', { message: t('This upload is over. Drop the files again.') });
      if (/[/\\\0]/.test(name) || name === '.' || name === '..') throw desktopError('INVALID_NAME');
      const bytes = Buffer.from(base64, 'base64');
      if (size + bytes.byteLength > limit) {
        throw desktopError('TOO_LARGE', {
          message: t('At most 512 MB can be dropped at once. Copy larger files on the machine itself.'),
        });
      }
      sizes.set(uploadId, size + bytes.byteLength);
      const path = join(folder, uploadId, name);
      await appendFile(path, bytes).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOSPC' ? desktopError('NO_SPACE', { message: t('The disk is full.') }) : error;
      });
      return { path };
    },
    async discard(uploadId) {
      if (!sizes.delete(uploadId)) return;
      await rm(join(folder, uploadId), { recursive: true, force: true });
    },
  };
}
