import type { FileAtRevision } from '../../../../contract/desktop/git/history.ts';
import { decodeBytes } from '../../files/index.ts';
import { GitExit } from '../run-git.ts';
import type { Repository } from './repository.ts';

/** Bytes; larger files are compared by other means than an editor. */
const maximumSize = 5 * 1024 * 1024;

/** Reads a file as `HEAD`, the index or a commit holds it. */
export async function readFileAt(
  { git }: Repository,
  request: { path: string; ref: string; encoding?: string | undefined; known?: string | undefined },
): Promise<FileAtRevision> {
  const { path, ref, encoding, known } = request;
  const found = await findBlob(git, ref === 'index' ? `:./${path}` : `${ref}:./${path}`);
  if (found === null) return { kind: 'missing' };
  const { id, size } = found;
  if (id === known) return { kind: 'same' };
  if (size > maximumSize) return { kind: 'tooLarge', id, size };
  const decoded = await decodeBytes(await git.bytes(['cat-file', 'blob', id]), encoding);
  return decoded === null ? { kind: 'binary', id, size } : { kind: 'text', id, ...decoded };
}

/** The object that a name stands for, when it is a file's contents. */
async function findBlob(git: Repository['git'], name: string): Promise<{ id: string; size: number } | null> {
  try {
    const id = (await git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', name])).trim();
    const answer = await git.text(['cat-file', '--batch-check'], { input: `${id}\n` });
    const match = /^(\S+) blob (\d+)$/m.exec(answer);
    return match ? { id: match[1] ?? id, size: Number(match[2]) } : null;
  } catch (error) {
    if (error instanceof GitExit) return null;
    throw error;
  }
}
