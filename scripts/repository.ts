import { dirname } from 'node:path';

/** Absolute path of the checkout that these scripts belong to. */
export const repositoryRoot: string = dirname(import.meta.dirname);
