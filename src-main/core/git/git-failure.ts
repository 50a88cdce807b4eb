import type { GitFailure } from '../../../contract/desktop/errors.ts';
import { t } from '../../../localization/index.ts';
import { desktopError, isDesktopError } from '../desktop-error.ts';

export type GitFailureReason = GitFailure['reason'];

const largestOutput = 20_000;

/** What git's own words mean, the most telling first; and what to say about it. */
const meanings: readonly (readonly [pattern: RegExp, reason: GitFailureReason, message: () => string])[] = [
  [/detected dubious ownership/, 'unsafeOwner', () => t('This repository belongs to another user of this machine.')],
  [
    /Unable to create '.*\.lock': File exists|index\.lock/,
    'locked',
    () => t('Another git program works in this repository, or one was ended in the middle. Wait for it and try again.'),
  ],
  [
    /auto-detection is disabled|unable to auto-detect email address|empty ident name|Please tell me who you are/,
    'identityUnknown',
    () => t('Git does not know who you are. Give your name and e-mail address, which every commit carries.'),
  ],
  [
    /Authentication failed|could not read (Username|Password)|Permission denied \(|terminal prompts disabled|HTTP Basic: Access denied|returned error: 40[13]/i,
    'authentication',
    () => t('The remote did not let you in. Check your user name, and the password or token.'),
  ],
  [
    /Could not resolve host|Failed to connect|Connection (refused|timed out|reset)|Network is unreachable|unable to access|Could not read from remote repository|does not appear to be a git repository|repository '.*' not found/i,
    'unreachable',
    () => t('The remote did not answer. Check its address and your connection.'),
  ],
  [/\[remote rejected\]/, 'rejected', () => t('The remote refused this. Its own words tell why.')],
  [
    /\[rejected\]|non-fast-forward|fetch first|stale info/,
    'rejected',
    () => t('The remote has commits that you do not have yet. Pull, then push again.'),
  ],
  [
    /failed to push some refs/,
    'hookFailed',
    () => t('The push was stopped before it reached the remote, most likely by the pre-push hook.'),
  ],
  [
    /divergent branches|Not possible to fast-forward/,
    'rejected',
    () => t('Your branch and the remote one have both moved on. Pull with rebase, or merge.'),
  ],
  [
    /has no upstream branch|no tracking information|No upstream/i,
    'noUpstream',
    () => t('This branch follows no remote branch yet. Publish it.'),
  ],
  [
    /would be overwritten by|Please commit your changes or stash them|You have unstaged changes|contains uncommitted changes|cannot pull with rebase/i,
    'localChanges',
    () => t('Your changes are in the way: they would be overwritten. Commit or stash them first.'),
  ],
  [
    /you need to resolve your current index first|fix conflicts|CONFLICT|needs merge|unmerged files|Committing is not possible because you have unmerged|conflicts? in/i,
    'conflicts',
    () => t('Some files have conflicts. Resolve them, stage them, then go on.'),
  ],
  [/is not fully merged/, 'notMerged', () => t('This branch has commits that are in no other branch you are on.')],
  [/already exists/, 'nameTaken', () => t('That name is taken already.')],
  [
    /nothing to commit|no changes added to commit|nothing added to commit|No changes/i,
    'nothingToCommit',
    () => t('There is nothing to commit.'),
  ],
  [
    /patch does not apply|patch failed|corrupt patch|No valid patches/i,
    'patchDoesNotApply',
    () => t('The file has changed since, so this part no longer fits.'),
  ],
  [/not a git repository/i, 'noRepository', () => t('This folder is in no git repository.')],
  [/No configured push destination|No such remote/i, 'noRemote', () => t('There is no remote yet. Add one first.')],
];

/** Reads git's own words; `other` with their last telling line where they mean nothing known. */
export function explainFailure(output: string): { reason: GitFailureReason; message: string } {
  for (const [pattern, reason, message] of meanings) if (pattern.test(output)) return { reason, message: message() };
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('hint:'));
  const told = lines.findLast((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1);
  return {
    reason: 'other',
    message: told ? t('Git could not do this. {{told}}', { told }) : t('Git could not do this.'),
  };
}

/** The error for what git refused to do. Names and passwords in addresses are taken out of its words. */
export function gitFailed(output: string, known?: { reason: GitFailureReason; message: string }) {
  const { reason, message } = known ?? explainFailure(output);
  const clean = withoutSecrets(output).slice(-largestOutput);
  return desktopError('GIT_FAILED', {
    message: withoutSecrets(message),
    data: { reason, output: clean } satisfies GitFailure,
    cause: new Error(clean || message),
  });
}

export function missingGit(program: string, cause: unknown) {
  return desktopError('GIT_FAILED', {
    message: t('Git was not found as "{{program}}". Install it, or say where it is with the setting git.path.', {
      program,
    }),
    data: { reason: 'missing', output: '' } satisfies GitFailure,
    cause,
  });
}

/** Why git failed, as far as the error tells. */
export function reasonOf(error: unknown): GitFailureReason | null {
  if (!isDesktopError(error, 'GIT_FAILED')) return null;
  return (error as { data?: GitFailure }).data?.reason ?? null;
}

/** Takes user names and passwords out of addresses. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi, '$1');
}
