export { createLanguagesRouter } from './router.ts';
export { createLanguagesService, type LanguagesService } from './service.ts';
