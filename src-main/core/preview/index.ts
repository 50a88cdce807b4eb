export { createPreviewRouter } from './router.ts';
export { createPreviewService, type PreviewService } from './service.ts';
