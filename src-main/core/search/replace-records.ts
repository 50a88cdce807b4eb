import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FileVersion } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** So many replaces can be taken back; older ones are forgotten. */
const keptRecords = 20;
const list = 'files.jsonl';

const Entry = z.object({
  projectId: z.string(),
  path: z.string(),
  /** The file with the bytes from before. */
  copy: z.string(),
  before: z.string(),
  after: z.string(),
});
export type ReplaceEntry = z.infer<typeof Entry>;

/** What one replace has changed, as it was. On disk, so that it outlives Core. */
export interface ReplaceRecord {
  /** Keeps a file's bytes; to be called before it is written. */
  keep(file: {
    readonly projectId: string;
    readonly path: string;
    readonly bytes: Uint8Array;
    readonly before: FileVersion;
    readonly after: FileVersion;
  }): Promise<void>;
}

export interface ReplaceRecords {
  /** The record of that id, an empty one when it is new. */
  open(id: string): Promise<ReplaceRecord>;
  /** The files of a replace. Throws CANNOT_UNDO when it is not known any more. */
  read(id: string, projectId: string): Promise<readonly ReplaceEntry[]>;
  bytesOf(id: string, entry: ReplaceEntry): Promise<Buffer>;
  forget(id: string): Promise<void>;
}

/** Keeps records in a folder of our own, each in a folder whose name begins with its time. */
export function createReplaceRecords(folder: string): ReplaceRecords {
  async function names(): Promise<string[]> {
    await mkdir(folder, { recursive: true });
    return (await readdir(folder)).sort();
  }

  async function find(id: string): Promise<string | null> {
    const name = (await names()).find((known) => known.endsWith(`_${id}`));
    return name === undefined ? null : join(folder, name);
  }

  async function make(id: string): Promise<string> {
    const known = await names();
    for (const old of known.slice(0, Math.max(0, known.length - keptRecords + 1))) {
      await rm(join(folder, old), { recursive: true, force: true });
    }
    const made = join(folder, `${Date.now().toString(36).padStart(9, '0')}_${id}`);
    await mkdir(made);
    return made;
  }

  return {
    async open(id) {
      let record = await find(id);
      let making: Promise<string> | null = null;
      return {
        async keep({ bytes, ...file }) {
          // Nothing is kept for a replace that changes nothing.
          making ??= record === null ? make(id) : Promise.resolve(record);
          record = await making;
          const copy = `${randomUUID()}.before`;
          await writeFile(join(record, copy), bytes, { flag: 'wx', mode: 0o600 });
          await appendFile(join(record, list), `${JSON.stringify({ ...file, copy })}\n`, { mode: 0o600 });
        },
      };
    },
    async read(id, projectId) {
      const record = await find(id);
      const text = record === null ? null : await readFile(join(record, list), 'utf8').catch(() => null);
      // A last line that was cut short belongs to a file that was not written.
      const entries = (text ?? '').split('\n').flatMap((line) => {
        const parsed = line === '' ? null : Entry.safeParse(parseLine(line));
        return parsed?.success ? [parsed.data] : [];
      });
      if (text === null || entries.some((entry) => entry.projectId !== projectId)) {
        throw desktopError('CANNOT_UNDO', {
          message: t('This replace has been undone already, or is too long ago to be undone.'),
        });
      }
      return entries;
    },
    bytesOf: async (id, { copy }) => readFile(join((await find(id)) ?? folder, copy)),
    async forget(id) {
      const record = await find(id);
      if (record !== null) await rm(record, { recursive: true, force: true });
    },
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
