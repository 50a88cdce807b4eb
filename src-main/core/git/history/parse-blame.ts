import type { BlameCommit } from '../../../../contract/desktop/git/history.ts';

/** Lines that were found to come from one commit; `commit` comes along the first time it is named. */
export interface BlameRun {
  readonly line: number;
  readonly count: number;
  readonly hash: string;
  readonly commit: BlameCommit | null;
}

/** Git's name for lines that are in no commit yet. */
const uncommitted = /^0+$/;

/** What `git blame --incremental` prints, line by line. */
export async function* parseBlame(lines: AsyncIterable<string>): AsyncGenerator<BlameRun, void, void> {
  const known = new Set<string>();
  let head: { hash: string; line: number; count: number } | null = null;
  let fields = new Map<string, string>();
  for await (const line of lines) {
    const start: RegExpExecArray | null = head === null ? /^([0-9a-f]{40,64}) \d+ (\d+) (\d+)$/.exec(line) : null;
    if (start) {
      head = { hash: start[1] ?? '', line: Number(start[2]), count: Number(start[3]) };
      fields = new Map();
      continue;
    }
    if (head === null) continue;
    const space = line.indexOf(' ');
    fields.set(space < 0 ? line : line.slice(0, space), space < 0 ? '' : line.slice(space + 1));
    // The name of the file ends an entry.
    if (!line.startsWith('filename ')) continue;
    const fresh: boolean = !known.has(head.hash) && !uncommitted.test(head.hash);
    known.add(head.hash);
    yield { ...head, commit: fresh ? toCommit(head.hash, fields) : null };
    head = null;
  }
}

export function isUncommitted(hash: string): boolean {
  return uncommitted.test(hash);
}

function toCommit(hash: string, fields: ReadonlyMap<string, string>): BlameCommit {
  return {
    hash,
    author: fields.get('author') ?? '',
    email: (fields.get('author-mail') ?? '').replace(/^<|>$/g, ''),
    authoredAt: Number(fields.get('author-time') ?? 0) * 1000,
    subject: fields.get('summary') ?? '',
  };
}
