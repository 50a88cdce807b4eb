import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { FileRecord } from './file-record.ts';

/** Raised whenever records of before no longer mean the same. */
const version = 1;

interface Kept {
  readonly version: number;
  readonly root: string;
  readonly records: FileRecord[];
}

/** The records that were kept of a project; empty where there are none that can be used. */
export function loadRecords(file: string, root: string): FileRecord[] {
  try {
    const kept: Kept = deserialize(readFileSync(file));
    return kept.version === version && kept.root === root && Array.isArray(kept.records) ? kept.records : [];
  } catch {
    // Missing, of another version of the runtime, or cut off: it is made anew.
    return [];
  }
}

/** Keeps records. What was there before stays whole until the new ones are. */
export function saveRecords(file: string, root: string, records: FileRecord[]): void {
  const temporary = `${file}.new`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(temporary, serialize({ version, root, records } satisfies Kept), { mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
