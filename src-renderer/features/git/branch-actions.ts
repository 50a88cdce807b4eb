import type { GitBranch, GitStash } from '../../../contract/desktop/git/changes.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { timeAgo } from '../../ui/time-ago.ts';
import { failureOf, reportFailure } from './failures.ts';
import type { GitModel } from './git-state.ts';
import { runRemoteAction } from './remote-actions.ts';

export type BranchServices = Pick<Services, 'core' | 'dialogs' | 'notifications' | 'workspace' | 'commands'>;

type Choice = { readonly type: 'branch'; readonly branch: GitBranch } | { readonly type: 'create' | 'createFrom' };

/** Branches and stashes, asked for in the palette's place. */
export interface BranchActions {
  checkout(): Promise<void>;
  create(fromOther: boolean): Promise<void>;
  rename(): Promise<void>;
  remove(): Promise<void>;
  merge(): Promise<void>;
  publish(): Promise<void>;
  addRemote(): Promise<void>;
  endOperation(how: 'continue' | 'skip' | 'abort'): Promise<void>;
  stash(options: { untracked: boolean; staged: boolean }): Promise<void>;
  applyStash(pop: boolean): Promise<void>;
  popLatestStash(): Promise<void>;
  dropStash(): Promise<void>;
}

const kindNames = { local: '', remote: t('remote'), tag: t('tag') } as const;

