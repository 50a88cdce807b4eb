import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GitReadyStatus, GitStatus } from '../../../contract/model/git-status.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { type ChangeGroups, groupChanges, noGroups, type ScmRow, scmRows } from './groups.ts';
import { fileMarksOf } from './marks.ts';
import { keepSelection, noSelection, type ScmSelection } from './selection.ts';

/** What is wrong with the commit, shown at the message; `output` is what git or a hook said. */
export interface CommitProblem {
  readonly message: string;
  readonly output: string;
}

export interface GitState {
  /** Null until Core has told. */
  readonly status: GitStatus | null;
  readonly groups: ChangeGroups;
  readonly rows: readonly ScmRow[];
  readonly tree: boolean;
  /** Keys of groups and folders that are closed. */
  readonly closed: ReadonlySet<string>;
  readonly selection: ScmSelection;
  readonly message: string;
  readonly amend: boolean;
  readonly signOff: boolean;
  readonly problem: CommitProblem | null;
  readonly committing: boolean;
  /** Work with the remote goes on. */
  readonly syncing: boolean;
  /** What wants the focus as soon as it is shown. */
  readonly focusRequested: 'message' | 'list' | null;
  /** Discards that can be undone, newest last. */
  readonly discards: readonly { readonly undoId: string }[];
}

/** What the source control view shows, and the only place that changes it. */
export interface GitModel extends Disposable {
  readonly store: StoreApi<GitState>;
  projectId(): string | null;
  /** The status where there is a repository. */
  ready(): GitReadyStatus | null;
  refresh(): Promise<void>;
  setMessage(message: string): void;
  setTree(tree: boolean): void;
  toggle(key: string, open?: boolean): void;
  select(selection: ScmSelection): void;
}

const treeKey = 'flashfusion.scm.tree';
const messageKey = (projectId: string) => `flashfusion.scm.message.${projectId}`;

/** Builds the model of one window; it follows the project that the window shows. */
export function createGitModel(services: Omit<Services, 'sourceControl'>): GitModel {
  const { core, coreEvents, coreReconnected, workspace, fileMarks } = services;
  const ends = createDisposables();
  const store = createStore<GitState>(() => ({
    status: null,
    groups: noGroups,
    rows: [],
    tree: localStorage.getItem(treeKey) === 'true',
    closed: new Set(),
    selection: noSelection,
    message: '',
    amend: false,
    signOff: false,
    problem: null,
    committing: false,
    syncing: false,
    focusRequested: null,
    discards: [],
  }));
  const projectId = () => workspace.getState().project?.id ?? null;

  const show = (change: Partial<Pick<GitState, 'groups' | 'tree' | 'closed'>>) => {
    const { groups, tree, closed, selection } = { ...store.getState(), ...change };
    const rows = scmRows(groups, tree, closed);
    store.setState({ ...change, rows, selection: keepSelection(selection, store.getState().rows, rows) });
  };
  const take = (status: GitStatus | null) => {
    const before = store.getState().status;
    const changes = status?.state === 'ready' ? status.changes : [];
    store.setState({ status });
    show({ groups: changes.length === 0 ? noGroups : groupChanges(changes) });
    fileMarks.setState(fileMarksOf(changes));
    if (status?.state !== 'ready') return;
    workspace.setState({ branch: status.head.branch ?? status.head.commit?.slice(0, 7) ?? null });
    const prepared = status.preparedMessage;
    const preparedBefore = before?.state === 'ready' ? before.preparedMessage : null;
    const { message } = store.getState();
    if (prepared !== null && prepared !== preparedBefore && message.trim() === '') setMessage(prepared);
    // A merge that has ended elsewhere takes its message along.
    if (prepared === null && preparedBefore !== null && message === preparedBefore) setMessage('');
  };
  const setMessage = (message: string) => {
    store.setState({ message, problem: null });
    const id = projectId();
    if (id === null) return;
    if (message === '') localStorage.removeItem(messageKey(id));
    else localStorage.setItem(messageKey(id), message);
  };
  const refresh = async () => {
    const id = projectId();
    if (id === null) return;
    const { status } = await core.git.status({ projectId: id });
    if (projectId() === id) take(status);
  };
  const begin = (id: string | null) => {
    take(null);
    store.setState({
      message: id === null ? '' : (localStorage.getItem(messageKey(id)) ?? ''),
      amend: false,
      signOff: false,
      problem: null,
      closed: new Set(),
      selection: noSelection,
      discards: [],
    });
    // The first rows and the editor come before; what has changed can wait for a quiet moment.
    if (id !== null) requestIdleCallback(() => void refresh().catch(reportError), { timeout: 1000 });
  };

  ends.addFunction(
    workspace.subscribe(({ project }, before) => {
      if (project?.id !== before.project?.id) begin(project?.id ?? null);
    }),
  );
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'git.statusChanged' && event.projectId === projectId()) take(event.status);
    }),
  );
  ends.add(coreReconnected.listen(() => void refresh().catch(reportError)));

  return {
    store,
    projectId,
    ready() {
      const { status } = store.getState();
      return status?.state === 'ready' ? status : null;
    },
    refresh,
    setMessage,
    setTree(tree) {
      localStorage.setItem(treeKey, String(tree));
      show({ tree });
    },
    toggle(key, open) {
      const closed = new Set(store.getState().closed);
      if (open ?? closed.has(key)) closed.delete(key);
      else closed.add(key);
      show({ closed });
    },
    select: (selection) => store.setState({ selection }),
    dispose: ends.dispose,
  };
}
