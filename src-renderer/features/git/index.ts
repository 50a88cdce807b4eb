import { GitBranch as GitBranchIcon } from 'lucide-react';
import { createElement } from 'react';
import { createStore } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { RepositorySummary, Services, SourceControlService } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { createBranchActions } from './branch-actions.ts';
import { createChangeActions } from './change-actions.ts';
import { createCommitActions } from './commit-actions.ts';
import { type GitParts, gitCommands } from './git-commands.ts';
import { createGitModel } from './git-state.ts';
import { countChanges } from './groups.ts';

export { followRemoteWork } from './remote-actions.ts';

const LazyView = late(() => import('./scm-view.tsx'));

function ScmPane({ parts }: { readonly parts: GitParts }) {
  return createElement(LazyView, { parts });
}

export interface GitFeature extends Disposable {
  readonly service: SourceControlService;
}

/** Builds source control: its view in the side bar, its commands, what the status bar and the marks of files show. */
export function createGitFeature(
  services: Omit<Services, 'sourceControl'>,
  { showView }: { showView: (view: string) => void },
): GitFeature {
  const { commands, contextKeys, views, editor } = services;
  const ends = createDisposables();
  const model = ends.add(createGitModel(services));
  const summary = createStore<RepositorySummary | null>(() => null);
  const badge = createStore<number | null>(() => null);

  const openChanges: SourceControlService['openChanges'] = (path, staged, options) =>
    commands.run('git.showChanges', { path, staged, keepFocus: options?.keepFocus ?? false });
  const parts: GitParts = {
    model,
    changes: createChangeActions(services, model),
    commits: createCommitActions(services, model),
    branches: createBranchActions(services, model),
    show() {
      showView('scm');
      model.store.setState({ focusRequested: model.ready() ? 'message' : 'list' });
    },
    async openRow({ change, group }, options) {
      if (change.repository) return;
      if (group === 'staged' || group === 'changes') await openChanges(change.path, group === 'staged', options);
      else if (group === 'merge') await editor.openView('merge', change.path);
      else await editor.open(change.path, { preview: true, ...options });
    },
  };

  const keep = () => {
    const { status, selection, rows, tree, discards, syncing } = model.store.getState();
    const ready = status?.state === 'ready' ? status : null;
    contextKeys.set('gitReady', ready !== null);
    contextKeys.set('gitOperation', (ready?.operation ?? null) !== null);
    contextKeys.set('gitMerging', ready?.operation?.kind === 'merge');
    contextKeys.set('scmTree', tree);
    contextKeys.set('scmCanUndo', discards.length > 0);
    const subjects = parts.changes.subjects(undefined);
    const focused = rows.find(({ key }) => key === selection.focused);
    const groups = new Set([...subjects, ...(focused ? [focused] : [])].map(({ group }) => group));
    contextKeys.set('scmOnChange', focused?.type === 'change');
    contextKeys.set('scmHasStaged', groups.has('staged'));
    contextKeys.set('scmHasUnstaged', groups.has('merge') || groups.has('changes') || groups.has('untracked'));
    contextKeys.set('scmCanDiscard', groups.has('changes') || groups.has('untracked'));
    const count = ready === null ? 0 : countChanges(ready);
    badge.setState(count > 0 ? count : null, true);
    summary.setState(
      ready === null ? null : { head: ready.head, changes: count, operation: ready.operation?.kind ?? null, syncing },
      true,
    );
  };
  keep();
  ends.addFunction(model.store.subscribe(keep));
  ends.add(commands.register(...gitCommands(services, parts)));
  ends.add(
    views.register({
      id: 'scm',
      title: t('Source control'),
      location: 'sideBar',
      icon: GitBranchIcon,
      order: 30,
      command: 'workbench.view.scm',
      badge,
      Component: ScmPane.bind(null, { parts }),
    }),
  );

  return {
    service: {
      summary,
      openChanges,
      focus: () => model.store.setState({ focusRequested: 'list' }),
    },
    dispose: ends.dispose,
  };
}
