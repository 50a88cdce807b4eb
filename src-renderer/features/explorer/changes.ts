import type { FileEntry } from '../../../contract/model/file.ts';
import { t } from '../../localize.ts';
import type { Explorer, ExplorerServices } from './explorer.ts';
import { clashes, describePaths, type Move, movesInto } from './moves.ts';
import { normalizeName } from './names.ts';
import { withEntry, withoutEntry } from './order.ts';
import { ancestorsOf, joinPath, movedPath, nameOf, parentOf, topmost } from './paths.ts';
import { followMoves, sameSelection, selectOnly } from './selection.ts';
import { carryOver, entryAt, setExpanded, setListing, type Tree } from './tree.ts';

/** The most entries that one call may change. */
const entriesPerCall = 1000;
/** Changes of the tree that can be taken back, at most. */
const undoDepth = 100;

/** Everything that changes files from the explorer. Each can be taken back; what fails rejects with a message for people. */
export interface Changes {
  createEntry(kind: 'file' | 'folder', folder: string, typed: string): Promise<void>;
  rename(path: string, typed: string): Promise<void>;
  /** Moves into a folder; asks before something there would be replaced. */
  moveInto(paths: readonly string[], folder: string): Promise<void>;
  copyInto(paths: readonly string[], folder: string): Promise<void>;
  duplicate(paths: readonly string[]): Promise<void>;
  trash(paths: readonly string[]): Promise<void>;
  /** Copies files of the desktop into a folder. `sources` are absolute paths. */
  importInto(sources: readonly string[], folder: string): Promise<void>;
  /** Takes back the last change; says so when there is none. */
  undo(): Promise<void>;
  /** Forgets what could be taken back: another project is shown. */
  forget(): void;
}

interface Change {
  readonly undoIds: readonly string[];
  /** Where things went, so that open documents can follow back. */
  readonly moves: readonly Move[];
}

