import { messageOf } from '../../app/error-message.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { failureOf, reportFailure } from './failures.ts';
import type { GitModel } from './git-state.ts';
import { type ChangeRow, type GroupId, pathsOf, type ScmRow } from './groups.ts';

export type ActionServices = Pick<Services, 'core' | 'dialogs' | 'notifications' | 'workspace' | 'editor' | 'commands'>;

/** What can be done with changes; every failure is told where it belongs. */
export interface ChangeActions {
  /** The lines a command is about: the one it was called for, with the whole selection when it is part of it. */
  subjects(argument: unknown): readonly ScmRow[];
  stage(rows: readonly ScmRow[]): Promise<void>;
  unstage(rows: readonly ScmRow[]): Promise<void>;
  /** Stages what is not staged; unstages when everything is. */
  toggleStaged(rows: readonly ScmRow[]): Promise<void>;
  stageAll(): Promise<void>;
  unstageAll(): Promise<void>;
  discard(rows: readonly ScmRow[]): Promise<void>;
  discardAll(): Promise<void>;
  undoDiscard(): Promise<void>;
}

export function createChangeActions(services: ActionServices, model: GitModel): ChangeActions {
  const { core, dialogs, notifications } = services;
  const { store } = model;

  const pathsIn = (rows: readonly ScmRow[], wanted: readonly GroupId[]): string[] => {
    const { groups } = store.getState();
    return [...new Set(rows.filter(({ group }) => wanted.includes(group)).flatMap((row) => pathsOf(row, groups)))];
  };

  /** Runs a call for the project; failures become a notice with a way to try again. */
  const attempt = async <T>(title: string, work: (projectId: string) => Promise<T>): Promise<T | null> => {
    const projectId = model.projectId();
    if (projectId === null) return null;
    try {
      return await work(projectId);
    } catch (error) {
      const again = {
        title: t('Try again'),
        run: async () => {
          await attempt(title, work);
        },
      };
      reportFailure(services, title, error, failureOf(error)?.reason === 'locked' ? [again] : []);
      return null;
    }
  };

  const stagePaths = async (paths: string[]) => {
    if (paths.length === 0) return;
    const unresolved = store.getState().groups.merge.filter(({ path }) => paths.includes(path));
    if (unresolved.length > 0 && !(await confirmResolved(unresolved.map(({ path }) => path)))) return;
    await attempt(t('The changes were not staged'), (projectId) => core.git.stage({ projectId, paths }));
  };
  const unstagePaths = async (paths: string[]) => {
    if (paths.length === 0) return;
    await attempt(t('The changes were not unstaged'), (projectId) => core.git.unstage({ projectId, paths }));
  };
  /** Staging a file with conflict marks in it says that it is resolved. */
  const confirmResolved = async (paths: readonly string[]): Promise<boolean> => {
    const projectId = model.projectId();
    if (projectId === null) return false;
    const marked: string[] = [];
    for (const path of paths) if (await holdsConflictMarks(core, projectId, path)) marked.push(path);
    if (marked.length === 0) return true;
    const answer = await dialogs.ask({
      title:
        marked.length === 1
          ? t('{{path}} still has conflict marks', { path: marked[0] ?? '' })
          : t('{{number}} files still have conflict marks', { number: marked.length }),
      body: t('Staging says that the conflict is resolved. The marks would be committed.'),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'stage', title: t('Stage anyway') },
      ],
    });
    return answer === 'stage';
  };

  const discardPaths = async (paths: string[]) => {
    const discarded = await attempt(t('The changes were not discarded'), (projectId) =>
      core.git.discard({ projectId, paths }),
    );
    if (!discarded) return;
    const entry = { undoId: discarded.undoId };
    store.setState({ discards: [...store.getState().discards, entry].slice(-50) });
    notifications.info(describeDiscard(paths), { actions: [{ title: t('Undo'), run: () => undo(entry.undoId) }] });
  };
  const undo = async (undoId: string) => {
    const projectId = model.projectId();
    if (projectId === null) return;
    try {
      await core.git.undoDiscard({ projectId, undoId });
      store.setState({ discards: store.getState().discards.filter((other) => other.undoId !== undoId) });
    } catch (error) {
      notifications.error(t('The changes were not brought back'), { detail: messageOf(error) });
    }
  };

  return {
    subjects(argument) {
      const { rows, selection } = store.getState();
      const key = typeof argument === 'string' ? argument : selection.focused;
      const row = rows.find((candidate) => candidate.key === key);
      if (row && !selection.selected.has(row.key)) return [row];
      return rows.filter((candidate) => selection.selected.has(candidate.key));
    },
    stage: (rows) => stagePaths(pathsIn(rows, ['merge', 'changes', 'untracked'])),
    unstage: (rows) => unstagePaths(pathsIn(rows, ['staged'])),
    async toggleStaged(rows) {
      const unstaged = pathsIn(rows, ['merge', 'changes', 'untracked']);
      if (unstaged.length > 0) await stagePaths(unstaged);
      else await unstagePaths(pathsIn(rows, ['staged']));
    },
    async stageAll() {
      const { changes, untracked } = store.getState().groups;
      if (model.ready()?.truncated) {
        await attempt(t('The changes were not staged'), (projectId) => core.git.stage({ projectId, paths: null }));
        return;
      }
      await stagePaths([...new Set([...changes, ...untracked].map(({ path }) => path))]);
    },
    async unstageAll() {
      await attempt(t('The changes were not unstaged'), (projectId) => core.git.unstage({ projectId, paths: null }));
    },
    async discard(rows) {
      const paths = pathsIn(rows, ['changes', 'untracked']);
      if (paths.length === 0) return;
      const whole = rows.some(({ type }) => type === 'group');
      if ((whole || paths.length > 20) && !(await confirmDiscard(services, paths.length))) return;
      await discardPaths(paths);
    },
    async discardAll() {
      const { changes, untracked } = store.getState().groups;
      const paths = [...new Set([...changes, ...untracked].map(({ path }) => path))];
      if (paths.length === 0 || !(await confirmDiscard(services, paths.length))) return;
      await discardPaths(paths);
    },
    async undoDiscard() {
      const newest = store.getState().discards.at(-1);
      if (newest) await undo(newest.undoId);
    },
  };
}

