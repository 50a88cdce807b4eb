import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

const compress = promisify(deflateRaw);
/** Of the plain format, which every program reads (PKWARE's APPNOTE.TXT); more needs its 64-bit extension. */
const mostEntries = 65_535;
const mostBytes = 0xffffffff;
const textInUtf8 = 0x0800;
const versionNeeded = 20;
const deflated = 8;
const stored = 0;

/** An archive that is being written. */
export interface ZipArchive {
  /** Adds a file; its path has forward slashes. Throws a RangeError where the archive has no room for more. */
  add(path: string, contents: string | Uint8Array, modified: Date): Promise<void>;
  /** Writes what ties it together, and answers how many bytes it has. */
  finish(): Promise<number>;
  close(): Promise<void>;
}

interface Entry {
  readonly name: Buffer;
  readonly fields: Buffer;
  readonly offset: number;
}

/** Begins a .zip in a new file. */
export async function createZipArchive(path: string): Promise<ZipArchive> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  const entries: Entry[] = [];
  let offset = 0;
  const write = async (bytes: Buffer) => {
    if (offset + bytes.length > mostBytes) throw new RangeError('the archive is larger than 4 GB');
    await file.writeFile(bytes);
    offset += bytes.length;
  };

  return {
    async add(entryPath, contents, modified) {
      if (entries.length >= mostEntries) throw new RangeError('the archive has too many files');
      const plain = typeof contents === 'string' ? Buffer.from(contents, 'utf8') : Buffer.from(contents);
      const packed = await compress(plain);
      const smaller = packed.length < plain.length;
      const body = smaller ? packed : plain;
      const name = Buffer.from(entryPath, 'utf8');
      // What a file's own header and its line in the directory have in common.
      const fields = Buffer.alloc(26);
      fields.writeUInt16LE(versionNeeded, 0);
      fields.writeUInt16LE(textInUtf8, 2);
      fields.writeUInt16LE(smaller ? deflated : stored, 4);
      const { date, time } = dosTime(modified);
      fields.writeUInt16LE(time, 6);
      fields.writeUInt16LE(date, 8);
      fields.writeUInt32LE(crc32(plain), 10);
      fields.writeUInt32LE(body.length, 14);
      fields.writeUInt32LE(plain.length, 18);
      fields.writeUInt16LE(name.length, 22);
      entries.push({ name, fields, offset });
      await write(Buffer.concat([signature(0x04034b50), fields, name, body]));
    },
    async finish() {
      const start = offset;
      for (const entry of entries) {
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(entry.offset, 10);
        const madeBy = Buffer.alloc(2);
        madeBy.writeUInt16LE(versionNeeded, 0);
        await write(Buffer.concat([signature(0x02014b50), madeBy, entry.fields, tail, entry.name]));
      }
      const end = Buffer.alloc(18);
      end.writeUInt16LE(entries.length, 4);
      end.writeUInt16LE(entries.length, 6);
      end.writeUInt32LE(offset - start, 8);
      end.writeUInt32LE(start, 12);
      await write(Buffer.concat([signature(0x06054b50), end]));
      await file.sync();
      return offset;
    },
    close: () => file.close(),
  };
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Local time in steps of two seconds, from 1980 on. */
function dosTime(time: Date): { date: number; time: number } {
  const year = Math.min(Math.max(time.getFullYear(), 1980), 2107);
  return {
    date: ((year - 1980) << 9) | ((time.getMonth() + 1) << 5) | time.getDate(),
    time: (time.getHours() << 11) | (time.getMinutes() << 5) | (time.getSeconds() >> 1),
  };
}
