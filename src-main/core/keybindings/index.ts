export { createKeybindingsService, type KeybindingsService } from './service.ts';
