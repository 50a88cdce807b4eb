export { createTerminalService, type OutputWatcher, type TerminalService } from './service.ts';
