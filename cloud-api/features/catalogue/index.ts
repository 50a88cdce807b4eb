export { createCatalogueRouter } from './router.ts';
export { seedStarters } from './starters.ts';
