import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OpenedProject } from '../../../contract/desktop/projects.ts';
import { firstRows } from '../../../contract/model/first-rows.ts';
import type { Project } from '../../../contract/model/project.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { messageOf } from '../../app/error-message.ts';
import type { ExplorerService, Services } from '../../app/services.ts';
import { formatNumber, t } from '../../localize.ts';
import { type Draft, draftPlace } from './drafts.ts';
import { createFolderReader, type FolderReader } from './folder-reader.ts';
import type { Move } from './moves.ts';
import { ancestorsOf, joinPath, parentOf } from './paths.ts';
import { keepShown, noSelection, type Selection, selectOnly, subjectsOf } from './selection.ts';
import {
  affectedFolders,
  collapseAll,
  createTree,
  type EntryRow,
  entryAt,
  type FolderRows,
  indexOfPath,
  setExpanded,
  setListing,
  setShowIgnored,
  setStatus,
  type Tree,
  unknownFolders,
} from './tree.ts';

/** What the rest of the window has for the explorer. */
export type ExplorerServices = Omit<Services, 'explorer'> & { explorer?: ExplorerService };

export interface Clipboard {
  readonly paths: readonly string[];
  readonly cut: boolean;
}

export interface ExplorerState {
  readonly project: Project | null;
  readonly tree: Tree;
  readonly selection: Selection;
  readonly draft: Draft | null;
  readonly clipboard: Clipboard | null;
  /** Documents with unsaved text. */
  readonly dirty: ReadonlySet<string>;
  /** The row to bring into the middle of the view; a new object each time it is asked for. */
  readonly revealed: { readonly path: string } | null;
  /** The tree is in the page. */
  readonly shown: boolean;
  /** The tree should take the keyboard focus as soon as it is shown. */
  readonly focusRequested: boolean;
}

/** The explorer's state and what can be done to it without changing anything on disk. */
export interface Explorer extends Disposable {
  /** Called before files are renamed or moved; what they answer is called when that is done. */
  readonly movePreparations: Set<(moves: readonly Move[]) => Promise<(() => Promise<void>) | null>>;
  readonly store: StoreApi<ExplorerState>;
  load(opened: OpenedProject | null): void;
  select(selection: Selection): void;
  /** Opens or closes folders; rows that are not known are read. */
  expand(folders: Iterable<string>, open: boolean): Promise<void>;
  /** Opens every folder below `folder` that no ignore rule names. */
  expandAll(folder: string): Promise<void>;
  collapseAll(): void;
  /** Reads every known folder anew. */
  refresh(): Promise<void>;
  /** Reads folders anew, those that are shown or were. */
  reread(folders: Iterable<string>): Promise<void>;
  reveal(path: string): Promise<void>;
  requestFocus(): void;
  /** The tree has it. */
  focusTaken(): void;
  setShown(shown: boolean): void;
  setDraft(draft: Draft | null): void;
  setClipboard(clipboard: Clipboard | null): void;
  /** Replaces the tree by what `change` makes of it; the selection keeps to rows that are there. */
  changeTree(change: (tree: Tree) => Tree): void;
  /** Takes in rows that are known without asking, after an action of this window. */
  applyListing(fresh: FolderRows): void;
  /** Whether an entry is known at a path. */
  exists(path: string): boolean;
  /** What an action is about: the selected rows, in the order in which they are shown. */
  subjects(): string[];
  /** The folder in which something new belongs: the focused folder, or the one that holds the focused file. */
  targetFolder(): string;
  /** Open folders that are worth opening again at the next start: all but those of an "expand all" of a large project. */
  keptOpen(): string[];
  /** The row with the focus. */
  focusedRow(): EntryRow | null;
}

/** Reading a folder may take this long, in ms, before its place shows that something is coming. */
const skeletonDelay = 200;
/** "Expand all" stops at this many rows. */
const expandAllRows = 200_000;
/** Folders that are open again at the next start, at most: all of them are read before the first paint. */
const keptFolders = 1000;

