import { GitMerge, Info, Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { GitOperation } from '../../../contract/model/git-status.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../ui/button.tsx';
import type { GitParts } from './git-commands.ts';

/** Seconds that a lock may stay before it is worth a word. */
const patience = 5;

const operationNames: Readonly<Record<GitOperation['kind'], string>> = {
  merge: 'Merge',
  rebase: 'Rebase',
  cherryPick: 'Cherry-pick',
  revert: 'Revert',
};

/** What is unusual about the repository now, each with what can be done about it. */
export function RepositoryStrips({ parts }: { readonly parts: GitParts }) {
  const { commands } = useServices();
  const status = useStore(parts.model.store, (state) => state.status);
  const conflicts = useStore(parts.model.store, ({ groups }) => groups.merge.length);
  if (status?.state !== 'ready') return null;
  const { operation, head, lockedFor, truncated, stagedOutside } = status;
  const button = (command: string, title: string, quiet = false) => (
    <Button small kind={quiet ? 'ghost' : 'default'} onClick={() => void commands.run(command)}>
      {title}
    </Button>
  );
  return (
    <>
      {operation ? (
        <Strip
          icon={<GitMerge aria-hidden="true" />}
          actions={
            <>
              {button('git.continueOperation', 'Continue')}
              {operation.kind === 'rebase' ? button('git.skipStep', 'Skip', true) : null}
              {button('git.mergeAbort', 'Abort', true)}
            </>
          }
        >
          {`${operationNames[operation.kind]} in progress${stepText(operation)}. ${
            conflicts === 0
              ? 'All conflicts are resolved.'
              : `${conflicts} ${conflicts === 1 ? 'file has' : 'files have'} conflicts.`
          }`}
        </Strip>
      ) : null}
      {head.branch === null && operation === null ? (
        <Strip icon={<Info aria-hidden="true" />} actions={button('git.branch', 'Create branch')}>
          {`No branch is checked out, but commit ${head.commit?.slice(0, 7) ?? ''}. New commits belong to no branch.`}
        </Strip>
      ) : null}
      {lockedFor !== null && lockedFor >= patience ? (
        <Strip
          icon={<Lock aria-hidden="true" />}
          actions={
            <>
              {button('git.refresh', 'Look again')}
              {button('git.removeLock', 'Remove the lock', true)}
            </>
          }
        >
          {`Another git program has locked this repository for ${lockedFor} s, or one was ended in the middle.`}
        </Strip>
      ) : null}
      {truncated ? (
        <Strip icon={<TriangleAlert aria-hidden="true" />}>
          {`More than ${status.changes.length.toLocaleString('en-GB')} changes: the others are not shown. Is something missing in .gitignore?`}
        </Strip>
      ) : null}
      {stagedOutside > 0 ? (
        <Strip icon={<Info aria-hidden="true" />}>
          {`${stagedOutside} staged ${stagedOutside === 1 ? 'file' : 'files'} outside this folder will be committed, too.`}
        </Strip>
      ) : null}
    </>
  );
}

function stepText({ step, steps }: GitOperation): string {
  return step === null || steps === null ? '' : `, step ${step} of ${steps}`;
}

function Strip({
  icon,
  actions,
  children,
}: {
  readonly icon: ReactNode;
  readonly actions?: ReactNode;
  readonly children: string;
}) {
  return (
    <div className="scm-strip" role="status">
      {icon}
      <p className="scm-strip-text">{children}</p>
      {actions ? <div className="scm-strip-actions">{actions}</div> : null}
    </div>
  );
}
