export { makeFirstCommit } from './first-commit.ts';
export { createRunGit, type RunGit } from './run-git.ts';
export { createGit, gitEnvironment, restrictedDiffArguments } from './safe-git.ts';
export { createGitService, type GitService } from './service.ts';
export { createSourceControl, type SourceControl } from './source-control.ts';
