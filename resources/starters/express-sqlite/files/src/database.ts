import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";

/** Applied in order, each once. Never edit one that has been released: add the next. */
const migrations = [
  `CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT`,
  `ALTER TABLE notes ADD COLUMN deleted_at TEXT`,
];

/** Opens the database, creating it and its folder when missing, and brings its tables up to date. */
export function openDatabase(file: string): Database {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
  const database = new SqliteDatabase(file);
  database.pragma("journal_mode = WAL");
  database.pragma("foreign_keys = ON");
  migrate(database);
  return database;
}

function migrate(database: Database) {
  const applied = Number(database.pragma("user_version", { simple: true }));
  for (const [index, statement] of migrations.entries()) {
    if (index < applied) continue;
    database.transaction(() => {
      database.exec(statement);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}
