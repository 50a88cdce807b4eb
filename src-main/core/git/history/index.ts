export { createGitHistoryRouter } from './router.ts';
export { createGitHistoryService, type GitHistoryService } from './service.ts';
