import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConflictSides } from '../../../../contract/desktop/git/history.ts';
import { decodeBytes } from '../../files/index.ts';
import { readBranch } from '../git-folder.ts';
import type { Repository } from './repository.ts';

/** The versions that are in conflict, from the index; null when git knows of no conflict in that file. */
export async function readConflict({ git }: Repository, path: string): Promise<ConflictSides | null> {
  const listed = await git.text(['--literal-pathspecs', 'ls-files', '--unmerged', '-z', '--', path]);
  const stages = new Map<string, string>();
  for (const entry of listed.split('\0')) {
    const match = /^\d+ ([0-9a-f]+) ([123])\t/.exec(entry);
    if (match) stages.set(match[2] ?? '', match[1] ?? '');
  }
  if (stages.size === 0) return null;
  const read = async (stage: string) => {
    const id = stages.get(stage);
    if (id === undefined) return null;
    return (await decodeBytes(await git.bytes(['cat-file', 'blob', id])))?.text ?? null;
  };
  const [base, current, incoming, names] = await Promise.all([read('1'), read('2'), read('3'), readNames(git)]);
  return { base, current, incoming, ...names };
}

async function readNames(git: Repository['git']): Promise<{ currentName: string; incomingName: string }> {
  const folder = (await git.text(['rev-parse', '--absolute-git-dir'])).trim();
  const currentName = (await readBranch(folder)) ?? 'Current';
  for (const head of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'REBASE_HEAD']) {
    const hash = (await readFile(join(folder, head), 'utf8').catch(() => '')).split('\n')[0]?.trim() ?? '';
    if (!/^[0-9a-f]{40,64}$/.test(hash)) continue;
    const named = await git
      .text(['name-rev', '--name-only', '--refs=refs/heads/*', '--refs=refs/remotes/*', hash])
      .catch(() => '');
    const name = named.trim().replace(/^remotes\//, '');
    return { currentName, incomingName: name === '' || name === 'undefined' ? hash.slice(0, 7) : name };
  }
  return { currentName, incomingName: 'Incoming' };
}

/** Stages a file as it is on disk, deleted ones too. */
export async function stageSolved({ git }: Repository, path: string): Promise<void> {
  await git.bytes(['--literal-pathspecs', 'add', '--all', '--', path]);
}
