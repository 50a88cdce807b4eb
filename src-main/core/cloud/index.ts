export { addressOf, announceService, findServices, textOf } from './local-network.ts';
export { type CloudService, createCloudService } from './service.ts';
