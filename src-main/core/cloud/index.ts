export { createCloudRouter } from './router.ts';
export { type CloudService, createCloudService } from './service.ts';