/** Builds the explorer's changes of files. */
export function createChanges(services: ExplorerServices, explorer: Explorer): Changes {
  const { store } = explorer;
  const { files } = services.core;
  let done: Change[] = [];

  const projectId = () => {
    const { project } = store.getState();
    if (!project) throw new Error(t('Open a folder first.'));
    return project.id;
  };

  const remember = (undoIds: readonly string[], moves: readonly Move[] = []): Change => {
    const change = { undoIds, moves };
    done = [...done.slice(1 - undoDepth), change];
    services.contextKeys.set('explorerCanUndo', true);
    return change;
  };

  const notify = (title: string, change: Change) => {
    services.notifications.info(title, { actions: [{ title: t('Undo'), run: () => takeBack(change) }] });
  };

  async function takeBack(change: Change): Promise<void> {
    done = done.filter((other) => other !== change);
    services.contextKeys.set('explorerCanUndo', done.length > 0);
    const before = store.getState().selection;
    const restored: string[] = [];
    for (const undoId of change.undoIds.toReversed()) {
      restored.push(...(await files.undo({ projectId: projectId(), undoId })).restored);
    }
    const back = change.moves.map(({ from, to }) => ({ from: to, to: from }));
    if (back.length > 0) {
      services.editor.followMoves(documentMoves(services, back));
      explorer.changeTree((tree) => carryOver(tree, back));
    }
    const touched = [...restored, ...change.moves.flatMap(({ from, to }) => [from, to])];
    await explorer.reread(listedFolders(store.getState().tree, touched));
    const [first] = topmost(restored);
    // Who has gone on to another row meanwhile stays there, unless the row they left has gone itself.
    const stayed = sameSelection(store.getState().selection, before) || !isShown(before.focused);
    if (first !== undefined && stayed) {
      await explorer.reveal(first);
      const shown = topmost(restored).filter((path) => explorer.exists(path));
      explorer.select({ focused: first, anchor: first, selected: new Set(shown) });
    }
  }

  function isShown(path: string | null): boolean {
    return path !== null && explorer.exists(path);
  }

  /** Shows what moved where it is now, before the file events tell. */
  function showMoves(moves: readonly Move[]): void {
    services.editor.followMoves(documentMoves(services, moves));
    const { tree, selection } = store.getState();
    const kinds = new Map(moves.map(({ from }) => [from, entryAt(tree, from)]));
    const selected = followMoves(selection, moves);
    explorer.changeTree((current) => {
      const carried = carryOver(current, moves);
      const fresh = new Map<string, readonly FileEntry[]>();
      const rowsOf = (folder: string) => fresh.get(folder) ?? carried.listing.get(folder);
      for (const { from, to } of moves) {
        const before = rowsOf(parentOf(from));
        if (before) fresh.set(parentOf(from), withoutEntry(before, nameOf(from)));
        const after = rowsOf(parentOf(to));
        const entry = kinds.get(from);
        if (after && entry) fresh.set(parentOf(to), withEntry(after, { ...entry, name: nameOf(to) }));
      }
      return setListing(carried, fresh);
    });
    explorer.select(selected);
  }

  async function move(moves: readonly Move[]): Promise<Change> {
    const afterwards: (() => Promise<void>)[] = [];
    for (const prepare of explorer.movePreparations) {
      const finish = await prepare(moves);
      if (finish) afterwards.push(finish);
    }
    const undoIds: string[] = [];
    for (const batch of inBatches(moves)) {
      undoIds.push((await files.move({ projectId: projectId(), moves: [...batch] })).undoId);
    }
    showMoves(moves);
    const change = remember(undoIds, moves);
    for (const finish of afterwards) await finish();
    return change;
  }

  async function showCreated(created: readonly string[]): Promise<void> {
    await explorer.reread(listedFolders(store.getState().tree, created));
    const [first] = created;
    if (first === undefined) return;
    await explorer.reveal(first);
    explorer.select({ focused: first, anchor: first, selected: new Set(created) });
  }

  /** What is in the way at the target goes to the trash first, once somebody has said so; null when they don't. */
  async function makeRoom(moves: readonly Move[], folder: string): Promise<readonly string[] | null> {
    const names = clashes(moves, explorer.exists);
    if (names.length === 0) return [];
    const targets = moves.map(({ to }) => to).filter((path) => explorer.exists(path));
    const title =
      names.length === 1
        ? t('"{{name}}" already exists in {{folder}}', { name: names[0] ?? '', folder: folderName(folder) })
        : t('{{amount}} names already exist in {{folder}}', { amount: names.length, folder: folderName(folder) });
    if (targets.length < names.length)
      throw new Error(t('Two of the moved files have the same name. Move them one by one.'));
    const answer = await services.dialogs.ask({
      title,
      body: t('Replacing moves what is there to the trash. Undo brings it back.'),
      buttons: [
        { id: 'cancel', title: t('Leave both') },
        { id: 'replace', title: t('Replace'), danger: true },
      ],
    });
    if (answer !== 'replace') return null;
    return [(await files.trash({ projectId: projectId(), paths: targets })).undoId];
  }

  return {
    async createEntry(kind, folder, typed) {
      const path = joinPath(folder, normalizeName(typed));
      const create = kind === 'file' ? files.createFile : files.createFolder;
      const { undoId } = await create({ projectId: projectId(), path });
      remember([undoId]);
      explorer.setDraft(null);
      const parent = parentOf(path);
      const siblings = store.getState().tree.listing.get(parent);
      if (siblings) {
        const entry: FileEntry = { name: nameOf(path), kind };
        explorer.applyListing([
          [parent, withEntry(siblings, entry)],
          ...(kind === 'folder' ? [[path, []] as const] : []),
        ]);
      } else {
        await explorer.reread(listedFolders(store.getState().tree, [path]));
      }
      await explorer.reveal(path);
      if (kind === 'file') await services.editor.open(path);
      else explorer.requestFocus();
    },
    async rename(path, typed) {
      const to = joinPath(parentOf(path), normalizeName(typed));
      if (to === path) return;
      await move([{ from: path, to }]);
      explorer.setDraft(null);
      explorer.requestFocus();
      await explorer.reread(listedFolders(store.getState().tree, [to]));
      await explorer.reveal(to);
    },
    async moveInto(paths, folder) {
      const moves = movesInto(paths, folder);
      if (moves.length === 0) return;
      if (!store.getState().tree.listing.has(folder)) await explorer.reread([folder]);
      const made = await makeRoom(moves, folder);
      if (!made) return;
      const described = inWords(moves.map(({ from }) => from));
      const change = await move(moves);
      const whole = made.length > 0 ? { ...change, undoIds: [...made, ...change.undoIds] } : change;
      done = done.map((other) => (other === change ? whole : other));
      if (folder !== '') explorer.changeTree((tree) => setExpanded(tree, [...ancestorsOf(folder), folder], true));
      explorer.select({
        focused: moves[0]?.to ?? null,
        anchor: moves[0]?.to ?? null,
        selected: new Set(moves.map(({ to }) => to)),
      });
      notify(t('{{described}} moved to {{folder}}', { described, folder: folderName(folder) }), whole);
    },
    async copyInto(paths, folder) {
      const undoIds: string[] = [];
      const created: string[] = [];
      for (const batch of inBatches(topmost(paths))) {
        const reply = await files.duplicate({ projectId: projectId(), paths: [...batch], intoFolder: folder });
        undoIds.push(reply.undoId);
        created.push(...reply.created);
      }
      remember(undoIds);
      await showCreated(created);
    },
    async duplicate(paths) {
      const { undoId, created } = await files.duplicate({ projectId: projectId(), paths: topmost(paths) });
      remember([undoId]);
      await showCreated(created);
    },
    async trash(paths) {
      const subjects = topmost(paths);
      const described = inWords(subjects);
      if (subjects.length === 0 || !(await confirmTrash(services, described))) return;
      const undoIds: string[] = [];
      for (const batch of inBatches(subjects)) {
        undoIds.push((await files.trash({ projectId: projectId(), paths: [...batch] })).undoId);
      }
      const change = remember(undoIds);
      explorer.changeTree((tree) => {
        const fresh = new Map<string, readonly FileEntry[]>();
        for (const path of subjects) {
          const parent = parentOf(path);
          const rows = fresh.get(parent) ?? tree.listing.get(parent);
          if (rows) fresh.set(parent, withoutEntry(rows, nameOf(path)));
        }
        return setListing(tree, fresh);
      });
      const { focused } = store.getState().selection;
      if (focused !== null) explorer.select(selectOnly(focused));
      notify(t('{{described}} moved to the trash', { described }), change);
    },
    async importInto(sources, folder) {
      const { undoId, created } = await files.import({
        projectId: projectId(),
        sources: [...sources],
        intoFolder: folder,
      });
      const change = remember([undoId]);
      await showCreated(created);
      notify(t('{{created}} copied to {{folder}}', { created: inWords(created), folder: folderName(folder) }), change);
    },
    async undo() {
      const last = done.at(-1);
      if (!last) {
        services.notifications.info(t('There is nothing to undo in the tree'));
        return;
      }
      await takeBack(last);
    },
    forget() {
      done = [];
      services.contextKeys.set('explorerCanUndo', false);
    },
  };

  function inWords(paths: readonly string[]): string {
    const { tree } = store.getState();
    return describePaths(paths, (path) => entryAt(tree, path)?.kind);
  }

  function folderName(folder: string): string {
    return folder === '' ? (store.getState().project?.name ?? t('the project')) : nameOf(folder);
  }
}

