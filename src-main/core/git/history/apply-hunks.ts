import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';
import { encodeText } from '../../files/index.ts';
import { isOnlyHunks, quotePath } from './check-hunks.ts';
import type { Repository } from './repository.ts';

/** Stages hunks of one file, or with `reverse` unstages them. All or nothing; the file on disk is not touched. */
export async function applyHunks(
  { git, prefix }: Repository,
  request: { path: string; hunks: string; encoding: string; reverse: boolean },
): Promise<void> {
  const { path, hunks, encoding, reverse } = request;
  if (!isOnlyHunks(hunks)) throw desktopError('GIT_FAILED', { message: t('That is no change of one file.') });
  if (encoding.startsWith('utf-16')) {
    throw desktopError('GIT_FAILED', {
      message: t('Git takes UTF-16 files as a whole. Stage the file instead of a part of it.'),
    });
  }
  const full = prefix + path;
  const head = `diff --git ${quotePath(`a/${full}`)} ${quotePath(`b/${full}`)}\n--- ${quotePath(`a/${full}`)}\n+++ ${quotePath(`b/${full}`)}\n`;
  const input = await encodeText(head + hunks, encoding, false);
  await git.bytes(
    [
      '-c',
      'apply.whitespace=nowarn',
      '-c',
      'apply.ignoreWhitespace=no',
      '-c',
      'core.safecrlf=false',
      'apply',
      '--cached',
      '--whitespace=nowarn',
      '--unidiff-zero',
      ...(reverse ? ['--reverse'] : []),
      '-',
    ],
    { input },
  );
}
