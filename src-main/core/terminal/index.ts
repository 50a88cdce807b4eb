export { createTerminalRouter } from './router.ts';
export { createTerminalService, type OutputWatcher, type TerminalService } from './service.ts';
