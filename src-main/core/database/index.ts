export { sqliteErrorCode } from './check.ts';
export type { Connection } from './connection.ts';
export { type DatabaseHealth, describeHealth } from './health.ts';
export { type CoreDatabase, type DatabaseNotice, openDatabase } from './open-database.ts';
export type { EditPlan, KeptFailure, RequestPurpose } from './schema.ts';
export * as tables from './schema.ts';
