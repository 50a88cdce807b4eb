import { GitMerge, Info, Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { GitOperation } from '../../../contract/model/git-status.ts';
import { useServices } from '../../app/services.ts';
import { formatNumber, t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import type { GitParts } from './git-commands.ts';

/** Seconds that a lock may stay before it is worth a word. */
const patience = 5;

const operationNames: Readonly<Record<GitOperation['kind'], string>> = {
  merge: t('Merge'),
  rebase: t('Rebase'),
  cherryPick: t('Cherry-pick'),
  revert: t('Revert', { context: 'commit' }),
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
              {button('git.continueOperation', t('Continue'))}
              {operation.kind === 'rebase' ? button('git.skipStep', t('Skip'), true) : null}
              {button('git.mergeAbort', t('Abort'), true)}
            </>
          }
        >
          {`${progressText(operation)} ${
            conflicts === 0
              ? t('All conflicts are resolved.')
              : t('{{count}} files have conflicts.', { count: conflicts })
          }`}
        </Strip>
      ) : null}
      {head.branch === null && operation === null ? (
        <Strip icon={<Info aria-hidden="true" />} actions={button('git.branch', t('Create branch'))}>
          {t('No branch is checked out, but commit {{hash}}. New commits belong to no branch.', {
            hash: head.commit?.slice(0, 7) ?? '',
          })}
        </Strip>
      ) : null}
      {lockedFor !== null && lockedFor >= patience ? (
        <Strip
          icon={<Lock aria-hidden="true" />}
          actions={
            <>
              {button('git.refresh', t('Look again'))}
              {button('git.removeLock', t('Remove the lock'), true)}
            </>
          }
        >
          {t('Another git program has locked this repository for {{seconds}} s, or one was ended in the middle.', {
            seconds: lockedFor,
          })}
        </Strip>
      ) : null}
      {truncated ? (
        <Strip icon={<TriangleAlert aria-hidden="true" />}>
          {t('More than {{number}} changes: the others are not shown. Is something missing in .gitignore?', {
            number: formatNumber(status.changes.length),
          })}
        </Strip>
      ) : null}
      {stagedOutside > 0 ? (
        <Strip icon={<Info aria-hidden="true" />}>
          {t('{{count}} staged files outside this folder will be committed, too.', { count: stagedOutside })}
        </Strip>
      ) : null}
    </>
  );
}

function progressText({ kind, step, steps }: GitOperation): string {
  const operation = operationNames[kind];
  if (step === null || steps === null) return t('{{operation}} in progress.', { operation });
  return t('{{operation}} in progress, step {{step}} of {{steps}}.', { operation, step, steps });
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
