import type { CommitDetails } from '../../../../contract/desktop/git/history.ts';
import { restrictedDiffArguments } from '../safe-git.ts';
import { parseChanges } from './parse-changes.ts';
import { logFieldCount, logFormat, toLogCommit } from './parse-log.ts';
import type { Repository } from './repository.ts';

/** Files that are listed of one commit. */
const maximumFiles = 5000;

/** Everything about a commit, with what it changed against its first parent. */
export async function readCommit({ git }: Repository, hash: string): Promise<CommitDetails> {
  const format = `${logFormat}%x00%cN%x00%ct%x00%B`;
  const shown = await git.text([
    'show',
    '-s',
    '--no-show-signature',
    '--decorate=full',
    `--format=${format}`,
    '--end-of-options',
    hash,
  ]);
  const fields = shown.split('\0');
  const [committer = '', committedAt = '0', message = ''] = fields.slice(logFieldCount);
  const commit = toLogCommit(fields);
  const parent = commit.parents[0];
  const compared = parent === undefined ? ['--root', '--no-commit-id', hash] : [parent, hash];
  const files = parseChanges(
    await git.text([
      'diff-tree',
      '-r',
      '-z',
      '-M',
      '--relative',
      '--raw',
      '--numstat',
      ...restrictedDiffArguments,
      ...compared,
    ]),
  );
  return {
    ...commit,
    message: message.trimEnd(),
    committer,
    committedAt: Number(committedAt) * 1000,
    files: files.slice(0, maximumFiles),
    truncated: files.length > maximumFiles,
  };
}
