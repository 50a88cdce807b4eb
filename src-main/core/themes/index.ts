export { createThemesRouter } from './router.ts';
export { createThemesService, type ThemesService } from './service.ts';
