import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { SearchedFile, SearchPart, SearchQuery } from '../../../contract/desktop/search.ts';
import { encodeSearchedFiles } from '../../../contract/desktop/searched-files.ts';
import type { RegisterChild } from '../files/index.ts';
import { decodeLines } from './legacy-lines.ts';
import { patternArguments, spansLines } from './pattern.ts';
import { createLineReader, lineArguments, matchByMarks, matchByText } from './read-lines.ts';
import { createOutputReader, type FoundFile } from './read-output.ts';
import { startRipgrep } from './ripgrep.ts';
import { findInScope, scopeArguments } from './scope.ts';
import { toSearchError } from './search-errors.ts';

export interface SearchRequest {
  readonly root: string;
  readonly query: SearchQuery;
  readonly limit: number;
  readonly unsaved: readonly UnsavedText[];
}

interface UnsavedText {
  readonly path: string;
  readonly text: string;
}

/** Matches that go out together, once the first ones are on their way. */
const batchSize = 1000;
/** Milliseconds without output after which the last file's matches go out though the next one has not begun. */
const stillness = 50;
/** ripgrep's own choice, but two at least: only then are the lines of a file written at once. */
const threads = Math.max(2, Math.min(12, availableParallelism()));

/** Looks through a project's files; stops when aborted, and leaves no program behind. */
export async function* searchFiles(
  request: SearchRequest,
  registerChild: RegisterChild,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<SearchPart, void, void> {
  const { root, query, limit, unsaved } = request;
  yield { type: 'started', searchedAt: Date.now() };
  const batch = createBatch(limit);
  const elsewhere = new Set(unsaved.map(({ path }) => path));
  const inScope = findInScope(root, query, elsewhere, registerChild, signal);
  inScope.catch(() => {});
  let searchedFiles = 0;

  const disk = [`--threads=${threads}`, `--max-count=${limit + 1}`, ...scopeArguments(query), '.'];
  for await (const found of runSearch({ root, parameters: disk, query, registerChild, signal, limit })) {
    if (typeof found === 'number') {
      searchedFiles += found;
      continue;
    }
    for (const file of found) {
      if (elsewhere.has(file.path)) continue;
      if (file.undecoded.length > 0) await decodeLines(root, file);
      batch.take({ path: file.path, matches: file.matches });
    }
    if (batch.isDue()) yield batch.send();
    if (batch.isFull()) break;
  }

  const scope = await inScope;
  const text = ['--text', '-'];
  for (const { path, text: input } of unsaved) {
    if (batch.isFull() || !scope.has(path)) continue;
    for await (const found of runSearch({ root, parameters: text, query, registerChild, signal, limit, input })) {
      if (typeof found === 'number') continue;
      for (const { matches } of found) batch.take({ path, matches, unsaved: true });
    }
  }
  if (batch.isWaiting()) yield batch.send();
  yield { type: 'done', searchedFiles, limited: batch.isFull() };
}

interface Run {
  readonly root: string;
  readonly parameters: readonly string[];
  readonly query: SearchQuery;
  readonly limit: number;
  readonly registerChild: RegisterChild;
  readonly signal: AbortSignal;
  readonly input?: string;
}

/** What one ripgrep finds as it comes, and at last the number of files that it has looked into. */
async function* runSearch(run: Run): AsyncGenerator<readonly FoundFile[] | number, void, void> {
  const { query, signal } = run;
  const matcher = matchByText(query) ?? matchByMarks(makeMarks());
  const format = spansLines(query) ? ['--json'] : lineArguments(matcher);
  const parameters = [...format, '--crlf', ...patternArguments(query), ...run.parameters];
  const ripgrep = await startRipgrep(run.root, parameters, run.registerChild, run.input);
  const stop = () => void ripgrep.stop();
  signal.addEventListener('abort', stop);
  let complete = false;
  try {
    signal.throwIfAborted();
    const reader = spansLines(query) ? createOutputReader(run.limit + 1) : createLineReader(matcher, run.limit + 1);
    for await (const chunk of withPauses<Buffer>(ripgrep.output, stillness)) {
      if (chunk === null) reader.settle();
      else reader.take(chunk);
      yield reader.finished();
    }
    const searched = reader.searchedFiles();
    if (searched !== null) {
      // It has nothing left to do but to end.
      complete = true;
      yield reader.finished();
      yield searched;
      return;
    }
    const { complaint, code } = await ripgrep.ended;
    throw toSearchError(complaint, query) ?? new Error(`ripgrep ended with ${code}: ${complaint}`);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    if (!complete) await ripgrep.stop();
  }
}

function makeMarks() {
  const own = randomBytes(6).toString('hex');
  return { start: `\u0002${own}`, end: `\u0003${own}` };
}

/** What a stream yields, and null once for every time that it has been still for so many milliseconds. */
async function* withPauses<Item>(stream: AsyncIterable<Item>, milliseconds: number) {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = iterator.next();
      let timer: NodeJS.Timeout | undefined;
      const still = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), milliseconds);
      });
      const first = await Promise.race([next, still]);
      clearTimeout(timer);
      if (first === null) yield null;
      const { done, value } = await next;
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Gathers files until enough are there to be sent. */
function createBatch(limit: number) {
  let files: SearchedFile[] = [];
  let waiting = 0;
  let left = limit;
  let sent = false;
  let full = false;
  return {
    take(file: SearchedFile) {
      const count = Math.min(file.matches.length, left);
      full ||= file.matches.length > left;
      if (count === 0) return;
      left -= count;
      waiting += count;
      files.push(count === file.matches.length ? file : { ...file, matches: file.matches.slice(0, count) });
    },
    isWaiting: () => waiting > 0,
    /** The first matches go at once: somebody waits for them. */
    isDue: () => waiting > 0 && (!sent || waiting >= batchSize),
    isFull: () => full,
    send(): SearchPart {
      const part: SearchPart = { type: 'found', files: encodeSearchedFiles(files) };
      files = [];
      waiting = 0;
      sent = true;
      return part;
    },
  };
}
