import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DocumentBackup } from '../../../../contract/desktop/editor.ts';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { Settings } from '../../../../contract/model/settings.ts';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import type { DocumentState } from '../../../app/services.ts';
import type { TextBuffer, TextBufferDescription } from '../../../monaco/text-buffer.ts';
import { type Clock, createBackupSchedule } from './backup-schedule.ts';
import { documentPlace, documentTitle, untitledDocumentId } from './document-id.ts';
import { createWorkingCopy, isReadOnly, type WorkingCopy, type WorkingCopyState } from './working-copy.ts';

/** All open documents of the window. */
export interface DocumentStore extends Disposable {
  readonly states: StoreApi<ReadonlyMap<string, DocumentState>>;
  /** Raised with a document's id when its text or what goes with it changes. */
  readonly edited: Signal<string>;
  get(id: string): WorkingCopy | undefined;
  /** The document's working copy, made when there is none. Nothing is read yet. */
  open(id: string): WorkingCopy;
  newUntitled(): string;
  /** Ends the document: unsaved text and its backup are gone. */
  close(id: string): void;
  /** Ends all documents and keeps their backups. */
  closeAll(): void;
  /** The document has another name from now on; answers false when a document of that name is open. */
  rename(id: string, next: string, version?: string): boolean;
  restore(backups: readonly DocumentBackup[]): void;
  /** Writes every backup that waits. */
  flush(): Promise<void>;
}

export interface DocumentStoreDependencies {
  readonly core: Pick<DesktopClient, 'editor'> & {
    readonly files: Pick<DesktopClient['files'], 'read' | 'save' | 'version'>;
  };
  readonly coreEvents: Signal<CoreEvent>;
  readonly coreReconnected: Signal<void>;
  /** The project of this window, or the user's folder when there is none. */
  projectId(): string;
  settings(): Settings;
  createBuffer(description: TextBufferDescription): Promise<TextBuffer>;
  backupFailed(id: string, error: unknown): void;
  readonly clock?: Clock;
}

const userFolder = 'user';

interface OpenDocument {
  readonly copy: WorkingCopy;
  readonly listeners: Disposable;
}

