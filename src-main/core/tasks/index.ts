export { createTasksRouter } from './router.ts';
export { createTasksService, type TasksService } from './service.ts';
