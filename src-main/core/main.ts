import { enableCodeCache } from './code-cache.ts';
import { environment } from './environment.ts';

enableCodeCache(environment);
await import('./run-core.ts');
