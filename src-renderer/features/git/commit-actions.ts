import { messageOf } from '../../app/error-message.ts';
import { t } from '../../localize.ts';
import type { ActionServices } from './change-actions.ts';
import { failureOf, reportFailure } from './failures.ts';
import type { GitModel } from './git-state.ts';

export interface CommitOptions {
  /** Everything, staged or not. */
  readonly all?: boolean;
  readonly amend?: boolean;
  readonly signOff?: boolean;
}

/** Commits, and steps through the messages of earlier commits. */
export interface CommitActions {
  commit(options?: CommitOptions): Promise<void>;
  undoCommit(): Promise<void>;
  /** Puts an older (1) or newer (-1) message into the box; the one being written comes back at the end. */
  stepMessage(step: 1 | -1): Promise<void>;
  setAmend(amend: boolean): Promise<void>;
}

const historyLength = 50;

export function createCommitActions(services: ActionServices, model: GitModel): CommitActions {
  const { core, dialogs, notifications, editor, workspace } = services;
  const { store } = model;
  let history: { readonly messages: readonly string[]; readonly draft: string; at: number } | null = null;

  const fail = (message: string, output = '') =>
    store.setState({ problem: { message, output }, focusRequested: 'message' });

  /** Text that is not saved would not be in the commit. False when the person wants neither. */
  const saveFirst = async (): Promise<boolean> => {
    const projectId = workspace.getState().project?.id;
    const dirty = [...editor.state.getState().documents.values()].filter(
      (document) => document.dirty && document.projectId === projectId && !document.id.startsWith('untitled:'),
    );
    if (dirty.length === 0) return true;
    const answer = await dialogs.ask({
      title:
        dirty.length === 1
          ? t('{{name}} is not saved', { name: dirty[0]?.title ?? '' })
          : t('{{number}} files are not saved', { number: dirty.length }),
      body: t('A commit takes files as they are on disk.'),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'without', title: t('Commit without') },
        { id: 'save', title: t('Save and commit') },
      ],
    });
    if (answer === 'without') return true;
    if (answer !== 'save') return false;
    for (const { id } of dirty) if (!(await editor.save(id))) return false;
    await model.refresh();
    return true;
  };

  const askToStageAll = async (): Promise<boolean> => {
    const { changes, untracked } = store.getState().groups;
    const count = new Set([...changes, ...untracked].map(({ path }) => path)).size;
    const answer = await dialogs.ask({
      title: t('Nothing is staged'),
      body: t('Stage all {{count}} changes and commit them?', { count }),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'all', title: t('Stage all and commit') },
      ],
    });
    return answer === 'all';
  };

  const askIdentity = async (projectId: string): Promise<boolean> => {
    const required = (value: string) => (value.trim() === '' ? t('Git needs this for every commit.') : null);
    const name = await dialogs.prompt({
      title: t('Who commits?'),
      label: t('Your name'),
      value: '',
      confirm: t('Next'),
      validate: required,
    });
    if (name === null) return false;
    const email = await dialogs.prompt({
      title: t('Who commits?'),
      label: t('Your e-mail address'),
      value: '',
      confirm: t('Keep and commit'),
      validate: required,
    });
    if (email === null) return false;
    await core.git.setIdentity({ projectId, name, email });
    return true;
  };

  const commit = async (options: CommitOptions = {}): Promise<void> => {
    const projectId = model.projectId();
    if (projectId === null || !model.ready() || store.getState().committing) return;
    const amend = options.amend ?? store.getState().amend;
    const signOff = options.signOff ?? store.getState().signOff;
    const { message } = store.getState();
    if (message.trim() === '' && !amend) return fail(t('A commit needs a message. Say what you changed.'));
    if (!(await saveFirst())) return;
    // What another program staged a moment ago may not have reached the list yet; git itself says what is staged.
    if (store.getState().groups.staged.length === 0) await model.refresh();
    const status = model.ready();
    if (model.projectId() !== projectId || !status) return;
    const { groups } = store.getState();
    if (groups.merge.length > 0) {
      return fail(
        t('{{count}} files have conflicts. Resolve them and stage them first.', { count: groups.merge.length }),
      );
    }
    const staged = groups.staged.length + status.stagedOutside > 0;
    let all = options.all ?? false;
    if (!all && !staged && !amend && status.operation === null) {
      if (groups.changes.length + groups.untracked.length === 0) return fail(t('There is nothing to commit.'));
      if (!(await askToStageAll())) return;
      all = true;
    }
    store.setState({ committing: true, problem: null });
    try {
      const { subject } = await core.git.commit({ projectId, message, amend, signOff, all });
      history = null;
      model.setMessage('');
      store.setState({ amend: false });
      notifications.info(amend ? t('Amended “{{subject}}”', { subject }) : t('Committed “{{subject}}”', { subject }), {
        actions: amend ? [] : [{ title: t('Undo'), run: undoCommit }],
      });
    } catch (error) {
      const failure = failureOf(error);
      if (failure?.reason === 'identityUnknown' && (await askIdentity(projectId))) {
        store.setState({ committing: false });
        return commit({ ...options, all });
      }
      if (failure?.reason === 'locked')
        reportFailure(services, t('The commit was not made'), error, [
          { title: t('Try again'), run: () => commit(options) },
        ]);
      else fail(messageOf(error), failure?.reason === 'emptyMessage' ? '' : failure?.output);
    } finally {
      store.setState({ committing: false });
    }
  };

  const undoCommit = async (): Promise<void> => {
    const projectId = model.projectId();
    if (projectId === null) return;
    try {
      const { message } = await core.git.undoCommit({ projectId });
      if (store.getState().message.trim() === '') model.setMessage(message);
    } catch (error) {
      reportFailure(services, t('The commit was not undone'), error);
    }
  };

  return {
    commit,
    undoCommit,
    async stepMessage(step) {
      const projectId = model.projectId();
      if (projectId === null) return;
      const { message } = store.getState();
      if (!history || history.at < 0 || message !== history.messages[history.at]) {
        if (step < 0) return;
        const { messages } = await core.git.messages({ projectId, limit: historyLength });
        history = { messages, draft: message, at: -1 };
      }
      const at = Math.min(history.at + step, history.messages.length - 1);
      history.at = Math.max(-1, at);
      model.setMessage(at < 0 ? history.draft : (history.messages[at] ?? ''));
      if (at < 0) history = null;
    },
    async setAmend(amend) {
      const projectId = model.projectId();
      if (projectId === null) return;
      const [last = ''] = (await core.git.messages({ projectId, limit: 1 })).messages;
      const { message } = store.getState();
      if (amend && message.trim() === '') model.setMessage(last);
      if (!amend && message === last) model.setMessage('');
      store.setState({ amend });
    },
  };
}
