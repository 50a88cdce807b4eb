import type { CommitReference, LogCommit } from '../../../../contract/desktop/git/history.ts';

/** Git's format for a row of the log: as many fields as `logFieldCount`, each ended by NUL where `-z` is given. */
export const logFormat = '%H%x00%P%x00%aN%x00%aE%x00%at%x00%D%x00%s';
export const logFieldCount = 7;

/** A row from its fields, in the order of `logFormat`. */
export function toLogCommit(fields: readonly string[]): LogCommit {
  const [hash = '', parents = '', author = '', email = '', at = '0', decorations = '', subject = ''] = fields;
  return {
    hash: hash.trim(),
    parents: parents === '' ? [] : parents.split(' '),
    author,
    email,
    authoredAt: Number(at) * 1000,
    subject,
    references: parseReferences(decorations),
  };
}

/** The names that `--decorate=full` puts beside a commit, the branch that is checked out first. */
export function parseReferences(decorations: string): CommitReference[] {
  const found: CommitReference[] = [];
  for (const part of decorations === '' ? [] : decorations.split(', ')) {
    if (part.startsWith('HEAD -> refs/heads/')) {
      found.unshift({ kind: 'branch', name: part.slice('HEAD -> refs/heads/'.length), current: true });
    } else if (part === 'HEAD') {
      found.unshift({ kind: 'head', name: 'HEAD', current: true });
    } else if (part.startsWith('tag: refs/tags/')) {
      found.push({ kind: 'tag', name: part.slice('tag: refs/tags/'.length), current: false });
    } else if (part.startsWith('refs/heads/')) {
      found.push({ kind: 'branch', name: part.slice('refs/heads/'.length), current: false });
    } else if (part.startsWith('refs/remotes/') && !part.endsWith('/HEAD')) {
      found.push({ kind: 'remote', name: part.slice('refs/remotes/'.length), current: false });
    }
  }
  return found;
}

/** A stream of fields, each ended by NUL, as rows. */
export async function* readLogCommits(fields: AsyncIterable<string>): AsyncGenerator<LogCommit, void, void> {
  let row: string[] = [];
  for await (const field of fields) {
    row.push(field);
    if (row.length < logFieldCount) continue;
    yield toLogCommit(row);
    row = [];
  }
}
