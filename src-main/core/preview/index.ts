export { runProgram, scriptEnvironment } from './run-program.ts';
export { createPreviewService, type PreviewService } from './service.ts';
