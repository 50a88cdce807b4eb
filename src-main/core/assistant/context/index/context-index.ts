import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileChange } from '../../../../../contract/model/file.ts';
import { createAskedWorker } from '../workers/ask-worker.ts';
import type { IndexedProject, IndexQuestion } from '../workers/context-index.process.ts';
import { startWorker } from '../workers/start-worker.ts';
import type { LineRange } from './find-definition.ts';
import type { FindQuestion, FoundInProject } from './find-in-project.ts';

/** Finds what belongs to a question in projects, in a thread of its own. */
export interface ContextIndex {
  find(root: string, question: FindQuestion): Promise<FoundInProject>;
  /** The lines of what defines a name on a line of a text. */
  definition(path: string, text: string, line: number, name: string): Promise<LineRange>;
  /** Begins with a project's index before anybody asks. */
  open(root: string): Promise<void>;
  /** Tells of changed files. Nothing is started for it: an index that is not open looks for itself later. */
  changed(root: string, changes: readonly FileChange[], rescan: boolean): void;
  close(root: string): Promise<void>;
  /** Resolves when a project's index is complete. */
  settled(root: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Without a question for so long its thread ends, and the memory it takes is free; the index is on disk. */
const idleAfter = 10 * 60 * 1000;
const closingTime = 3000;

type WithoutId<Question> = Question extends unknown ? Omit<Question, 'id'> : never;

/** `folder` is where indexes are kept, one file for each project. */
export function createContextIndex(folder: string): ContextIndex {
  const worker = createAskedWorker<WithoutId<IndexQuestion>>(() => startWorker('context-index'), { idleAfter });
  const projectAt = (root: string): IndexedProject => ({
    root,
    file: join(folder, `${createHash('sha256').update(root).digest('hex').slice(0, 24)}.index`),
  });
  return {
    find: (root, question) => worker.ask<FoundInProject>({ type: 'find', project: projectAt(root), question }),
    definition: (path, text, line, name) => worker.ask<LineRange>({ type: 'definition', path, text, line, name }),
    open: (root) => worker.ask<void>({ type: 'open', project: projectAt(root) }),
    changed(root, changes, rescan) {
      if (!worker.running()) return;
      worker.ask({ type: 'changed', project: projectAt(root), changes, rescan }).catch(() => undefined);
    },
    close: async (root) => {
      if (worker.running()) await worker.ask<void>({ type: 'close', root });
    },
    settled: (root) => worker.ask<void>({ type: 'settled', project: projectAt(root) }),
    async dispose() {
      // What was found out is kept, but nobody waits long for it.
      if (worker.running()) {
        const late = new Promise<void>((resolve) => setTimeout(resolve, closingTime).unref());
        await Promise.race([worker.ask<void>({ type: 'closeAll' }).catch(() => undefined), late]);
      }
      await worker.dispose();
    },
  };
}
