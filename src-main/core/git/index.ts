export { makeFirstCommit } from './first-commit.ts';
export { createChangesHandlers } from './router.ts';
export { createGit, restrictedDiffArguments } from './safe-git.ts';
export { createGitService, type GitService } from './service.ts';
export { createSourceControl, type SourceControl } from './source-control.ts';