async function confirmTrash(services: ExplorerServices, subjects: string): Promise<boolean> {
  if (!services.workspace.getState().settings.effective['explorer.confirmDelete']) return true;
  const answer = await services.dialogs.ask({
    title: t('Move {{subjects}} to the trash?', { subjects }),
    body: t('Undo in the explorer brings it back, and so does the trash of the system.'),
    buttons: [
      { id: 'cancel', title: t('Keep') },
      { id: 'trash', title: t('Move to trash'), danger: true },
    ],
  });
  return answer === 'trash';
}

/** The moves of open documents that follow from moves of files and folders. */
function documentMoves(services: ExplorerServices, moves: readonly Move[]): Move[] {
  const projectId = services.workspace.getState().project?.id;
  const found: Move[] = [];
  for (const document of services.editor.state.getState().documents.values()) {
    if (document.projectId !== projectId) continue;
    for (const { from, to } of moves) {
      const moved = movedPath(document.id, from, to);
      if (moved === null) continue;
      found.push({ from: document.id, to: moved });
      break;
    }
  }
  return found;
}

/** The folders to read anew so that `paths` show: their own where that is known, else everything above them. */
function listedFolders(tree: Tree, paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const parent = parentOf(path);
    if (tree.listing.has(parent)) folders.add(parent);
    else for (const ancestor of ['', ...ancestorsOf(path)]) folders.add(ancestor);
  }
  return [...folders];
}

function* inBatches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += entriesPerCall) yield items.slice(start, start + entriesPerCall);
}
