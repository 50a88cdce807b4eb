export { type CoreLog, createCoreLog } from './core-log.ts';
export { createAppRouter } from './router.ts';
