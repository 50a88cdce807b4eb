export { type CollaborationService, createCollaborationService } from './service.ts';