export function createBranchActions(services: BranchServices, model: GitModel): BranchActions {
  const { core, dialogs, notifications, commands } = services;

  const attempt = async <T>(title: string, work: (projectId: string) => Promise<T>): Promise<T | null> => {
    const projectId = model.projectId();
    if (projectId === null) return null;
    try {
      return await work(projectId);
    } catch (error) {
      const conflicts = failureOf(error)?.reason === 'conflicts';
      const show = { title: t('Show changes'), run: () => commands.run('workbench.view.scm') };
      reportFailure(services, title, error, conflicts ? [show] : []);
      return null;
    }
  };
  const list = () => attempt(t('The branches could not be read'), (projectId) => core.git.branches({ projectId }));

  const toItem = (branch: GitBranch) => ({
    label: branch.name,
    description: [
      kindNames[branch.kind],
      branch.current ? t('current') : '',
      branch.ahead > 0 ? `${branch.ahead}↑` : '',
      branch.behind > 0 ? `${branch.behind}↓` : '',
    ]
      .filter(Boolean)
      .join(' '),
    detail: `${timeAgo(branch.committedAt)}, ${branch.author}: ${branch.subject}`,
  });
  const pickBranch = async (placeholder: string, fits: (branch: GitBranch) => boolean): Promise<GitBranch | null> => {
    const listed = await list();
    if (!listed) return null;
    const branches = listed.branches.filter(fits);
    return dialogs.pick({ placeholder, items: branches.map((branch) => ({ ...toItem(branch), value: branch })) });
  };

  const switchTo = async (projectId: string, branch: GitBranch): Promise<void> => {
    const request = { projectId, name: branch.name, kind: branch.kind };
    try {
      await core.git.checkout(request);
    } catch (error) {
      if (failureOf(error)?.reason !== 'localChanges') throw error;
      const answer = await dialogs.ask({
        title: t('Your changes are in the way of {{name}}', { name: branch.name }),
        body: t('They would be overwritten. Stash them and take them along, or leave them in the stash for later.'),
        buttons: [
          { id: 'cancel', title: t('Cancel') },
          { id: 'leave', title: t('Stash and switch') },
          { id: 'along', title: t('Take them along') },
        ],
      });
      if (answer !== 'leave' && answer !== 'along') return;
      const from = model.ready()?.head.branch ?? 'before';
      await core.git.stashPush({ projectId, message: t('Changes on {{branch}}', { branch: from }), untracked: true });
      await core.git.checkout(request);
      if (answer === 'leave') {
        notifications.info(t('Your changes are in the stash'), {
          actions: [{ title: t('Apply them here'), run: popLatestStash }],
        });
        return;
      }
      const [newest] = (await core.git.stashes({ projectId })).stashes;
      if (newest) await core.git.stashApply({ projectId, index: newest.index, commit: newest.commit, pop: true });
    }
  };

  const askName = (title: string, value: string, confirm: string, taken: readonly string[]) =>
    dialogs.prompt({
      title,
      label: t('Name of the branch'),
      value,
      confirm,
      validate: (name) => branchNameProblem(name, taken),
    });

  const create = async (fromOther: boolean) => {
    const listed = await list();
    if (!listed) return;
    const { branches } = listed;
    const from = fromOther
      ? await dialogs.pick({
          placeholder: t('Where does the new branch begin?'),
          items: branches.map((branch) => ({ ...toItem(branch), value: branch })),
        })
      : null;
    if (fromOther && !from) return;
    const local = branches.filter(({ kind }) => kind === 'local').map(({ name }) => name);
    const name = await askName(t('New branch'), '', t('Create and switch'), local);
    if (name === null) return;
    await attempt(t('The branch was not created'), (projectId) =>
      core.git.createBranch({ projectId, name: name.trim(), from: from?.name ?? null, checkout: true }),
    );
  };

  const pickStash = async (placeholder: string): Promise<GitStash | null> => {
    const listed = await attempt(t('The stashes could not be read'), (projectId) => core.git.stashes({ projectId }));
    if (!listed) return null;
    if (listed.stashes.length === 0) {
      notifications.info(t('There are no stashes'));
      return null;
    }
    return dialogs.pick({
      placeholder,
      items: listed.stashes.map((stash) => ({
        label: stash.message,
        description: timeAgo(stash.stashedAt),
        value: stash,
      })),
    });
  };
  const apply = async ({ index, commit }: GitStash, pop: boolean) => {
    await attempt(t('The stash was not applied'), (projectId) =>
      core.git.stashApply({ projectId, index, commit, pop }),
    );
  };
  const popLatestStash = async () => {
    const listed = await attempt(t('The stashes could not be read'), (projectId) => core.git.stashes({ projectId }));
    const [newest] = listed?.stashes ?? [];
    if (newest) await apply(newest, true);
    else if (listed) notifications.info(t('There are no stashes'));
  };

  return {
    async checkout() {
      const listed = await list();
      if (!listed) return;
      const choice = await dialogs.pick<Choice>({
        placeholder: t('Switch to a branch or tag'),
        items: [
          { label: t('Create a branch…'), value: { type: 'create' } },
          { label: t('Create a branch from…'), value: { type: 'createFrom' } },
          ...listed.branches
            .filter(({ current }) => !current)
            .map((branch) => ({ ...toItem(branch), value: { type: 'branch' as const, branch } })),
        ],
      });
      if (!choice) return;
      if (choice.type !== 'branch') return create(choice.type === 'createFrom');
      await attempt(t('Git did not switch to {{name}}', { name: choice.branch.name }), (projectId) =>
        switchTo(projectId, choice.branch),
      );
    },
    create,
    async rename() {
      const current = model.ready()?.head.branch;
      const listed = current ? await list() : null;
      if (!current || !listed) return;
      const taken = listed.branches.filter(({ kind, name }) => kind === 'local' && name !== current);
      const newName = await askName(
        t('Rename {{name}}', { name: current }),
        current,
        t('Rename'),
        taken.map(({ name }) => name),
      );
      if (newName === null || newName.trim() === current) return;
      await attempt(t('The branch was not renamed'), (projectId) =>
        core.git.renameBranch({ projectId, name: current, newName: newName.trim() }),
      );
    },
    async remove() {
      const branch = await pickBranch(t('Delete which branch?'), ({ kind, current }) => kind === 'local' && !current);
      if (!branch) return;
      const { name } = branch;
      await attempt(t('The branch was not deleted'), async (projectId) => {
        let deleted: { commit: string };
        try {
          deleted = await core.git.deleteBranch({ projectId, name, force: false });
        } catch (error) {
          if (failureOf(error)?.reason !== 'notMerged') throw error;
          const answer = await dialogs.ask({
            title: t('{{name}} is not merged', { name }),
            body: t('It has commits that are in no other branch you are on.'),
            buttons: [
              { id: 'cancel', title: t('Cancel') },
              { id: 'delete', title: t('Delete it anyway'), danger: true },
            ],
          });
          if (answer !== 'delete') return;
          deleted = await core.git.deleteBranch({ projectId, name, force: true });
        }
        const { commit } = deleted;
        const undo = async () => {
          await core.git.createBranch({ projectId, name, from: commit, checkout: false });
        };
        notifications.info(t('Deleted {{name}}', { name }), { actions: [{ title: t('Undo'), run: undo }] });
      });
    },
    async merge() {
      const branch = await pickBranch(t('Merge which branch into this one?'), ({ current }) => !current);
      if (!branch) return;
      const merged = await attempt(t('{{name}} was not merged completely', { name: branch.name }), (projectId) =>
        core.git.merge({ projectId, name: branch.name }),
      );
      if (merged)
        notifications.info(
          t('Merged {{name}}', { name: branch.name }),
          merged.summary ? { detail: merged.summary } : {},
        );
    },
    async publish() {
      const listed = await list();
      if (!listed) return;
      const { remotes } = listed;
      const remote =
        remotes.length > 1
          ? await dialogs.pick({
              placeholder: t('Publish to which remote?'),
              items: remotes.map((name) => ({ label: name, value: name })),
            })
          : remotes[0];
      if (remote === null) return;
      await runRemoteAction(services, model, 'publish', remote === undefined ? {} : { remote });
    },
    async addRemote() {
      const url = await dialogs.prompt({
        title: t('Add a remote'),
        label: t('Address of the repository'),
        value: '',
        confirm: t('Next'),
        validate: (value) =>
          value.trim() === '' || value.trim().startsWith('-')
            ? t('Give an address, such as https://example.com/me/project.git.')
            : null,
      });
      if (url === null) return;
      const name = await dialogs.prompt({
        title: t('Add a remote'),
        label: t('Name of the remote'),
        value: 'origin',
        confirm: t('Add'),
        validate: (value) => branchNameProblem(value, []),
      });
      if (name === null) return;
      await attempt(t('The remote was not added'), (projectId) =>
        core.git.addRemote({ projectId, name: name.trim(), url: url.trim() }),
      );
    },
    async endOperation(how) {
      const title = how === 'abort' ? t('It was not taken back') : t('Git did not go on');
      await attempt(title, (projectId) => core.git.endOperation({ projectId, how }));
    },
    async stash({ untracked, staged }) {
      const message = await dialogs.prompt({
        title: staged
          ? t('Stash what is staged')
          : untracked
            ? t('Stash changes and untracked files')
            : t('Stash changes'),
        label: t('Message, if you want one'),
        value: '',
        confirm: t('Stash'),
      });
      if (message === null) return;
      await attempt(t('Nothing was stashed'), (projectId) =>
        core.git.stashPush({ projectId, message, untracked, staged }),
      );
    },
    async applyStash(pop) {
      const stash = await pickStash(pop ? t('Apply and drop which stash?') : t('Apply which stash?'));
      if (stash) await apply(stash, pop);
    },
    popLatestStash,
    async dropStash() {
      const stash = await pickStash(t('Drop which stash?'));
      if (!stash) return;
      const { index, commit, message } = stash;
      await attempt(t('The stash was not dropped'), async (projectId) => {
        await core.git.stashDrop({ projectId, index, commit });
        const undo = async () => {
          await core.git.stashRestore({ projectId, commit, message });
        };
        notifications.info(t('Dropped “{{message}}”', { message }), { actions: [{ title: t('Undo'), run: undo }] });
      });
    },
  };
}

/** What git would not take as a name (git-check-ref-format), in words; null when it is fine. */
export function branchNameProblem(typed: string, taken: readonly string[]): string | null {
  const name = typed.trim();
  if (name === '') return t('Give it a name.');
  if (taken.includes(name)) return t('That name is taken already.');
  if (/\s/.test(name)) return t('Names have no spaces. Use - instead.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git refuses control characters in names.
  if (/^[-/.]|[~^:?*[\\\u0000-\u001f\u007f]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[./]$|^@$/.test(name)) {
    return t('Git does not take this as a name. Letters, digits, - and / are fine.');
  }
  return null;
}
