import type { BlamePart } from '../../../../contract/desktop/git/history.ts';
import { encodeText } from '../../files/index.ts';
import { GitExit } from '../run-git.ts';
import { restrictedDiffArguments } from '../safe-git.ts';
import { isUncommitted, parseBlame } from './parse-blame.ts';
import type { Repository } from './repository.ts';
import { inPortions, splitAtLineEnd } from './split-records.ts';

const portion = 200;

/** Who wrote each line of a file as it is on disk, or of `text` in its place. Nothing for a file that is in no commit. */
export async function* readBlame(
  { git }: Repository,
  request: { path: string; text?: { value: string; encoding: string; byteOrderMark: boolean } | undefined },
  signal?: AbortSignal,
): AsyncGenerator<BlamePart, void, void> {
  const { path, text } = request;
  const args = ['--literal-pathspecs', 'blame', '--incremental', ...restrictedDiffArguments];
  const input = text ? await encodeText(text.value, text.encoding, text.byteOrderMark) : undefined;
  if (input) args.push('--contents', '-');
  args.push('--', path);
  const options = { ...(input ? { input } : {}), ...(signal ? { signal } : {}) };
  try {
    for await (const runs of inPortions(parseBlame(splitAtLineEnd(git.stream(args, options))), portion)) {
      yield {
        commits: runs.flatMap(({ commit }) => (commit ? [commit] : [])),
        lines: runs.map(({ line, count, hash }) => ({ line, count, commit: isUncommitted(hash) ? null : hash })),
      };
    }
  } catch (error) {
    if (!(error instanceof GitExit && /no such path|no such ref: HEAD|bad revision 'HEAD'/.test(error.stderr))) {
      throw error;
    }
  }
}
