import { userInfo } from 'node:os';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { createGit } from './safe-git.ts';

/**
 * Makes a repository of a new folder and commits everything in it. Where git knows nobody by name, an identity of this
 * repository only is set, which a later one of the user's own would have to replace. False where git is not installed;
 * GIT_FAILED for anything else.
 */
export async function makeFirstCommit(
  folder: string,
  options: { program?: string; signal?: AbortSignal } = {},
): Promise<boolean> {
  try {
    const git = await createGit({ folder, trusted: false, ...options });
    await git.raw(['init', '--quiet', '--initial-branch=main']);
    const setting = async (key: string) => (await git.raw(['config', '--get', '--default=', key])).trim();
    if ((await setting('user.name')) === '') await git.raw(['config', '--local', 'user.name', userName()]);
    if ((await setting('user.email')) === '') {
      await git.raw(['config', '--local', 'user.email', `${userName().replaceAll(/[^\w.-]/g, '-')}@localhost`]);
    }
    await git.raw(['add', '--all']);
    await git.raw(['commit', '--quiet', '--no-verify', '--message=First commit']);
    return true;
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (cause instanceof Error && /\bENOENT\b/.test(cause.message)) return false;
    throw desktopError('GIT_FAILED', { message: t('Git could not make the first commit.'), cause });
  }
}

function userName(): string {
  try {
    return userInfo().username || 'FlashFusion user';
  } catch {
    return 'FlashFusion user';
  }
}