/** Builds the explorer's state over the files of Core; listens to its events until it is disposed. */
export function createExplorer(services: ExplorerServices): Explorer {
  const disposables = createDisposables();
  const store = createStore<ExplorerState>(() => ({
    project: null,
    tree: createTree([], [], true),
    selection: noSelection,
    draft: null,
    clipboard: null,
    dirty: new Set(),
    revealed: null,
    shown: false,
    focusRequested: false,
  }));
  const get = store.getState;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let reader: FolderReader | null = null;
  let ofProject: ReturnType<typeof createDisposables> | null = null;

  function changeTree(change: (tree: Tree) => Tree): void {
    const { tree, selection, draft } = get();
    const next = change(tree);
    if (next === tree) return;
    store.setState({
      tree: next,
      selection: keepShown(selection, tree.rows, next.rows),
      draft: draft && hasPlace(next, draft) ? draft : null,
    });
  }

  function read(folders: Iterable<string>): Promise<void> {
    const wanted = [...folders];
    if (!reader || wanted.length === 0) return Promise.resolve();
    const unknown = wanted.filter((folder) => !get().tree.listing.has(folder));
    const done = reader.read(wanted);
    if (unknown.length > 0) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        changeTree((tree) => setStatus(tree, unknown, { type: 'loading' }));
      }, skeletonDelay);
      timers.add(timer);
      void done.finally(() => {
        clearTimeout(timer);
        timers.delete(timer);
      });
    }
    return done;
  }

  function startReader(projectId: string): FolderReader {
    return createFolderReader({
      list: (paths, maxRows) => services.core.files.list({ projectId, paths, maxRows }),
      isKnown: (folder) => get().tree.listing.has(folder),
      onFirstRows: (first) => changeTree((tree) => setListing(tree, first)),
      onRead: (fresh, gone) => {
        changeTree((tree) => setListing(tree, fresh, gone));
        if (gone.includes('')) {
          const message = t('The folder is not there any more. It may have been moved, or its drive is not connected.');
          changeTree((tree) => setStatus(tree, [''], { type: 'failed', message }));
        }
        // Folders that were open before their parents were known come to light now.
        void read(unknownFolders(get().tree).filter((folder) => isListed(get().tree, folder)));
      },
      onFailed: (folder, error) => {
        changeTree((tree) => setStatus(tree, [folder], { type: 'failed', message: messageOf(error) }));
      },
    });
  }

  function endProject(): void {
    ofProject?.dispose();
    ofProject = null;
    reader?.dispose();
    reader = null;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  const explorer: Explorer = {
    store,
    movePreparations: new Set(),
    load(opened) {
      endProject();
      if (!opened) {
        store.setState({ ...store.getInitialState(), shown: get().shown });
        return;
      }
      const { project, listing, layout, settings } = opened;
      const tree = createTree(
        Object.entries(listing),
        layout?.expanded ?? [],
        settings.effective['explorer.showIgnored'],
      );
      store.setState({ ...store.getInitialState(), shown: get().shown, project, tree });
      reader = startReader(project.id);
      ofProject = followWindow(services, explorer);
      const cut = Object.keys(listing).filter((folder) => (listing[folder]?.length ?? 0) >= firstRows);
      void read([...cut, ...unknownFolders(tree).filter((folder) => isListed(tree, folder))]);
    },
    select(selection) {
      store.setState({ selection });
    },
    async expand(folders, open) {
      const paths = [...folders];
      changeTree((tree) => setExpanded(tree, paths, open));
      // What is known is shown at once and read again: nobody watches folders that ignore rules name.
      if (open) await read(paths.filter((path) => path !== ''));
    },
    async expandAll(folder) {
      const { project } = get();
      if (!project) return;
      const { listing, truncated } = await services.core.files.listTree({
        projectId: project.id,
        path: folder,
        maxEntries: expandAllRows,
      });
      changeTree((tree) => {
        const known = setListing(tree, Object.entries(listing));
        const open = folder === '' ? [] : [...ancestorsOf(folder), folder];
        return setExpanded(known, [...open, ...foldersToOpen(known, folder, listing)], true);
      });
      if (truncated) {
        services.notifications.info(t('Not every folder is open'), {
          detail: t('The tree was read up to {{rows}} rows.', { rows: formatNumber(expandAllRows) }),
        });
      }
    },
    collapseAll() {
      changeTree(collapseAll);
    },
    refresh: () => read(['', ...get().tree.listing.keys(), ...get().tree.status.keys()]),
    reread: read,
    async reveal(path) {
      const ancestors = ancestorsOf(path);
      const { tree } = get();
      const unknown = ['', ...ancestors].filter((folder) => !tree.listing.has(folder));
      if (unknown.length > 0) await read(unknown);
      if (!entryAt(get().tree, path)) return;
      changeTree((current) => setExpanded(current, ancestors, true));
      if (indexOfPath(get().tree.rows, path) < 0) return;
      store.setState({ selection: selectOnly(path), revealed: { path } });
    },
    requestFocus() {
      // A name that is being typed keeps it.
      if (!get().draft) store.setState({ focusRequested: true });
    },
    focusTaken() {
      const { selection, revealed } = get();
      // A tree that has become lower meanwhile may have left the focused row outside.
      store.setState({
        focusRequested: false,
        revealed: selection.focused === null ? revealed : { path: selection.focused },
      });
    },
    setShown(shown) {
      store.setState({ shown });
    },
    setDraft(draft) {
      store.setState({ draft });
    },
    setClipboard(clipboard) {
      store.setState({ clipboard });
    },
    changeTree,
    applyListing(fresh) {
      reader?.changed([...fresh].map(([folder]) => folder));
      changeTree((tree) => setListing(tree, fresh));
    },
    exists: (path) => entryAt(get().tree, path) !== undefined,
    subjects() {
      const { selection, tree } = get();
      const paths = new Set(subjectsOf(selection, selection.selected.size > 0 ? null : selection.focused));
      return tree.rows.filter((row) => row.type === 'entry' && paths.has(row.path)).map((row) => row.path);
    },
    targetFolder() {
      const row = explorer.focusedRow();
      if (!row || get().selection.selected.size === 0) return '';
      return row.kind === 'folder' ? row.path : parentOf(row.path);
    },
    keptOpen() {
      const { tree } = get();
      const open = tree.rows.filter((row) => row.type === 'entry' && row.expanded).map((row) => row.path);
      return open.length > keptFolders ? open.slice(0, keptFolders) : [...tree.expanded].slice(0, keptFolders);
    },
    focusedRow() {
      const { focused } = get().selection;
      const row = focused === null ? undefined : get().tree.rows.find((candidate) => candidate.path === focused);
      return row?.type === 'entry' ? row : null;
    },
    dispose() {
      endProject();
      disposables.dispose();
    },
  };

  disposables.add(
    services.coreEvents.listen((event) => {
      if (event.type !== 'files.changed' || event.projectId !== get().project?.id) return;
      if (event.rescan) void explorer.refresh();
      else void read(affectedFolders(get().tree, event.changes));
    }),
  );
  // What happened while Core was away was told to nobody.
  disposables.add(services.coreReconnected.listen(() => void explorer.refresh()));
  return explorer;
}

