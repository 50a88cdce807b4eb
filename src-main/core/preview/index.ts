export { runProgram, scriptEnvironment } from './run-program.ts';
export type { ServedFolder } from './serve-folder.ts';
export { createPreviewService, type PreviewService } from './service.ts';
