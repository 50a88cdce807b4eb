import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { SearchPart, search } from '../../../contract/desktop/search.ts';
import type { FilesService, RegisterChild } from '../files/index.ts';
import { replaceInFiles } from './replace-in-files.ts';
import { createReplaceRecords } from './replace-records.ts';
import { searchFiles } from './search-files.ts';
import { undoReplace } from './undo-replace.ts';

type Inputs = InferContractRouterInputs<typeof search>;
type Outputs = InferContractRouterOutputs<typeof search>;

export interface SearchDependencies {
  /** The absolute, real folder of a project; throws PROJECT_NOT_FOUND. */
  readonly resolveRoot: (projectId: string) => string;
  /** A folder of our own where what a replace has changed is kept as it was. */
  readonly undoFolder: string;
  /** Takes up child programs, so that none outlives Core. */
  readonly registerChild: RegisterChild;
  readonly rewrite: FilesService['rewrite'];
}

/** Search and replace across the files of a project: one method for each procedure of the `search` contract. */
export interface SearchService {
  /** Ends its ripgrep when the signal is aborted or the reader stops. */
  readonly run: (input: Inputs['run'], signal?: AbortSignal) => AsyncGenerator<SearchPart, void, void>;
  readonly replace: (input: Inputs['replace']) => Promise<Outputs['replace']>;
  readonly undoReplace: (input: Inputs['undoReplace']) => Promise<Outputs['undoReplace']>;
}

/** Search and replace. Nothing that a folder brings along decides how: ripgrep reads no configuration. */
export function createSearchService(dependencies: SearchDependencies): SearchService {
  const { resolveRoot, registerChild, rewrite } = dependencies;
  const records = createReplaceRecords(dependencies.undoFolder);
  return {
    run: ({ projectId, ...request }, signal) =>
      searchFiles({ root: resolveRoot(projectId), ...request }, registerChild, signal),
    replace: (request) => replaceInFiles(request, { records, rewrite }),
    undoReplace: (request) => undoReplace(request, { records, rewrite }),
  };
}
