import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { inspectDatabase, isDamage } from './check.ts';
import { busyTimeout, type Connection, connect, query } from './connection.ts';
import { type DatabaseFiles, databaseFiles } from './database-files.ts';
import { isCopyDue, keepGoodCopy, keepGoodCopyNow } from './good-copy.ts';
import { migrate, readSchemaVersion, schemaVersion } from './migrate.ts';
import { quarantineFolder, type Repair, repairDatabase, restoreMissing } from './repair.ts';
import { inspectWriteAheadLog } from './write-ahead-log.ts';

/** Something about the database that the person at the screen should know. */
export interface DatabaseNotice {
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly detail: string;
}

export interface CoreDatabase {
  /** `memory` where the file cannot be used: everything works, and is gone at the end. */
  readonly location: 'disk' | 'memory';
  /** What happened while opening. */
  readonly notices: readonly DatabaseNotice[];
  /** For what people wrote or decided: on the disk when the call returns. */
  readonly durable: Connection;
  /** For what can be done without: layouts, lists of what was opened. A power cut may take the last ones back. */
  readonly cached: Connection;
  /** Keeps a checked copy if the last one is older than an hour. */
  keepGoodCopy(): Promise<void>;
  /** To be told of every unexpected error: one that means damage makes the next start look at every page. */
  examineError(error: unknown): void;
  /** Keeps a copy if anything was written since the last one, then closes the file. */
  dispose(): Promise<void>;
}

/**
 * Opens the database in a data folder: checks it, repairs it if need be, brings it up to date. Never throws for the state
 * of the file: where it can't be used (newer, locked, not writable) it stays untouched and a database in memory takes its
 * place, with a notice that says so.
 */
export function openDatabase(options: { folder: string; now?: () => number }): CoreDatabase {
  const now = options.now ?? Date.now;
  const files = databaseFiles(options.folder);
  try {
    mkdirSync(files.folder, { recursive: true });
    const { client, notices } = openUsable(files, now());
    try {
      const version = readSchemaVersion(client);
      if (version > schemaVersion) {
        client.close();
        return openInMemory(newerNotice);
      }
      if (version > 0 && version < schemaVersion) keepGoodCopyNow(files, client);
      migrate(client);
      client.pragma(`busy_timeout = ${busyTimeout}`);
    } catch (error) {
      client.close();
      throw error;
    }
    return openOnDisk(files, client, notices, now);
  } catch (error) {
    return openInMemory(unusableNotice(files, error));
  }
}

interface Usable {
  readonly client: Database.Database;
  readonly notices: readonly DatabaseNotice[];
}

/** Opens the database as it is, restored or repaired, or an empty one at the first start. */
function openUsable(files: DatabaseFiles, now: number): Usable {
  const aside = setDamagedLogAside(files, now);
  const state = inspectDatabase(files);
  switch (state.kind) {
    case 'absent': {
      const restored = restoreMissing(files);
      return {
        client: connect(files.main, 'full'),
        notices: restored ? [missingNotice(restored.restoredFrom)] : [],
      };
    }
    case 'damaged': {
      const repair = repairDatabase(files, now);
      return { client: connect(files.main, 'full'), notices: [repairNotice(repair, state.reason)] };
    }
    case 'sound':
      rmSync(files.suspicion, { force: true });
      return { client: state.client, notices: aside === undefined ? [] : [logNotice(aside)] };
    default:
      return state satisfies never;
  }
}

// Before SQLite sees it: it removes a log that it can't read.
function setDamagedLogAside(files: DatabaseFiles, now: number): string | undefined {
  if (!existsSync(files.main) || inspectWriteAheadLog(files.writeAheadLog) !== 'damaged') return undefined;
  const folder = quarantineFolder(files, now);
  copyFileSync(files.writeAheadLog, join(folder, basename(files.writeAheadLog)));
  return folder;
}

