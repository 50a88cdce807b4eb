import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommitDetails, FileHistoryCommit, LogCommit } from '../../../../contract/desktop/git/history.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { createLaneLayout, type GraphRow } from '../graph/lanes.ts';
import type { RepositoryWatch } from '../repository.ts';
import { isEmptyQuery, parseLogQuery } from './parse-query.ts';

/** Whose history is shown: the repository's, or that of a file or some of its lines (from 1). */
export type LogTarget =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly range: { readonly start: number; readonly end: number } | null;
    };

export interface LogState {
  readonly target: LogTarget;
  readonly text: string;
  readonly scope: 'all' | 'head';
  readonly commits: readonly (LogCommit | FileHistoryCommit)[];
  /** How the graph looks at each commit; empty where commits do not follow one another. */
  readonly rows: readonly GraphRow[];
  readonly loading: boolean;
  /** Nothing comes after the last commit. */
  readonly complete: boolean;
  readonly problem: string | null;
  readonly selected: string | null;
  readonly details: CommitDetails | null;
  readonly detailsProblem: string | null;
  /** Counted up when the list should take the focus. */
  readonly focusRequests: number;
}

export interface LogStore extends Disposable {
  readonly state: StoreApi<LogState>;
  /** The panel is in view: reads what is not there yet. */
  show(): void;
  hide(): void;
  reload(): void;
  loadMore(): void;
  search(text: string): void;
  setScope(scope: LogState['scope']): void;
  setTarget(target: LogTarget): void;
  select(hash: string): void;
  requestFocus(): void;
}

const firstPage = 2000;
const nextPage = 5000;
/** Milliseconds after the last key before a search begins. */
const typing = 250;

const empty: LogState = {
  target: { kind: 'all' },
  text: '',
  scope: 'all',
  commits: [],
  rows: [],
  loading: false,
  complete: false,
  problem: null,
  selected: null,
  details: null,
  detailsProblem: null,
  focusRequests: 0,
};

/** Reads the log page by page, and the commit that is chosen. */
export function createLogStore({ core, workspace }: Services, repository: RepositoryWatch): LogStore {
  const ends = createDisposables();
  const state = createStore<LogState>(() => empty);
  const projectId = () => workspace.getState().project?.id ?? null;
  let reading: AbortController | null = null;
  let layout = createLaneLayout();
  let shown = false;
  let read = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = async (skip: number, limit: number, signal: AbortSignal) => {
    const { target, text, scope } = state.getState();
    const id = projectId() ?? '';
    if (target.kind === 'file') {
      const { path, range } = target;
      return core.gitHistory.fileHistory({ projectId: id, path, limit, ...(range ? { range } : {}) }, { signal });
    }
    return core.gitHistory.log({ projectId: id, skip, limit, scope, ...parseLogQuery(text) }, { signal });
  };
  /** `fresh` keeps what is shown until the first portion is there. */
  const load = async (fresh: boolean, limit: number) => {
    reading?.abort();
    const own = new AbortController();
    reading = own;
    const { target, text } = state.getState();
    const skip = fresh ? 0 : state.getState().commits.length;
    const graph = target.kind === 'all' && isEmptyQuery(parseLogQuery(text));
    state.setState({ loading: true, problem: null });
    let commits = fresh ? [] : [...state.getState().commits];
    let rows = fresh ? [] : [...state.getState().rows];
    if (fresh) layout = createLaneLayout();
    let count = 0;
    try {
      for await (const part of await open(skip, limit, own.signal)) {
        if (own.signal.aborted) return;
        commits = commits.concat(part.commits);
        count += part.commits.length;
        if (graph) rows = rows.concat(part.commits.map((commit) => layout.add(commit)));
        state.setState({ commits, rows });
      }
      if (own.signal.aborted) return;
      const complete = count < limit || target.kind === 'file';
      state.setState({ commits, rows, loading: false, complete });
      const { selected } = state.getState();
      const first = commits[0];
      if (first && !commits.some(({ hash }) => hash === selected)) select(first.hash);
      else if (!first) state.setState({ selected: null, details: null, detailsProblem: null });
    } catch (error) {
      if (own.signal.aborted) return;
      state.setState({ loading: false, complete: true, problem: messageOf(error), commits, rows });
    }
  };
  const begin = (limit = firstPage) => {
    if (projectId() === null) return;
    read = true;
    void load(true, limit);
  };
  const select = (hash: string) => {
    const id = projectId();
    if (id === null) return;
    if (state.getState().selected === hash && state.getState().details) return;
    state.setState({ selected: hash, detailsProblem: null });
    core.gitHistory.commit({ projectId: id, hash }).then(
      (details) => {
        if (state.getState().selected === hash) state.setState({ details });
      },
      (error: unknown) => {
        if (state.getState().selected === hash) state.setState({ details: null, detailsProblem: messageOf(error) });
      },
    );
  };
  const stale = () => {
    read = false;
    if (shown) begin(Math.min(10_000, Math.max(firstPage, state.getState().commits.length)));
  };
  let head: string | null = repository.state.getState().head;
  ends.add(
    repository.changed.listen(() => {
      const now = repository.state.getState();
      // What is staged changes nothing here; other branches are looked at while they are few enough.
      if (now.head !== head || state.getState().commits.length <= firstPage) stale();
      head = now.head;
    }),
  );
  let project = projectId();
  ends.addFunction(
    workspace.subscribe(() => {
      if (projectId() === project) return;
      project = projectId();
      reading?.abort();
      read = false;
      state.setState({ ...empty, focusRequests: state.getState().focusRequests }, true);
      if (shown) begin();
    }),
  );
  ends.addFunction(() => {
    clearTimeout(timer);
    reading?.abort();
  });

  return {
    state,
    select,
    show() {
      shown = true;
      if (!read) begin();
    },
    hide() {
      shown = false;
    },
    reload: () => begin(),
    loadMore() {
      const { loading, complete, target } = state.getState();
      if (!loading && !complete && target.kind === 'all') void load(false, nextPage);
    },
    search(text) {
      state.setState({ text });
      clearTimeout(timer);
      timer = setTimeout(begin, typing);
    },
    setScope(scope) {
      state.setState({ scope });
      begin();
    },
    setTarget(target) {
      state.setState({ target, text: '', commits: [], rows: [], selected: null, details: null, complete: false });
      read = false;
      if (shown) begin();
    },
    requestFocus: () => state.setState({ focusRequests: state.getState().focusRequests + 1 }),
    dispose: ends.dispose,
  };
}
