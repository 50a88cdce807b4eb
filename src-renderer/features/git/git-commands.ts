import type { Command, MenuPlacement } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { BranchActions } from './branch-actions.ts';
import { type ChangeActions, focusedChange } from './change-actions.ts';
import type { CommitActions } from './commit-actions.ts';
import type { GitModel } from './git-state.ts';
import type { ChangeRow } from './groups.ts';
import { type RemoteAction, runRemoteAction } from './remote-actions.ts';

export interface GitParts {
  readonly model: GitModel;
  readonly changes: ChangeActions;
  readonly commits: CommitActions;
  readonly branches: BranchActions;
  show(): void;
  /** Shows what a line is about: how the file differs, or the file itself where there is nothing to compare with. */
  openRow(row: ChangeRow, options?: { readonly keepFocus?: boolean }): Promise<void>;
}

const category = t('Git');
const ready = 'gitReady';
const inList = 'scmFocus';

function inMenu(menu: MenuPlacement['menu'], group: string, order: number): readonly MenuPlacement[] {
  return [{ menu, group, order }];
}

/** What source control offers, with VS Code's ids and keys. */
export function gitCommands(
  services: Pick<
    Services,
    'core' | 'dialogs' | 'notifications' | 'workspace' | 'commands' | 'editor' | 'explorer' | 'shell'
  >,
  parts: GitParts,
): Command[] {
  return [
    ...viewCommands(services, parts),
    ...listCommands(services, parts),
    ...commitCommands(parts),
    ...branchCommands(parts),
    ...remoteCommands(services, parts),
    ...stashCommands(parts),
  ];
}

function viewCommands({ core }: Pick<Services, 'core'>, { model, show }: GitParts): Command[] {
  const withProject = async (work: (projectId: string) => Promise<unknown>) => {
    const projectId = model.projectId();
    if (projectId !== null) await work(projectId);
  };
  return [
    {
      id: 'workbench.view.scm',
      title: t('Show source control'),
      category: t('View'),
      keys: ['Ctrl+Shift+G'],
      when: 'projectOpen',
      menus: inMenu('view', '2_views', 3),
      run: show,
    },
    {
      id: 'git.init',
      title: t('Initialise a repository'),
      category,
      when: 'projectOpen && !gitReady',
      run: () => withProject((projectId) => core.git.initialise({ projectId })),
    },
    {
      id: 'git.trustOwner',
      title: t('Work in the repository of another user'),
      category,
      when: 'projectOpen && !gitReady',
      hidden: true,
      run: () => withProject((projectId) => core.git.trustOwner({ projectId })),
    },
    {
      id: 'git.refresh',
      title: t('Look for changes again'),
      category,
      when: 'projectOpen',
      menus: inMenu('scmTitle', '9_view', 3),
      run: () => model.refresh(),
    },
    {
      id: 'git.removeLock',
      title: t('Remove the lock of the index'),
      category,
      when: ready,
      run: () => withProject((projectId) => core.git.removeLock({ projectId })),
    },
    {
      id: 'workbench.scm.action.setTreeViewMode',
      title: t('Show as a tree'),
      category: t('Source control'),
      when: `${ready} && !scmTree`,
      menus: inMenu('scmTitle', '9_view', 1),
      run: () => model.setTree(true),
    },
    {
      id: 'workbench.scm.action.setListViewMode',
      title: t('Show as a list'),
      category: t('Source control'),
      when: `${ready} && scmTree`,
      menus: inMenu('scmTitle', '9_view', 2),
      run: () => model.setTree(false),
    },
  ];
}

