export { createDiagnosticsService, type DiagnosticsService } from './service.ts';
