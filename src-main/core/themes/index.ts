export { createThemesService, type ThemesService } from './service.ts';
