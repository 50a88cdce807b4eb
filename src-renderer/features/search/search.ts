import { ORPCError } from '@orpc/client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SearchMatch } from '../../../contract/desktop/search.ts';
import { decodeSearchedFiles } from '../../../contract/desktop/searched-files.ts';
import { CoreLost } from '../../app/connection.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { messageOf } from '../../app/error-message.ts';
import type { Services } from '../../app/services.ts';
import { emptyForm, remember, type SearchForm, toQuery } from './query.ts';
import {
  addFiles,
  countMatches,
  type Dismissal,
  fileKey,
  type ResultRow,
  type Results,
  toRows,
  without,
  withoutDismissed,
} from './results.ts';

export type SearchField = 'text' | 'include' | 'exclude';
export type FocusTarget = 'text' | 'replacement' | 'include' | 'results';

export interface SearchState {
  readonly form: SearchForm;
  readonly replaceShown: boolean;
  readonly filtersShown: boolean;
  /** `idle`: nothing to look for. */
  readonly status: 'idle' | 'searching' | 'done' | 'cancelled' | 'failed';
  /** What is wrong, at the field it is about; without one the search itself failed. */
  readonly problem: { readonly field: SearchField | null; readonly message: string } | null;
  readonly results: Results;
  readonly rows: readonly ResultRow[];
  readonly matchCount: number;
  readonly collapsed: ReadonlySet<string>;
  readonly focused: string | null;
  readonly searchedFiles: number;
  readonly limited: boolean;
  /** Core's time when the results were searched. */
  readonly searchedAt: number;
  /** Raised to move the focus; answered by `focusTaken`. */
  readonly focusWanted: FocusTarget | null;
  readonly history: readonly string[];
}

/** The search of a window: what is asked, what was found. */
export interface Search extends Disposable {
  readonly store: StoreApi<SearchState>;
  /** Changes the form; the search follows after a pause, or at once. */
  setForm(change: Partial<SearchForm>, when?: 'soon' | 'now'): void;
  /** Searches now, and remembers what for. */
  submit(): void;
  cancel(): void;
  /** Empties the field and the results. */
  clear(): void;
  update(change: Partial<Pick<SearchState, 'replaceShown' | 'filtersShown' | 'focused' | 'focusWanted'>>): void;
  setCollapsed(paths: readonly string[], collapsed: boolean): void;
  dismiss(row: ResultRow): void;
  /** Takes over results that a replace has changed. */
  setResults(results: Results): void;
  /** While it works nothing is searched again; the search is made anew after it. */
  whileHeld<T>(work: () => Promise<T>): Promise<T>;
  /** Whether somebody looks: only then are results kept up to date. */
  setShown(shown: boolean): void;
}

export type SearchServices = Pick<Services, 'core' | 'coreEvents' | 'workspace' | 'editor'>;

const limit = 20_000;
/** Milliseconds after a key before what was typed is looked for. */
const typingPause = 250;
/** Milliseconds after a change of files or unsaved text before the search is made again. */
const refreshPause = 500;
const historyKey = 'flashfusion.searchHistory';