/** Keeps the working copies, tells them of changes on disk and keeps backups of what is unsaved. */
export function createDocumentStore(dependencies: DocumentStoreDependencies): DocumentStore {
  const { core } = dependencies;
  const disposables = createDisposables();
  const documents = new Map<string, OpenDocument>();
  const states = createStore<ReadonlyMap<string, DocumentState>>(() => new Map());
  const edited = createSignal<string>();
  let untitledCount = 0;

  const publish = (id: string, copy: WorkingCopy): void => {
    const next = toDocumentState(id, copy, copy.state.getState());
    const known = states.getState().get(id);
    if (known && isSame(known, next)) return;
    states.setState(new Map(states.getState()).set(id, next), true);
  };

  const backups = disposables.add(
    createBackupSchedule({
      async write(id) {
        const backup = documents.get(id)?.copy.backup(id);
        if (backup) await core.editor.backup({ projectId: dependencies.projectId(), backup });
      },
      async discard(id) {
        await core.editor.discardBackups({ projectId: dependencies.projectId(), documents: [id] });
      },
      failed: dependencies.backupFailed,
      ...(dependencies.clock ? { clock: dependencies.clock } : {}),
    }),
  );

  const add = (id: string, copy: WorkingCopy): OpenDocument => {
    const listeners = createDisposables();
    listeners.addFunction(
      copy.state.subscribe((state, before) => {
        publish(id, copy);
        if (before.dirty && !state.dirty) backups.discard(id);
        // A save that typing overtook: what is kept must grow from the version on disk now.
        if (before.saving && !state.saving && state.dirty) backups.changed(id, copy.buffer()?.length() ?? 0);
      }),
    );
    listeners.add(
      copy.edited.listen(() => {
        if (copy.state.getState().dirty) backups.changed(id, copy.buffer()?.length() ?? 0);
        edited.raise(id);
      }),
    );
    const document = { copy, listeners };
    documents.set(id, document);
    publish(id, copy);
    return document;
  };

  const open = (id: string): WorkingCopy => {
    const known = documents.get(id);
    if (known) return known.copy;
    const place = documentPlace(id);
    if (place.type === 'untitled') untitledCount = Math.max(untitledCount, place.number);
    const copy = createWorkingCopy({
      projectId: place.type === 'file' && place.inUserFolder ? userFolder : dependencies.projectId(),
      path: place.type === 'file' ? place.path : null,
      files: core.files,
      createBuffer: dependencies.createBuffer,
      settings: dependencies.settings,
    });
    return add(id, copy).copy;
  };

  const remove = (id: string): void => {
    documents.get(id)?.listeners.dispose();
    documents.delete(id);
    const left = new Map(states.getState());
    left.delete(id);
    states.setState(left, true);
  };

  const checkAll = (): void => {
    for (const { copy } of documents.values()) void copy.checkDisk();
  };

  disposables.add(
    dependencies.coreEvents.listen((event) => {
      if (event.type !== 'files.changed') return;
      const touched = new Set(event.changes.map((change) => change.path));
      for (const { copy } of documents.values()) {
        if (copy.projectId !== event.projectId || copy.path === null) continue;
        if (event.rescan || touched.has(copy.path) || isInside(copy.path, touched)) void copy.checkDisk();
      }
    }),
  );
  disposables.add(
    dependencies.coreReconnected.listen(() => {
      for (const [id, { copy }] of documents) {
        if (copy.state.getState().dirty) backups.changed(id, copy.buffer()?.length() ?? 0);
      }
      checkAll();
    }),
  );

  return {
    states,
    edited,
    get: (id) => documents.get(id)?.copy,
    open,
    newUntitled() {
      untitledCount += 1;
      const id = untitledDocumentId(untitledCount);
      open(id);
      return id;
    },
    close(id) {
      const document = documents.get(id);
      if (!document) return;
      backups.discard(id);
      remove(id);
      document.copy.dispose();
    },
    closeAll() {
      for (const { copy, listeners } of documents.values()) {
        listeners.dispose();
        copy.dispose();
      }
      documents.clear();
      untitledCount = 0;
      states.setState(new Map(), true);
    },
    rename(id, next, version) {
      const document = documents.get(id);
      const place = documentPlace(next);
      if (!document || documents.has(next) || place.type !== 'file') return false;
      remove(id);
      backups.discard(id);
      document.copy.moveTo(place.path, version);
      add(next, document.copy);
      if (document.copy.state.getState().dirty) backups.changed(next, document.copy.buffer()?.length() ?? 0);
      return true;
    },
    restore(kept) {
      for (const backup of kept) {
        backups.restored(backup.document);
        void open(backup.document).restore(backup);
      }
    },
    flush: () => backups.flush(),
    dispose() {
      this.closeAll();
      disposables.dispose();
    },
  };
}

function isInside(path: string, folders: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}

function toDocumentState(id: string, copy: WorkingCopy, state: WorkingCopyState): DocumentState {
  const { content } = state;
  return {
    id,
    projectId: copy.projectId,
    title: documentTitle(id),
    kind: content.kind === 'unread' ? 'loading' : content.kind,
    dirty: state.dirty,
    saving: state.saving,
    readOnly: isReadOnly(state),
    conflict: state.disk === 'changed' || state.disk === 'deleted' ? state.disk : 'none',
    languageId: state.languageId,
    encoding: state.encoding,
    byteOrderMark: state.byteOrderMark,
    lineEnd: state.lineEnd,
    mixedLineEnds: state.mixedLineEnds,
    large: content.kind === 'text' && content.large,
  };
}

function isSame(one: DocumentState, other: DocumentState): boolean {
  return (Object.keys(one) as (keyof DocumentState)[]).every((key) => one[key] === other[key]);
}
