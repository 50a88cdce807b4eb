import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { syncFolder, writeDurably } from './durable-write.ts';
import { hasErrorCode } from './file-errors.ts';
import { isProcessAlive, isTemporaryName } from './temporary-names.ts';

/** Work in progress that a killed process would leave behind, and how it is put right. */
const Entry = z.discriminatedUnion('kind', [
  /** A temporary file or folder that is removed. */
  z.object({ kind: z.literal('temporary'), pid: z.number(), path: z.string() }),
  /** A file that is being written in place, with its old and its new contents in files of ours. */
  z.object({ kind: z.literal('inPlace'), pid: z.number(), target: z.string(), before: z.string(), after: z.string() }),
]);
type Entry = z.infer<typeof Entry>;
export type InPlaceEntry = Extract<Entry, { kind: 'inPlace' }>;

export interface WorkJournal {
  /** Notes a temporary path before it is made. Call `end` when it is gone or has become something else. */
  begin(temporaryPath: string): Promise<{ end(): Promise<void> }>;
  /** Keeps both contents of a file durably before it is written in place. `end` drops them. */
  beginInPlace(target: string, before: Uint8Array, after: Uint8Array): Promise<{ end(): Promise<void> }>;
  /** Puts right what dead processes left. `mend` answers whether an interrupted file has been dealt with. */
  recover(mend: (entry: InPlaceEntry) => Promise<boolean>): Promise<void>;
}

/** Keeps track of work in progress in a folder of our own. */
export function createWorkJournal(folder: string): WorkJournal {
  const activeEntries = new Set<string>();
  let made: Promise<unknown> | null = null;

  function ensureFolder(): Promise<unknown> {
    made ??= mkdir(folder, { recursive: true });
    return made;
  }

  function newName(): string {
    return `${process.pid}-${randomBytes(8).toString('hex')}`;
  }

  async function begin(temporaryPath: string) {
    const entryPath = join(folder, `${newName()}.json`);
    const entry: Entry = { kind: 'temporary', pid: process.pid, path: temporaryPath };
    activeEntries.add(basename(entryPath));
    // Neither durable nor required: it guards against killed processes, and a stray file does no harm.
    await ensureFolder()
      .then(() => writeFile(entryPath, JSON.stringify(entry)))
      .catch(() => {});
    return {
      async end() {
        await rm(entryPath, { force: true }).catch(() => {});
        activeEntries.delete(basename(entryPath));
      },
    };
  }

  async function beginInPlace(target: string, before: Uint8Array, after: Uint8Array) {
    await ensureFolder();
    const name = newName();
    const entryPath = join(folder, `${name}.json`);
    const entry: Entry = {
      kind: 'inPlace',
      pid: process.pid,
      target,
      before: join(folder, `${name}.before`),
      after: join(folder, `${name}.after`),
    };
    activeEntries.add(basename(entryPath));
    const end = async () => {
      await rm(entryPath, { force: true });
      await Promise.all([rm(entry.before, { force: true }), rm(entry.after, { force: true })]);
      activeEntries.delete(basename(entryPath));
    };
    try {
      await Promise.all([writeDurably(entry.before, before), writeDurably(entry.after, after)]);
      await writeDurably(entryPath, Buffer.from(JSON.stringify(entry)));
      await syncFolder(folder);
    } catch (error) {
      await end();
      throw error;
    }
    return { end };
  }

  async function recover(mend: (entry: InPlaceEntry) => Promise<boolean>): Promise<void> {
    for (const name of await readNames()) {
      if (!name.endsWith('.json') || activeEntries.has(name)) continue;
      const entryPath = join(folder, name);
      const entry = await readEntry(entryPath);
      if (entry && entry.pid !== process.pid && isProcessAlive(entry.pid)) continue;
      if (entry?.kind === 'temporary' && isTemporaryName(basename(entry.path))) {
        await rm(entry.path, { force: true, recursive: true });
      }
      if (entry?.kind === 'inPlace') {
        if (!(await mend(entry))) continue;
        await Promise.all([rm(entry.before, { force: true }), rm(entry.after, { force: true })]);
      }
      await unlink(entryPath);
    }
    await removeOrphans();
  }

  /** Contents that were kept but never written down in an entry: their work had not begun. */
  async function removeOrphans(): Promise<void> {
    const names = new Set(await readNames());
    for (const name of names) {
      const entryName = name.replace(/\.(before|after)$/, '.json');
      if (entryName === name || names.has(entryName) || activeEntries.has(entryName)) continue;
      const pid = Number.parseInt(name, 10);
      if (pid === process.pid || !isProcessAlive(pid)) await rm(join(folder, name), { force: true });
    }
  }

  function readNames(): Promise<string[]> {
    return readdir(folder).catch((error: unknown) => {
      if (hasErrorCode(error, 'ENOENT')) return [];
      throw error;
    });
  }

  return { begin, beginInPlace, recover };
}

/** An entry that was itself cut short describes work that had not begun. */
async function readEntry(entryPath: string): Promise<Entry | null> {
  try {
    return Entry.parse(JSON.parse(await readFile(entryPath, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
}