async function confirmDiscard({ dialogs }: Pick<ActionServices, 'dialogs'>, count: number): Promise<boolean> {
  const answer = await dialogs.ask({
    title: t('Discard {{count}} changes?', { count }),
    body: t(
      'Files go back to what is staged or committed, and untracked files are removed. Until you quit, this can be undone.',
    ),
    buttons: [
      { id: 'cancel', title: t('Cancel') },
      { id: 'discard', title: t('Discard {{count}} changes', { count }), danger: true },
    ],
  });
  return answer === 'discard';
}

function describeDiscard(paths: readonly string[]): string {
  const [only = ''] = paths;
  if (paths.length === 1) return t('Discarded changes in {{path}}', { path: only });
  return t('Discarded changes in {{number}} files', { number: paths.length });
}

async function holdsConflictMarks(core: Services['core'], projectId: string, path: string): Promise<boolean> {
  try {
    for await (const part of await core.files.read({ projectId, path })) {
      const text = part.type === 'head' ? part.text : part.type === 'text' ? part.text : undefined;
      if (text !== undefined && /^<{7} .*[\s\S]*^>{7} /m.test(text)) return true;
    }
  } catch {
    // Deleted on one side: there is nothing to look at.
  }
  return false;
}

/** The change line that has the focus; null for groups and folders. */
export function focusedChange(model: GitModel, argument?: unknown): ChangeRow | null {
  const { rows, selection } = model.store.getState();
  const key = typeof argument === 'string' ? argument : selection.focused;
  const row = rows.find((candidate) => candidate.key === key);
  return row?.type === 'change' ? row : null;
}