function listCommands(
  { editor, explorer, shell, workspace }: Pick<Services, 'editor' | 'explorer' | 'shell' | 'workspace'>,
  { model, changes, openRow }: GitParts,
): Command[] {
  const stageable = `${inList} && scmHasUnstaged`;
  const discardable = `${inList} && scmCanDiscard`;
  return [
    {
      id: 'git.openChange',
      title: t('Open changes'),
      category,
      keys: ['Enter'],
      when: inList,
      menus: inMenu('scm', '1_open', 1),
      async run(argument) {
        const row = focusedChange(model, argument);
        if (row) return openRow(row);
        const { rows, selection } = model.store.getState();
        const focused = rows.find(({ key }) => key === selection.focused);
        if (focused && focused.type !== 'change') model.toggle(focused.key);
      },
    },
    {
      id: 'git.openFile',
      title: t('Open file'),
      category,
      when: `${inList} && scmOnChange`,
      menus: inMenu('scm', '1_open', 2),
      async run(argument) {
        const row = focusedChange(model, argument);
        if (row) await editor.open(row.change.path);
      },
    },
    {
      id: 'git.toggleStaged',
      title: t('Stage or unstage'),
      category,
      keys: ['Space'],
      when: inList,
      run: (argument) => changes.toggleStaged(changes.subjects(argument)),
    },
    {
      id: 'git.stage',
      title: t('Stage changes'),
      category,
      when: stageable,
      menus: inMenu('scm', '2_stage', 1),
      run: (argument) => changes.stage(changes.subjects(argument)),
    },
    {
      id: 'git.unstage',
      title: t('Unstage changes'),
      category,
      when: `${inList} && scmHasStaged`,
      menus: inMenu('scm', '2_stage', 2),
      run: (argument) => changes.unstage(changes.subjects(argument)),
    },
    {
      id: 'git.clean',
      title: t('Discard changes'),
      category,
      keys: ['Delete'],
      when: discardable,
      menus: inMenu('scm', '2_stage', 3),
      run: (argument) => changes.discard(changes.subjects(argument)),
    },
    {
      id: 'git.undoDiscard',
      title: t('Undo the last discard'),
      category,
      keys: ['Ctrl+Z'],
      when: `${inList} && scmCanUndo`,
      menus: inMenu('scm', '2_stage', 4),
      run: () => changes.undoDiscard(),
    },
    {
      id: 'git.revealInExplorer',
      title: t('Show in the explorer'),
      category,
      when: `${inList} && scmOnChange`,
      menus: inMenu('scm', '3_path', 1),
      async run(argument) {
        const row = focusedChange(model, argument);
        if (!row) return;
        workspace.setState({ sideBar: { ...workspace.getState().sideBar, visible: true, view: 'explorer' } });
        await explorer.reveal(row.change.path);
        explorer.focus();
      },
    },
    {
      id: 'git.copyPath',
      title: t('Copy relative path'),
      category,
      when: `${inList} && scmOnChange`,
      menus: inMenu('scm', '3_path', 2),
      async run(argument) {
        const paths = changes.subjects(argument).flatMap((row) => (row.type === 'change' ? [row.change.path] : []));
        if (paths.length > 0) await shell.system.writeClipboard({ text: paths.join('\n') });
      },
    },
    {
      id: 'git.stageAll',
      title: t('Stage all changes'),
      category,
      when: ready,
      menus: inMenu('scmTitle', '2_all', 1),
      run: () => changes.stageAll(),
    },
    {
      id: 'git.unstageAll',
      title: t('Unstage all changes'),
      category,
      when: ready,
      menus: inMenu('scmTitle', '2_all', 2),
      run: () => changes.unstageAll(),
    },
    {
      id: 'git.cleanAll',
      title: t('Discard all changes'),
      category,
      when: ready,
      menus: inMenu('scmTitle', '2_all', 3),
      run: () => changes.discardAll(),
    },
  ];
}

function commitCommands({ commits, model }: GitParts): Command[] {
  return [
    {
      id: 'git.commit',
      title: t('Commit'),
      category,
      when: ready,
      run: () => commits.commit(),
    },
    {
      id: 'scm.acceptInput',
      title: t('Commit from source control'),
      category,
      keys: ['Ctrl+Enter'],
      when: `${ready} && (${inList} || scmInputFocus)`,
      hidden: true,
      run: () => commits.commit(),
    },
    {
      id: 'git.commitAll',
      title: t('Commit all'),
      category,
      when: ready,
      menus: inMenu('scmCommit', '1_commit', 1),
      run: () => commits.commit({ all: true }),
    },
    {
      id: 'git.commitSigned',
      title: t('Commit with sign-off'),
      category,
      when: ready,
      menus: inMenu('scmCommit', '1_commit', 2),
      run: () => commits.commit({ signOff: true }),
    },
    {
      id: 'git.commitAmend',
      title: t('Amend the last commit'),
      category,
      when: ready,
      run: () => commits.setAmend(!model.store.getState().amend),
    },
    {
      id: 'git.undoCommit',
      title: t('Undo the last commit'),
      category,
      when: ready,
      menus: inMenu('scmCommit', '2_amend', 2),
      run: () => commits.undoCommit(),
    },
  ];
}

