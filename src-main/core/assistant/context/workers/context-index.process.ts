import { parentPort } from 'node:worker_threads';
import type { FileChange } from '../../../../../contract/model/file.ts';
import { createProjectFinder, type FindQuestion, type ProjectFinder } from '../index/find-in-project.ts';
import { createSyntaxReader, type SyntaxReader } from '../index/parse-file.ts';
import { createProjectIndex, type ProjectIndex } from '../index/project-index.ts';

/** A project and where its index is kept. */
export interface IndexedProject {
  readonly root: string;
  readonly file: string;
}

/** What the thread of the index is asked. */
export type IndexQuestion = { readonly id: number } & (
  | { readonly type: 'find'; readonly project: IndexedProject; readonly question: FindQuestion }
  | { readonly type: 'open'; readonly project: IndexedProject }
  | {
      readonly type: 'changed';
      readonly project: IndexedProject;
      readonly changes: readonly FileChange[];
      readonly rescan: boolean;
    }
  | {
      readonly type: 'definition';
      readonly path: string;
      readonly text: string;
      readonly line: number;
      readonly name: string;
    }
  | { readonly type: 'settled'; readonly project: IndexedProject }
  | { readonly type: 'close'; readonly root: string }
  | { readonly type: 'closeAll' }
);

const open = new Map<string, { readonly index: ProjectIndex; readonly finder: ProjectFinder }>();
let syntax: SyntaxReader | undefined;

function opened({ root, file }: IndexedProject) {
  const known = open.get(root);
  if (known) return known;
  const index = createProjectIndex(root, file);
  const entry = { index, finder: createProjectFinder(index) };
  open.set(root, entry);
  return entry;
}

async function settled(project: IndexedProject): Promise<void> {
  const { index, finder } = opened(project);
  await index.settled();
  finder.derive();
}

async function close(root: string): Promise<void> {
  const entry = open.get(root);
  open.delete(root);
  entry?.finder.dispose();
  await entry?.index.dispose();
}

async function answer(question: IndexQuestion): Promise<unknown> {
  switch (question.type) {
    case 'find':
      return opened(question.project).finder.find(question.question);
    case 'open':
      opened(question.project);
      return null;
    case 'changed':
      // An index that is not open looks at all files when it is.
      open.get(question.project.root)?.index.changed(question.changes, question.rescan);
      return null;
    case 'definition':
      syntax ??= createSyntaxReader();
      return syntax.definition(question.path, question.text, question.line, question.name);
    case 'settled':
      return settled(question.project);
    case 'close':
      return close(question.root);
    case 'closeAll':
      return Promise.all([...open.keys()].map(close)).then(() => null);
    default:
      return question satisfies never;
  }
}

parentPort?.on('message', (question: IndexQuestion) => {
  answer(question).then(
    (value) => parentPort?.postMessage({ id: question.id, value }),
    (error) =>
      parentPort?.postMessage({ id: question.id, error: error instanceof Error ? error.message : String(error) }),
  );
});
