import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { assertKey, type ObjectStore, ofSize } from '../../objects.ts';

/** What stands in the first line of each file, before the bytes: one file is written and replaced as one. */
interface Header {
  readonly key: string;
  readonly contentType: string;
  readonly size: number;
}

const longestHeader = 4096;

/** Objects as files in a folder. Names are hashes of the keys, so that no key can mean a file elsewhere or a second one. */
export function createFileObjectStore(folder: string): ObjectStore {
  const fileOf = (key: string) => {
    assertKey(key);
    const name = createHash('sha256').update(key).digest('hex');
    return join(folder, name.slice(0, 2), name.slice(2));
  };
  return {
    async put(key, { contentType, size, body }) {
      const file = fileOf(key);
      const part = `${file}.${randomUUID()}.part`;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const handle = await open(part, 'wx', 0o600);
      try {
        try {
          const header: Header = { key, contentType, size };
          await handle.writeFile(`${JSON.stringify(header)}\n`);
          await handle.writeFile(ofSize(body, size));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(part, file);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async get(key) {
      const handle = await open(fileOf(key), 'r').catch(nullWhenMissing);
      if (handle === null) return null;
      try {
        const { header, start } = await readHeader(handle);
        const { contentType, size } = header;
        const stream = createReadStream('', { fd: handle, start });
        return { contentType, size, body: Readable.toWeb(stream) as ReadableStream<Uint8Array> };
      } catch (error) {
        await handle.close();
        throw error;
      }
    },
    remove: (key) => rm(fileOf(key), { force: true }),
    async ping() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.R_OK | constants.W_OK);
    },
    dispose() {},
  };
}

async function readHeader(handle: FileHandle): Promise<{ header: Header; start: number }> {
  const buffer = Buffer.alloc(longestHeader);
  const { bytesRead } = await handle.read(buffer, 0, longestHeader, 0);
  const end = buffer.subarray(0, bytesRead).indexOf('\n');
  if (end < 0) throw new Error('A file of the object store has no header.');
  return { header: JSON.parse(buffer.toString('utf8', 0, end)), start: end + 1 };
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
