export { type Backups, createBackups } from './backups.ts';
export { createEditorRouter } from './router.ts';
