export type { PackageManager } from './package-manager.ts';
export { parsePackage, scriptsRunBy } from './read-package.ts';
export { createTasksService, type TasksService } from './service.ts';
