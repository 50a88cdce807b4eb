import { desktopError } from '../desktop-error.ts';
import { gitFailed } from './git-failure.ts';
import type { ProjectGit } from './project-git.ts';

/** Larger texts are not compared. */
const largestText = 20 * 1024 * 1024;

export interface FileAtRequest {
  readonly path: string;
  /** `HEAD`, `index`, a side of a conflict, or a commit, branch or tag. */
  readonly ref: string;
}

const indexStages: Readonly<Record<string, string>> = { index: ':0', base: ':1', ours: ':2', theirs: ':3' };

/**
 * The text of a file elsewhere than on disk, as it was committed: no filter and no conversion program runs. A null text means
 * that there is no such file there, or that it is binary. TOO_LARGE over 20 MB.
 */
export async function fileAt(
  git: ProjectGit,
  { path, ref }: FileAtRequest,
  decode: (bytes: Buffer) => Promise<string | null>,
): Promise<{ text: string | null; binary: boolean }> {
  const place = `${indexStages[ref] ?? ref}:./${path}`;
  const { code, stdout, stderr, cut } = await git.run(['cat-file', 'blob', place], { maxBytes: largestText });
  if (cut) throw desktopError('TOO_LARGE');
  if (code !== 0) {
    const absent =
      /does not exist|exists on disk, but not in|Not a valid object name|is in the index, but not at stage|bad file|invalid object name/i;
    if (absent.test(stderr)) return { text: null, binary: false };
    throw gitFailed(stderr);
  }
  const text = await decode(stdout);
  return { text, binary: text === null };
}
