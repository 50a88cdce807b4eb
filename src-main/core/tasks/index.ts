export type { PackageManager } from './package-manager.ts';
export { parsePackage } from './read-package.ts';
export { createTasksService, type TasksService } from './service.ts';