function openOnDisk(
  files: DatabaseFiles,
  durable: Database.Database,
  notices: readonly DatabaseNotice[],
  now: () => number,
): CoreDatabase {
  const cached = connect(files.main, 'normal');
  const changes = () =>
    [durable, cached].reduce((sum, client) => {
      const count = client.prepare<[], number>('SELECT total_changes()').pluck().get();
      return sum + (count ?? 0);
    }, 0);
  let copiedAt = existsSync(files.goodCopies[0]) ? changes() : -1;
  let copying: Promise<void> | undefined;

  const copy = () => {
    copying ??= (async () => {
      const upTo = changes();
      try {
        if (await keepGoodCopy(files, durable)) copiedAt = upTo;
        else writeFileSync(files.suspicion, '');
      } finally {
        copying = undefined;
      }
    })();
    return copying;
  };

  return {
    location: 'disk',
    notices,
    durable: query(durable),
    cached: query(cached),
    keepGoodCopy: async () => {
      if (copiedAt !== changes() && isCopyDue(files, now())) await copy();
    },
    examineError(error) {
      if (isDamage(error)) writeFileSync(files.suspicion, '');
    },
    async dispose() {
      if (!durable.open) return;
      await copying;
      try {
        if (copiedAt !== changes()) await copy();
      } finally {
        cached.close();
        durable.close();
      }
    },
  };
}

function openInMemory(notice: DatabaseNotice): CoreDatabase {
  const client = new Database(':memory:', { timeout: busyTimeout });
  client.pragma('foreign_keys = ON');
  migrate(client);
  const connection = query(client);
  return {
    location: 'memory',
    notices: [notice],
    durable: connection,
    cached: connection,
    keepGoodCopy: async () => {},
    examineError: () => {},
    dispose: async () => {
      client.close();
    },
  };
}

const consequence =
  'FlashFusion works, but it will not remember projects, layouts or unsaved text of this session: save your files before you quit.';

const newerNotice: DatabaseNotice = {
  level: 'error',
  title: 'The database belongs to a newer FlashFusion',
  detail: `It was left as it is. ${consequence} Install the newer version to get everything back.`,
};

function unusableNotice(files: DatabaseFiles, error: unknown): DatabaseNotice {
  const code = String((error as { code?: unknown }).code ?? '');
  const reason = /BUSY|LOCKED/.test(code)
    ? 'Another program is using it.'
    : /READONLY|PERM|EACCES|EROFS|CANTOPEN|AUTH/.test(code)
      ? 'It cannot be written: check the permissions of its folder.'
      : /FULL|ENOSPC/.test(code)
        ? 'The disk is full.'
        : 'It could not be opened.';
  return { level: 'error', title: 'The database cannot be used', detail: `${files.main}: ${reason} ${consequence}` };
}

function repairNotice(repair: Repair, reason: string): DatabaseNotice {
  const recovered = repair.salvaged > 0 ? `, and ${entries(repair.salvaged)} could still be read from it` : '';
  const base =
    repair.restoredFrom === null
      ? `There was no good copy${recovered}.`
      : `The good copy of ${inWords(repair.restoredFrom)} was restored${recovered}.`;
  return {
    level: 'warning',
    title: 'The database was damaged and has been repaired',
    detail: `${base} Your files are not affected. The damaged database (${reason}) is kept in ${repair.quarantine}.`,
  };
}

function missingNotice(restoredFrom: number): DatabaseNotice {
  return {
    level: 'warning',
    title: 'The database was missing and has been restored',
    detail: `The good copy of ${inWords(restoredFrom)} was restored. Your files are not affected.`,
  };
}

function logNotice(quarantine: string): DatabaseNotice {
  return {
    level: 'warning',
    title: 'The database was damaged and has been repaired',
    detail: `The last changes of the previous session may be missing. Your files are not affected. What was found is kept in ${quarantine}.`,
  };
}

function entries(count: number): string {
  return count === 1 ? '1 newer entry' : `${count} newer entries`;
}

function inWords(time: number): string {
  return new Date(time).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}
