import { changes } from './changes.ts';

/** Everything a window may ask about a project's repository. */
export const git = { ...changes };
