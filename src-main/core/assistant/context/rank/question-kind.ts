/** What kind of change a question is about, as far as it says so itself. */
export interface QuestionKind {
  /** It is about tests, about documents: their files count as any other. */
  readonly tests: boolean;
  readonly documents: boolean;
  /** A part of the project that is named before the colon, as in commit messages: `fix(search): …`. */
  readonly scope: string;
}

/** Reads it from the words, and from the form that commit messages have. */
export function kindOfQuestion(question: string): QuestionKind {
  const [, type = '', scope = ''] = /^\s*([a-z]{2,10})(?:\(([^)]{1,60})\))?!?:\s/i.exec(question) ?? [];
  const kind = type.toLowerCase();
  return {
    tests:
      kind === 'test' ||
      kind === 'tests' ||
      /\b(?:tests?|specs?|e2e|flaky|coverage|benchmarks?|bench)\b/i.test(question.slice(0, 4000)),
    documents:
      kind === 'docs' ||
      kind === 'doc' ||
      /\b(?:docs?|documentation|readme|changelog|guide)\b/i.test(question.slice(0, 4000)),
    scope,
  };
}

const testPath = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|bench(?:es|marks)?)\/|[._-](?:test|spec|bench)\.[^/]+$/i;
const documentPath = /(?:^|\/)docs?\/|\.(?:md|mdx|rst|adoc|txt)$/i;
/** Files that hold data rather than program text. */
const dataPath =
  /(?:^|\/)(?:node_modules|vendor|dist|third_party|fixtures?|__snapshots__|resources|assets|examples?)\/|\.(?:json|ya?ml|toml|lock|svg|snap|csv|html?|xml)$/i;

/** What kind of file a path says it is. */
export type PathSort = 'test' | 'document' | 'data' | 'program';

export function sortOfPath(path: string): PathSort {
  if (testPath.test(path)) return 'test';
  if (documentPath.test(path)) return 'document';
  return dataPath.test(path) ? 'data' : 'program';
}

/** How much a file's own score counts for such a question. */
export function fitOfSort(sort: PathSort, { tests, documents }: QuestionKind): number {
  if (sort === 'test') return tests ? 1.35 : 0.75;
  if (sort === 'document') return documents ? 1.35 : 0.5;
  return (sort === 'data' ? 0.6 : 1) * (tests ? 0.8 : 1);
}
