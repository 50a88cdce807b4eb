import type { GitChange, GitChangeKind, GitConflictKind, GitHead } from '../../../contract/model/git-status.ts';

/** What `git status --porcelain=v2 -z --branch --show-stash` says, paths from the repository's folder. */
export interface ParsedStatus {
  readonly head: GitHead;
  readonly stashes: number;
  readonly changes: GitChange[];
}

const kinds: Readonly<Record<string, GitChangeKind>> = {
  M: 'modified',
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'typeChanged',
};

const conflicts: Readonly<Record<string, GitConflictKind>> = {
  UU: 'bothModified',
  AA: 'bothAdded',
  DD: 'bothDeleted',
  AU: 'addedByUs',
  UA: 'addedByThem',
  DU: 'deletedByUs',
  UD: 'deletedByThem',
};

/**
 * A reader of `git status --porcelain=v2 -z` that takes its output piece by piece, so that git can be ended as soon as there
 * is too much of it. The format is described in git-status(1), "Porcelain Format Version 2".
 */
export function createStatusReader(mostChanges: number) {
  const head = { branch: null, commit: null, upstream: null, upstreamGone: false, ahead: 0, behind: 0 } as {
    -readonly [K in keyof GitHead]: GitHead[K];
  };
  const changes: GitChange[] = [];
  let stashes = 0;
  let counted = false;
  let truncated = false;
  let rest = Buffer.alloc(0);
  let renamed: GitChange | null = null;

  const readRecord = (record: string): void => {
    if (renamed) {
      changes.push({ ...renamed, from: record });
      renamed = null;
      return;
    }
    if (record.startsWith('# ')) {
      readHeader(record);
      return;
    }
    if (changes.length >= mostChanges) {
      truncated = true;
      return;
    }
    switch (record[0]) {
      case '1':
        changes.push(tracked(record, 8));
        break;
      case '2':
        renamed = tracked(record, 9);
        break;
      case 'u':
        changes.push({ ...blank(fieldsFrom(record, 10)), conflict: conflicts[record.slice(2, 4)] ?? 'bothModified' });
        break;
      case '?': {
        const path = record.slice(2);
        const repository = path.endsWith('/');
        changes.push({ ...blank(repository ? path.slice(0, -1) : path), untracked: true, repository });
        break;
      }
    }
  };

  const readHeader = (record: string): void => {
    const [, name, value = ''] = /^# (\S+) (.*)$/s.exec(record) ?? [];
    if (name === 'branch.oid') head.commit = value === '(initial)' ? null : value;
    if (name === 'branch.head') head.branch = value === '(detached)' ? null : value;
    if (name === 'branch.upstream') head.upstream = value;
    if (name === 'branch.ab') {
      counted = true;
      const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(value) ?? [];
      head.ahead = Number(ahead ?? 0);
      head.behind = Number(behind ?? 0);
    }
    if (name === 'stash') stashes = Number(value);
  };

  return {
    /** Takes a piece of output; false when there is no use in more. */
    read(chunk: Buffer): boolean {
      let data: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = data.indexOf(0); end >= 0 && !truncated; end = data.indexOf(0)) {
        readRecord(data.toString('utf8', 0, end));
        data = data.subarray(end + 1);
      }
      rest = Buffer.from(data);
      return !truncated;
    },
    result(): ParsedStatus & { truncated: boolean } {
      // Git leaves the counts out when the upstream's branch is not there.
      const upstreamGone = head.upstream !== null && !counted && head.commit !== null;
      return { head: { ...head, upstreamGone }, stashes, changes, truncated };
    },
  };
}

function blank(path: string): GitChange {
  return { path, from: null, staged: null, unstaged: null, untracked: false, conflict: null, repository: false };
}

function tracked(record: string, fieldsBefore: number): GitChange {
  return {
    ...blank(fieldsFrom(record, fieldsBefore)),
    staged: kinds[record[2] ?? ''] ?? null,
    unstaged: kinds[record[3] ?? ''] ?? null,
    repository: record[5] === 'S',
  };
}

/** What follows after that many fields, spaces included. */
function fieldsFrom(record: string, count: number): string {
  let at = 0;
  for (let field = 0; field < count; field += 1) at = record.indexOf(' ', at) + 1;
  return record.slice(at);
}
