import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ContextService, createContextService } from '../../src-main/core/assistant/context/index.ts';
import { createRunGit } from '../../src-main/core/git/index.ts';
import { createProcessRegister } from '../../src-main/core/processes/index.ts';

export { contextRequest, emptySituation } from './context-request.ts';
export { writeTree as writeFiles } from './write-tree.ts';

/** The context service for one folder (or any whose path is the project's id), without the rest of Core; disposed when the test ends. */
export function contextOf(root: string): ContextService {
  const register = createProcessRegister();
  const indexFolder = mkdtempSync(join(tmpdir(), 'flashfusion-index-'));
  const service = createContextService({
    resolveProject: (id) => ({ path: isAbsolute(id) ? id : root, name: 'Example' }),
    indexFolder,
    onFailed(error) {
      throw error;
    },
    contextTokens: async () => 16_000,
    git: (id) => createRunGit({ folder: isAbsolute(id) ? id : root, trusted: false, program: 'git', register }),
  });
  onTestFinished(async () => {
    await service.dispose();
    await register.dispose();
    rmSync(indexFolder, { recursive: true, force: true });
  });
  return service;
}
