export { createDiagnosticsRouter } from './router.ts';
export { createDiagnosticsService, type DiagnosticsService } from './service.ts';
