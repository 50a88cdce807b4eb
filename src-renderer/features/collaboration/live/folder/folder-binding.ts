import type { Transaction } from 'yjs';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../../../app/disposable.ts';
import { createNoticesOnce } from './folder-notices.ts';
import { type FolderOptions, type FolderWork, isShared, moveShared, type OnDisk } from './folder-work.ts';
import { followTree } from './follow-tree.ts';
import { readFolder, shareFolder, takeFromDisk } from './take-from-disk.ts';
import { approve, createUnshared, holdHidden, isRules, lookAtRules, mayHideLess, remember } from './unshared.ts';
import { replaceStrayed, writeChanged } from './write-to-disk.ts';

/** Keeps a session's files and a project's folder the same. */
export interface FolderBinding extends Disposable {
  /** Puts the folder's files into the session, which has none yet. `onProgress` hears the number of files. */
  share(onProgress: (files: number) => void): Promise<void>;
  /** Makes the session's files in the folder; what is there and differs is taken for an edit of this person's, where they may. */
  reconcile(): Promise<void>;
  /** Says that a file's text is to be written although nobody changed it just now. */
  write(id: string): void;
  /** What the disk holds of a file, as far as is known; null where what is there is not the session's. */
  onDisk(id: string): OnDisk | null;
  /** Raised when `onDisk` may answer something else. */
  readonly diskChanged: Signal<void>;
  /** Resolves when what is hidden is held back that others' rules may let through: an editor that holds those saves no earlier. */
  rulesHeld(): Promise<void>;
  /** Shares what was withheld. */
  shareWithheld(paths: readonly string[]): Promise<void>;
  /** Resolves when nothing waits to be read or written. */
  settle(): Promise<void>;
}

/** Milliseconds between a change and what follows from it: on disk, and from disk. */
const delays = { write: 400, read: 120 };

/** Begins to follow both sides, from the moment that `share` or `reconcile` is done. */
export function bindFolder(options: FolderOptions): FolderBinding {
  const ends = createDisposables();
  const { files, projectId } = options;
  const notices = createNoticesOnce(options);
  const diskChanged = createSignal<void>();
  const work: FolderWork = {
    ...options,
    ...notices,
    disk: new Map(),
    toWrite: new Set(),
    touched: new Set(),
    moving: new Set(),
    strayed: new Set(),
    replaced: new Set(),
    unshared: createUnshared(options.memory, options.past !== null),
  };
  let ready = false;
  let treeChanged = false;
  let rescan = false;
  let disposed = false;
  let timer: { readonly id: ReturnType<typeof setTimeout>; readonly due: number } | null = null;
  let running: Promise<void> = Promise.resolve();
  let holding: Promise<void> = running;

  const inTurn = (step: () => Promise<void>): Promise<void> => {
    running = running.then(async () => {
      if (disposed) return;
      await step().catch(options.failed);
      await finish().catch(options.failed);
    });
    return running;
  };

  const finish = async (): Promise<void> => {
    await lookAtRules(work);
    remember(work);
    notices.tell(work);
    diskChanged.raise();
  };

  const schedule = (delay: number): void => {
    const due = performance.now() + delay;
    if (!ready || disposed || (timer && timer.due <= due)) return;
    if (timer) clearTimeout(timer.id);
    timer = {
      due,
      id: setTimeout(() => {
        timer = null;
        void inTurn(step);
      }, delay),
    };
  };

  const pending = () => treeChanged || rescan || work.touched.size > 0 || work.toWrite.size > 0;

  const step = async (): Promise<void> => {
    if (treeChanged) {
      treeChanged = false;
      await options.kept();
      await followTree(work);
    }
    if (rescan) {
      rescan = false;
      work.touched.clear();
      await readFolder(work, 'other');
    } else if (work.touched.size > 0) {
      const paths = [...work.touched];
      work.touched.clear();
      await takeFromDisk(work, paths);
    }
    if (work.toWrite.size > 0) {
      await options.kept();
      await writeChanged(work);
    }
    if (pending()) schedule(delays.write);
  };

  /** An editor saves what others do to its ignore file, whenever it likes. */
  const followOpenRules = (id: string): void => {
    const [known, text] = [work.disk.get(id), files.text(id)];
    if (!known || !text || !isRules(known.path) || !work.isOpen(id)) return;
    text.doc?.once('afterTransaction', ({ local }: Transaction) => {
      if (local || work.unshared.unsavedRules.has(id) || !mayHideLess(known.text, text.toString())) return;
      work.unshared.unsavedRules.add(id);
      holding = inTurn(() => holdHidden(work));
    });
  };

  ends.addFunction(
    files.onTextChanged((id) => {
      work.toWrite.add(id);
      schedule(delays.write);
      followOpenRules(id);
    }),
  );
  ends.addFunction(
    files.onTreeChanged(() => {
      treeChanged = true;
      schedule(delays.read);
    }),
  );
  ends.add(
    options.coreEvents.listen((event) => {
      if (event.type !== 'files.changed' || event.projectId !== projectId) return;
      if (event.rescan) rescan = true;
      for (const { path } of event.changes) {
        if (path === '' || work.moving.has(path)) continue;
        work.touched.add(path);
        // The name of a file that waits for it may be free now.
        const entry = files.find(path);
        if (entry && entry.kind !== 'other' && !isShared(work, path)) treeChanged = true;
      }
      schedule(delays.read);
    }),
  );
  ends.add(
    options.explorer.beforeMove(async (moves) => {
      const shared = moves.filter(({ from }) => files.find(from)?.kind === 'other' || isShared(work, from));
      if (shared.length === 0 || !options.mayWrite()) return null;
      for (const { from, to } of shared) work.moving.add(from).add(to);
      return () =>
        inTurn(async () => {
          options.edit(() => {
            for (const { from, to } of shared) moveShared(work, from, to);
          });
          for (const { from, to } of shared) for (const path of [from, to]) work.moving.delete(path);
        });
    }),
  );
  ends.addFunction(() => {
    disposed = true;
    if (timer) clearTimeout(timer.id);
  });

  const begin = (first: () => Promise<void>): Promise<void> =>
    inTurn(async () => {
      await first();
      ready = true;
      if (pending()) schedule(delays.read);
    });

  return {
    share: (onProgress) => begin(() => shareFolder(work, onProgress)),
    reconcile: () =>
      begin(async () => {
        await readFolder(work, 'edit');
        await replaceStrayed(work);
        treeChanged = false;
        await followTree(work);
        for (const { id, kind } of files.entries()) if (kind === 'file') work.toWrite.add(id);
      }),
    write(id) {
      work.toWrite.add(id);
      schedule(delays.write);
    },
    onDisk: (id) => work.disk.get(id) ?? null,
    diskChanged,
    async rulesHeld() {
      for (let last: unknown = null; last !== holding; ) {
        last = holding;
        await holding;
      }
    },
    shareWithheld(paths) {
      return inTurn(async () => {
        approve(work, paths);
        await takeFromDisk(work, paths, work.mayWrite() ? 'edit' : 'other');
        if (pending()) schedule(delays.read);
      });
    },
    async settle() {
      // Each step may find more to do; what others do meanwhile need not end.
      await running;
      for (let round = 0; ready && round < 20 && (pending() || timer); round += 1) await inTurn(step);
      await running;
    },
    dispose: ends.dispose,
  };
}
