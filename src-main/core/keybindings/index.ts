export { createKeybindingsRouter } from './router.ts';
export { createKeybindingsService, type KeybindingsService } from './service.ts';