/** Follows settings and the editor for as long as a project is open. */
function followWindow(services: ExplorerServices, explorer: Explorer) {
  const disposables = createDisposables();
  disposables.addFunction(
    services.workspace.subscribe(({ settings }) => {
      explorer.changeTree((tree) => setShowIgnored(tree, settings.effective['explorer.showIgnored']));
    }),
  );
  const takeDirty = () => {
    const dirty = new Set<string>();
    for (const document of services.editor.state.getState().documents.values()) {
      if (document.dirty) dirty.add(document.id);
    }
    const known = explorer.store.getState().dirty;
    if (dirty.size !== known.size || [...dirty].some((path) => !known.has(path))) explorer.store.setState({ dirty });
  };
  takeDirty();
  disposables.addFunction(
    services.editor.state.subscribe((state, before) => {
      if (state.documents !== before.documents) takeDirty();
      if (state.active !== before.active && state.active !== null) revealActive(services, explorer, state.active);
    }),
  );
  return disposables;
}

function revealActive(services: ExplorerServices, explorer: Explorer, document: string): void {
  const { selection } = explorer.store.getState();
  if (!services.workspace.getState().settings.effective['explorer.autoReveal']) return;
  if (document.startsWith('untitled:') || document.split('/').includes('node_modules')) return;
  if (selection.focused === document) return;
  void explorer.reveal(document);
}

/** A name can be typed only where its row is shown. */
function hasPlace(tree: Tree, draft: Draft): boolean {
  return draft.type === 'create' ? draftPlace(tree.rows, draft) !== null : indexOfPath(tree.rows, draft.path) >= 0;
}

function isListed(tree: Tree, folder: string): boolean {
  return folder === '' || entryAt(tree, folder)?.kind === 'folder';
}

function foldersToOpen(tree: Tree, top: string, listing: Readonly<Record<string, unknown>>): string[] {
  const open: string[] = [];
  const visit = (folder: string) => {
    for (const entry of tree.listing.get(folder) ?? []) {
      if (entry.kind !== 'folder' || entry.ignored || entry.link) continue;
      const path = joinPath(folder, entry.name);
      if (!(path in listing)) continue;
      open.push(path);
      visit(path);
    }
  };
  visit(top);
  return open;
}
