import Database from 'better-sqlite3';
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as schema from './schema.ts';

/** Tables in an order in which rows come after those that they refer to, and what tells which of two rows is newer. */
const tables: readonly { readonly table: SQLiteTable; readonly time?: string }[] = [
  { table: schema.projects, time: 'last_opened_at' },
  { table: schema.backups, time: 'saved_at' },
  { table: schema.layouts, time: 'saved_at' },
  { table: schema.secrets, time: 'saved_at' },
  { table: schema.settings },
  { table: schema.windows },
  { table: schema.openedFiles, time: 'opened_at' },
  { table: schema.collaborationSessions, time: 'last_active_at' },
  { table: schema.collaborationUpdates, time: 'saved_at' },
  { table: schema.collaborationTexts, time: 'saved_at' },
  { table: schema.collaborationVersions, time: 'created_at' },
  { table: schema.generations, time: 'created_at' },
  { table: schema.modelConnections, time: 'saved_at' },
  { table: schema.modelPrices },
  { table: schema.modelWindows },
  { table: schema.modelChoices, time: 'saved_at' },
  { table: schema.conversations, time: 'updated_at' },
  { table: schema.messages, time: 'created_at' },
  { table: schema.modelRequests, time: 'started_at' },
  { table: schema.toolPermissions, time: 'saved_at' },
  { table: schema.promptTemplates, time: 'saved_at' },
  { table: schema.editFiles, time: 'staged_at' },
  { table: schema.editHunks },
  { table: schema.editTexts, time: 'saved_at' },
  { table: schema.editCheckpoints, time: 'created_at' },
  { table: schema.editSteps, time: 'created_at' },
];

type Row = Record<string, unknown>;

/**
 * Reads whatever can still be read from a damaged database into a sound one, where the newer row of two wins. Rows whose
 * values don't fit their columns are left behind. Returns how many rows were added or replaced.
 */
export function salvageRows(damagedPath: string, target: Database.Database): number {
  let source: Database.Database | undefined;
  try {
    source = new Database(damagedPath);
    const opened = source;
    return tables.reduce((count, { table, time }) => count + salvageTable(opened, target, table, time), 0);
  } catch {
    // Not even a connection: the copy alone has to do.
    return 0;
  } finally {
    source?.close();
  }
}

function salvageTable(source: Database.Database, target: Database.Database, table: SQLiteTable, time?: string): number {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const names = columns.map((column) => column.name);
  const keys = columns.filter((column) => column.primary).map((column) => column.name);
  const key = keys.length > 0 ? keys : (primaryKeys[0]?.columns.map((column) => column.name) ?? []);
  const quoted = (list: readonly string[]) => list.map((column) => `"${column}"`).join(', ');
  const changes = names.map((column) => `"${column}" = excluded."${column}"`);
  const newer = time === undefined ? '' : `WHERE excluded."${time}" > "${name}"."${time}"`;
  const insert = target.prepare(
    `INSERT INTO "${name}" (${quoted(names)}) VALUES (${names.map(() => '?').join(', ')})
     ON CONFLICT (${quoted(key)}) DO UPDATE SET ${changes.join(', ')} ${newer}`,
  );
  let count = 0;
  target.transaction(() => {
    for (const row of readableRows(source, name, quoted(names))) {
      if (columns.every((column) => fits(column, row[column.name]))) count += insertRow(insert, row, names);
    }
  })();
  return count;
}

/** A row that breaks a rule of the schema, such as one whose project is lost, adds nothing. */
function insertRow(insert: Database.Statement, row: Row, names: readonly string[]): number {
  try {
    return insert.run(...names.map((name) => row[name])).changes;
  } catch {
    return 0;
  }
}

/** Rows from the start up to the first damage, and from the end back to the last. */
function readableRows(source: Database.Database, table: string, columns: string): Row[] {
  const rows = new Map<number, Row>();
  for (const direction of ['ASC', 'DESC']) {
    try {
      const query = source.prepare<[], Row & { salvage_row: number }>(
        `SELECT rowid AS salvage_row, ${columns} FROM "${table}" NOT INDEXED ORDER BY rowid ${direction}`,
      );
      for (const row of query.iterate()) {
        if (rows.has(row.salvage_row)) break;
        rows.set(row.salvage_row, row);
      }
    } catch {
      // Here the damage begins; the other direction may still reach the rows behind it.
    }
  }
  return [...rows.values()];
}

function fits(column: SQLiteColumn, value: unknown): boolean {
  if (value === null) return !column.notNull;
  switch (column.getSQLType()) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'real':
      return typeof value === 'number';
    case 'blob':
      return Buffer.isBuffer(value);
    default:
      return typeof value === 'string' && (column.dataType !== 'json' || isJson(value));
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
