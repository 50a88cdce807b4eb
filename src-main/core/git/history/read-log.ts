import type { FileHistoryCommit, LogCommit } from '../../../../contract/desktop/git/history.ts';
import { GitExit } from '../run-git.ts';
import { restrictedDiffArguments } from '../safe-git.ts';
import { parseNameStatus } from './parse-changes.ts';
import { logFieldCount, logFormat, readLogCommits, toLogCommit } from './parse-log.ts';
import { type Repository, toProjectPath } from './repository.ts';
import { splitAtNul } from './split-records.ts';

export interface LogRequest {
  readonly skip: number;
  readonly limit: number;
  readonly scope: 'all' | 'head';
  readonly message?: string | undefined;
  readonly author?: string | undefined;
  readonly path?: string | undefined;
  readonly hash?: string | undefined;
}

const shared = ['--no-show-signature', '--decorate=full', '-z'];

/** The commits of the log, children before their parents. Nothing where there is no commit yet. */
export async function* readLog(
  { git }: Repository,
  request: LogRequest,
  signal?: AbortSignal,
): AsyncGenerator<LogCommit, void, void> {
  const args = ['log', ...shared, `--format=${logFormat}`, '--topo-order'];
  if (request.hash !== undefined) {
    args.push('--no-walk', '--end-of-options', request.hash);
  } else {
    args.push(`--skip=${request.skip}`, `--max-count=${request.limit}`);
    if (request.message) args.push('--regexp-ignore-case', '--fixed-strings', `--grep=${request.message}`);
    if (request.author) args.push('--regexp-ignore-case', '--fixed-strings', `--author=${request.author}`);
    args.push(...(request.scope === 'all' ? ['--branches', '--tags', '--remotes', 'HEAD'] : ['HEAD']));
  }
  args.push('--');
  if (request.path) args.push(`:(icase)*${request.path.replaceAll(/[\\*?[\]]/g, '\\$&')}*`);
  try {
    yield* readLogCommits(splitAtNul(git.stream(args, signal ? { signal } : {})));
  } catch (error) {
    if (!isNothing(error)) throw error;
  }
}

/** The commits that changed a file, or some of its lines, with the name it had in each. */
export async function* readFileHistory(
  repository: Repository,
  request: { path: string; range?: { start: number; end: number } | undefined; limit: number },
  signal?: AbortSignal,
): AsyncGenerator<FileHistoryCommit, void, void> {
  const { path, range, limit } = request;
  const run = signal ? { signal } : {};
  const count = `--max-count=${limit}`;
  try {
    if (range) {
      const lines = `-L${range.start},${Math.max(range.start, range.end)}:./${path}`;
      const args = [
        'log',
        ...shared,
        ...restrictedDiffArguments,
        '-s',
        count,
        `--format=${logFormat}`,
        lines,
        'HEAD',
        '--',
      ];
      for await (const commit of readLogCommits(splitAtNul(repository.git.stream(args, run)))) {
        yield { ...commit, path, oldPath: null };
      }
      return;
    }
    const args = [
      '--literal-pathspecs',
      'log',
      ...shared,
      ...restrictedDiffArguments,
      '--follow',
      '-M',
      '--name-status',
    ];
    args.push(count, `--format=%x1e${logFormat}`, 'HEAD', '--', path);
    let last = path;
    for await (const record of splitAtMark(splitAtNul(repository.git.stream(args, run)))) {
      const named = parseNameStatus(record.slice(logFieldCount).map((field) => field.replace(/^\n/, '')));
      const inFolder = named ? toProjectPath(repository, named.path) : null;
      const from = named?.oldPath ? toProjectPath(repository, named.oldPath) : null;
      yield { ...toLogCommit(record), path: inFolder ?? last, oldPath: from };
      last = from ?? inFolder ?? last;
    }
  } catch (error) {
    if (!isNothing(error)) throw error;
  }
}

/** Fields as records: each begins with a mark that git was asked to print. */
async function* splitAtMark(fields: AsyncIterable<string>): AsyncGenerator<string[], void, void> {
  let record: string[] | null = null;
  for await (const field of fields) {
    const text = field.replace(/^\n/, '');
    if (text.startsWith('\x1e')) {
      if (record) yield record;
      record = [text.slice(1)];
    } else record?.push(field);
  }
  if (record) yield record;
}

/** There is no commit yet, the file is in none, or a hash names nothing. */
function isNothing(error: unknown): boolean {
  return (
    error instanceof GitExit &&
    /does not have any commits|bad revision|ambiguous argument|unknown revision|There is no path|has only \d+ line|bad object/.test(
      error.stderr,
    )
  );
}
