export { createSearchRouter } from './router.ts';
export type { SearchDependencies, SearchService } from './service.ts';
export { createSearchService } from './service.ts';
