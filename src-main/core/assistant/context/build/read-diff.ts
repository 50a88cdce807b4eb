import type { ContextManifest } from '../../../../../contract/model/chat.ts';
import { type RunGit, restrictedDiffArguments } from '../../../git/index.ts';
import type { Gate } from '../gate/gate.ts';

/** What a repository without a commit is compared with. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const mostFiles = 500;
const mostBytes = 1_000_000;

/**
 * What differs from the last commit in the files of a project, or in one, that may leave the machine; what may not is named. A rename counts as one file
 * that went and one that came, so that both names are looked at. Secrets are still in it.
 */
export async function readDiff(
  git: RunGit,
  gate: Gate,
  path: string | null,
  signal?: AbortSignal,
): Promise<{ readonly text: string; readonly heldBack: ContextManifest['heldBack'] }> {
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { signal });
  const base = head.code === 0 ? 'HEAD' : emptyTree;
  const options = ['--no-renames', '--no-color', '--relative', '--ignore-submodules', ...restrictedDiffArguments];
  const scope = path === null || path === '' ? ['.'] : [path];
  const listed = await git(['diff', '--name-only', '-z', ...options, base, '--', ...scope], { signal });
  const heldBack: ContextManifest['heldBack'] = [];
  const admitted: string[] = [];
  for (const changed of listed.stdout.toString('utf8').split('\0').filter(Boolean)) {
    const reason = await gate.check(changed);
    if (reason !== null) heldBack.push({ path: changed, reason });
    else if (admitted.length < mostFiles) admitted.push(changed);
  }
  if (admitted.length === 0) return { text: '', heldBack };
  const diff = await git(['diff', '--src-prefix=a/', '--dst-prefix=b/', ...options, base, '--', ...admitted], {
    signal,
    maxBytes: mostBytes,
  });
  return { text: diff.stdout.toString('utf8'), heldBack };
}
