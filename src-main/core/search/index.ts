export type { SearchDependencies, SearchService } from './service.ts';
export { createSearchService } from './service.ts';
