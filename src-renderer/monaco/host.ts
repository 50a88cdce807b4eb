/** Monaco and what is built on it, for those who get it when it has been loaded. */
export type MonacoHost = typeof import('./monaco.ts');
