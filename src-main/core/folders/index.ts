export { createFoldersRouter } from './router.ts';
