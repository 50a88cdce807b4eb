export { createLanguagesService, type LanguagesService } from './service.ts';
export { findTypeScript } from './typescript-server.ts';
