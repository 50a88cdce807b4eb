export { createGitHistoryService, type GitHistoryService } from './service.ts';
