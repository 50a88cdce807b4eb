import { CircleCheck, Ellipsis, FolderGit2, GitBranch, RefreshCw, ShieldAlert, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { CommandMenuItems } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import { ChangeList } from './change-list.tsx';
import { CommitBox } from './commit-box.tsx';
import type { GitParts } from './git-commands.ts';
import { RepositoryStrips } from './repository-strips.tsx';
import './scm.css';

/** Source control in the side bar: the commit box, and what has changed. */
export default function ScmView({ parts }: { readonly parts: GitParts }) {
  const ready = useStore(parts.model.store, ({ status }) => status?.state === 'ready');
  return (
    <section className="scm" aria-label={t('Source control')}>
      <PaneHead title={t('Source control')}>
        {ready ? (
          <>
            <CommandButton command="git.refresh" icon={RefreshCw} />
            <Menu
              align="end"
              trigger={
                <IconButton label={t('More of source control')}>
                  <Ellipsis aria-hidden="true" />
                </IconButton>
              }
            >
              <CommandMenuItems menu="scmTitle" onlyEnabled />
            </Menu>
          </>
        ) : null}
      </PaneHead>
      {ready ? <Repository parts={parts} /> : <NoRepository parts={parts} />}
    </section>
  );
}

function Repository({ parts }: { readonly parts: GitParts }) {
  const clean = useStore(parts.model.store, ({ rows }) => rows.length === 0);
  return (
    <>
      <CommitBox parts={parts} />
      <RepositoryStrips parts={parts} />
      {clean ? <NoChanges parts={parts} /> : <ChangeList parts={parts} />}
    </>
  );
}

function NoChanges({ parts }: { readonly parts: GitParts }) {
  const branch = useStore(parts.model.store, ({ status }) => (status?.state === 'ready' ? status.head.branch : null));
  return (
    <div className="scm-empty">
      <EmptyState icon={<CircleCheck aria-hidden="true" />} title={t('No changes')}>
        {branch === null ? t('Everything is committed.') : t('Everything on {{branch}} is committed.', { branch })}
      </EmptyState>
    </div>
  );
}

/** Why there is no list, and what to do about it. */
function NoRepository({ parts }: { readonly parts: GitParts }) {
  const { commands, workspace } = useServices();
  const { store } = parts.model;
  const status = useStore(store, (state) => state.status);
  const open = useStore(workspace, (state) => state.status === 'open');
  const focusRequested = useStore(store, (state) => state.focusRequested);
  useEffect(() => {
    if (focusRequested === null || status === null) return;
    document.querySelector<HTMLElement>('.scm .empty-state-actions button')?.focus();
    store.setState({ focusRequested: null });
  }, [focusRequested, status, store]);
  const again = (
    <Button small onClick={() => void commands.run('git.refresh')}>
      {t('Look again')}
    </Button>
  );
  if (!open || status === null || status.state === 'ready') return null;
  switch (status.state) {
    case 'noRepository':
      return (
        <EmptyState
          icon={<GitBranch aria-hidden="true" />}
          title={t('No repository')}
          actions={
            <Button small onClick={() => void commands.run('git.init')}>
              {t('Initialise')}
            </Button>
          }
        >
          {t('This folder is not kept by git yet. Initialise it to commit, branch and go back in time.')}
        </EmptyState>
      );
    case 'gitMissing':
      return (
        <EmptyState
          failed
          icon={<FolderGit2 aria-hidden="true" />}
          title={t('Git was not found')}
          actions={
            <>
              <Button small onClick={() => void commands.run('workbench.action.openSettings')}>
                {t('Open settings')}
              </Button>
              {again}
            </>
          }
        >
          {t('No program answers to “{{program}}”. Install git, or say where it is with the setting git.path.', {
            program: status.program,
          })}
        </EmptyState>
      );
    case 'unsafe':
      return (
        <EmptyState
          failed
          icon={<ShieldAlert aria-hidden="true" />}
          title={t('This repository belongs to another user')}
          actions={
            <Button small onClick={() => void commands.run('git.trustOwner')}>
              {t('Work in it anyway')}
            </Button>
          }
        >
          {t(
            'Git refuses to work in {{root}} until you say that its owner is fine. That is kept in your git configuration.',
            { root: status.root },
          )}
        </EmptyState>
      );
    case 'failed':
      return (
        <EmptyState
          failed
          icon={<TriangleAlert aria-hidden="true" />}
          title={t('The changes cannot be read')}
          actions={again}
        >
          {status.message}
        </EmptyState>
      );
    default:
      return status satisfies never;
  }
}