/** Builds the search. Nothing runs until something is to be looked for. */
export function createSearch({ core, coreEvents, workspace, editor }: SearchServices): Search {
  const ends = createDisposables();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;
  let dismissed: readonly Dismissal[] = [];
  let held = 0;
  let stale = false;
  let shown = false;
  const store = createStore<SearchState>(() => ({
    form: emptyForm,
    replaceShown: false,
    filtersShown: false,
    ...nothing,
    status: 'idle',
    problem: null,
    focusWanted: null,
    history: readHistory(),
  }));
  const get = store.getState;

  const show = (results: Results, change: Partial<SearchState> = {}) => {
    const collapsed = change.collapsed ?? get().collapsed;
    store.setState({ results, rows: toRows(results, collapsed), matchCount: countMatches(results), ...change });
  };

  const run = async (refresh: boolean): Promise<void> => {
    clearTimeout(timer);
    running?.abort();
    running = null;
    const { form } = get();
    const project = workspace.getState().project;
    if (!refresh) dismissed = [];
    if (form.text === '' || !project) {
      show([], { ...nothing, status: 'idle', problem: null });
      return;
    }
    stale = false;
    const controller = new AbortController();
    const { signal } = controller;
    running = controller;
    store.setState({ status: 'searching', problem: null });
    let found: Results | null = null;
    let searchedAt = 0;
    // What was there before stays until there is something new to see.
    const begin = () => {
      found = [];
      const kept = refresh ? get().collapsed : new Set<string>();
      show([], { ...nothing, collapsed: kept, searchedAt, focused: refresh ? get().focused : null });
    };
    try {
      const parts = await core.search.run(
        { projectId: project.id, query: toQuery(form), limit, unsaved: [...editor.texts.unsaved()] },
        { signal },
      );
      for await (const part of parts) {
        if (signal.aborted) return;
        if (part.type === 'started') searchedAt = part.searchedAt;
        else if (part.type === 'found') {
          // A search that is made again shows its results at once, so that nothing jumps.
          if (!found && !refresh) begin();
          found = addFiles(found ?? [], decodeSearchedFiles(part.files));
          if (!refresh) show(found);
        } else {
          if (!found || refresh) {
            const all = found ?? [];
            begin();
            show(withoutDismissed(all, dismissed));
          }
          store.setState({ status: 'done', searchedFiles: part.searchedFiles, limited: part.limited });
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      // Core comes back, says that all files may have changed, and the search is made again.
      if (error instanceof CoreLost) stale = true;
      fail(error);
    } finally {
      if (running === controller) running = null;
    }
  };

  const fail = (error: unknown) => {
    const field =
      error instanceof ORPCError && error.code === 'INVALID_SEARCH'
        ? (error.data as { field: SearchField }).field
        : null;
    show([], { ...nothing, status: 'failed', problem: { field, message: messageOf(error) } });
    if (field === 'include' || field === 'exclude') store.setState({ filtersShown: true });
  };

  const schedule = (pause: number, refresh: boolean) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(refresh), pause);
  };

  const refreshSoon = () => {
    if (get().status === 'idle') return;
    stale = true;
    // A search under way may have read the old text: it is made again.
    if (shown && held === 0) schedule(refreshPause, get().status !== 'failed');
  };

  ends.add(
    coreEvents.listen((event) => {
      if (event.type !== 'files.changed' || event.projectId !== workspace.getState().project?.id) return;
      const counts = ({ path }: { path: string }) => path !== '.git' && !path.startsWith('.git/');
      if (event.rescan || event.changes.some(counts)) refreshSoon();
    }),
  );
  ends.add(editor.texts.edited.listen(refreshSoon));
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id === before.project?.id) return;
      running?.abort();
      clearTimeout(timer);
      dismissed = [];
      show([], { ...nothing, form: emptyForm, status: 'idle', problem: null });
    }),
  );
  ends.addFunction(() => {
    clearTimeout(timer);
    running?.abort();
  });

  return {
    store,
    setForm(change, when = 'soon') {
      const form = { ...get().form, ...change };
      store.setState({ form });
      const onlyReplacement = Object.keys(change).every((key) => key === 'replacement' || key === 'preserveCase');
      if (onlyReplacement) return;
      if (when === 'now' || form.text === '') void run(false);
      else schedule(typingPause, false);
    },
    submit() {
      const history = remember(get().history, get().form.text);
      store.setState({ history });
      localStorage.setItem(historyKey, JSON.stringify(history));
      void run(false);
    },
    cancel() {
      clearTimeout(timer);
      if (!running) return;
      running.abort();
      running = null;
      store.setState({ status: 'cancelled' });
    },
    clear() {
      store.setState({ form: { ...get().form, text: '', replacement: '' } });
      void run(false);
    },
    update: (change) => store.setState(change),
    setCollapsed(paths, collapse) {
      const collapsed = new Set(get().collapsed);
      for (const path of paths) {
        if (collapse) collapsed.add(path);
        else collapsed.delete(path);
      }
      show(get().results, { collapsed });
    },
    dismiss(row) {
      const { rows, results } = get();
      const match: SearchMatch | null = row.type === 'match' ? row.match : null;
      dismissed = [...dismissed, { path: row.file.path, match }];
      const at = rows.findIndex(({ key }) => key === row.key);
      const next =
        rows.slice(at + 1).find((other) => other.type === row.type || other.file !== row.file) ?? rows[at - 1];
      const left = row.type === 'match' ? without(results, row.file.path, row.match) : without(results, row.file.path);
      show(left, { focused: next?.key ?? null });
    },
    setResults: (results) => show(results),
    async whileHeld(work) {
      held += 1;
      clearTimeout(timer);
      try {
        return await work();
      } finally {
        held -= 1;
        if (stale) refreshSoon();
      }
    },
    setShown(now) {
      shown = now;
      if (shown && stale) refreshSoon();
    },
    dispose: ends.dispose,
  };
}

const nothing = {
  results: [],
  rows: [],
  matchCount: 0,
  collapsed: new Set<string>(),
  focused: null,
  searchedFiles: 0,
  limited: false,
  searchedAt: 0,
} satisfies Partial<SearchState>;

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(historyKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

/** The row with the focus, or null. */
export function focusedRow({ rows, focused }: Pick<SearchState, 'rows' | 'focused'>): ResultRow | null {
  return rows.find(({ key }) => key === focused) ?? null;
}

/** The row of the file that a row belongs to. */
export function keyOfFile(row: ResultRow): string {
  return fileKey(row.file.path);
}