function branchCommands({ branches }: GitParts): Command[] {
  const branch = (id: string, title: string, order: number, run: () => Promise<void>, group = '3_branch'): Command => ({
    id,
    title,
    category,
    when: ready,
    menus: inMenu('scmTitle', group, order),
    run,
  });
  return [
    branch('git.checkout', t('Switch branch…'), 1, branches.checkout),
    branch('git.branch', t('Create branch…'), 2, () => branches.create(false)),
    { ...branch('git.branchFrom', t('Create branch from…'), 3, () => branches.create(true)), menus: [] },
    branch('git.renameBranch', t('Rename branch…'), 4, branches.rename),
    branch('git.deleteBranch', t('Delete branch…'), 5, branches.remove),
    branch('git.merge', t('Merge branch…'), 6, branches.merge),
    {
      id: 'git.continueOperation',
      title: t('Go on with the merge or rebase'),
      category,
      when: 'gitOperation',
      run: () => branches.endOperation('continue'),
    },
    {
      id: 'git.skipStep',
      title: t('Leave out this step of the rebase'),
      category,
      when: 'gitOperation && !gitMerging',
      run: () => branches.endOperation('skip'),
    },
    {
      id: 'git.mergeAbort',
      title: t('Take the merge or rebase back'),
      category,
      when: 'gitOperation',
      run: () => branches.endOperation('abort'),
    },
  ];
}

function remoteCommands(
  services: Pick<Services, 'core' | 'dialogs' | 'notifications' | 'workspace' | 'commands'>,
  { model, branches }: GitParts,
): Command[] {
  const remote = (
    id: string,
    title: string,
    order: number | null,
    action: RemoteAction,
    options: { rebase?: boolean; force?: boolean } = {},
  ): Command => ({
    id,
    title,
    category,
    when: ready,
    ...(order === null ? {} : { menus: inMenu('scmTitle', '1_remote', order) }),
    run: () => runRemoteAction(services, model, action, options),
  });
  return [
    remote('git.sync', t('Synchronise changes'), 1, 'sync'),
    remote('git.pull', t('Pull'), 2, 'pull'),
    remote('git.pullRebase', t('Pull with rebase'), null, 'pull', { rebase: true }),
    remote('git.push', t('Push'), 3, 'push'),
    remote('git.pushForce', t('Push with force'), null, 'push', { force: true }),
    remote('git.fetch', t('Fetch'), 4, 'fetch'),
    {
      id: 'git.publish',
      title: t('Publish branch'),
      category,
      when: ready,
      menus: inMenu('scmTitle', '1_remote', 5),
      run: () => branches.publish(),
    },
    { id: 'git.addRemote', title: t('Add a remote…'), category, when: ready, run: () => branches.addRemote() },
  ];
}

function stashCommands({ branches }: GitParts): Command[] {
  const stash = (id: string, title: string, order: number | null, run: () => Promise<void>): Command => ({
    id,
    title,
    category,
    when: ready,
    ...(order === null ? {} : { menus: inMenu('scmTitle', '4_stash', order) }),
    run,
  });
  return [
    stash('git.stash', t('Stash…'), 1, () => branches.stash({ untracked: false, staged: false })),
    stash('git.stashIncludeUntracked', t('Stash with untracked files…'), 2, () =>
      branches.stash({ untracked: true, staged: false }),
    ),
    stash('git.stashStaged', t('Stash what is staged…'), null, () =>
      branches.stash({ untracked: false, staged: true }),
    ),
    stash('git.stashApply', t('Apply stash…'), 3, () => branches.applyStash(false)),
    stash('git.stashPop', t('Apply and drop stash…'), 4, () => branches.applyStash(true)),
    stash('git.stashPopLatest', t('Apply and drop the newest stash'), null, branches.popLatestStash),
    stash('git.stashDrop', t('Drop stash…'), 5, branches.dropStash),
  ];
}
