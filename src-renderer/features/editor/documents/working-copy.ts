import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DocumentBackup } from '../../../../contract/desktop/editor.ts';
import type { FileReadPart } from '../../../../contract/desktop/files.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { BinaryFileHead } from '../../../../contract/model/file.ts';
import type { Settings } from '../../../../contract/model/settings.ts';
import { createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import { languageByName } from '../../../monaco/languages-by-name.ts';
import type { LineEnd, TextBuffer, TextBufferDescription } from '../../../monaco/text-buffer.ts';
import { hasLongLines, isLargeFile, measureText } from './large-file.ts';
import { gatherFile, type ReadFile } from './read-file.ts';
import { type FileProblem, toFileProblem, versionOnDisk } from './save-problem.ts';

/** What there is of a document. `unread`: nobody has looked at it since the window opened. */
export type DocumentContent =
  | { readonly kind: 'unread' }
  | { readonly kind: 'loading'; readonly fraction: number | null }
  | { readonly kind: 'text'; readonly buffer: TextBuffer; readonly large: boolean; readonly longLines: boolean }
  | { readonly kind: 'image' | 'binary'; readonly head: BinaryFileHead }
  | { readonly kind: 'failed'; readonly problem: FileProblem };

/** How the file relates to what was read: `changed` and `deleted` are conflicts, since there is unsaved text. */
export type DiskState = 'same' | 'changed' | 'deleted' | 'gone';

export interface WorkingCopyState {
  readonly content: DocumentContent;
  readonly dirty: boolean;
  readonly saving: boolean;
  /** Why the text cannot be changed; null when it can. */
  readonly readOnly: string | null;
  /** Why nobody may change the text here just now, though it is still saved; null when they may. */
  readonly locked: string | null;
  readonly disk: DiskState;
  /** When a conflict was noticed, in milliseconds since 1970. */
  readonly conflictSince: number;
  readonly problem: FileProblem | null;
  readonly languageId: string;
  readonly encoding: string;
  readonly byteOrderMark: boolean;
  readonly lineEnd: LineEnd;
  readonly mixedLineEnds: boolean;
}

/** Whether the text can be changed here at all. */
export function isReadOnly({ readOnly, locked }: Pick<WorkingCopyState, 'readOnly' | 'locked'>): boolean {
  return readOnly !== null || locked !== null;
}

export type SaveOutcome = 'saved' | 'conflict' | 'failed';
export type SaveReason = 'asked' | 'automatic';

/** One document: its text and everything that decides how it goes back to disk. */
export interface WorkingCopy extends Disposable {
  readonly projectId: string;
  /** Null for text that has no file yet. */
  readonly path: string | null;
  readonly state: StoreApi<WorkingCopyState>;
  /** Raised on every change of the text. */
  readonly edited: Signal<void>;
  /** The buffer, once there is text. */
  buffer(): TextBuffer | null;
  /** Reads the file unless that has been done or is under way. `parts` when they have come along with the project. */
  load(parts?: readonly FileReadPart[]): Promise<void>;
  /** Stops reading a large file. */
  cancel(): void;
  /** Unsaved text from the last time; the file decides whether it is in conflict with it. */
  restore(backup: DocumentBackup): Promise<void>;
  /** Saves what there is now. `overwrite` replaces whatever is on disk, `contained` this version of it: its text is in the document. */
  save(options?: {
    readonly reason?: SaveReason;
    readonly overwrite?: boolean;
    readonly contained?: string | null;
  }): Promise<SaveOutcome>;
  /** Takes what is on disk, unsaved changes are gone (undo brings them back). `encoding` reads it in another one. */
  revert(encoding?: string): Promise<void>;
  /** Reads as text what was taken for binary. */
  openAsText(): Promise<void>;
  /** The text on disk now, in the document's encoding; nothing changes by it. */
  readDisk(): Promise<string>;
  /** Compares with the disk after it may have changed, and follows it when there is nothing unsaved. */
  checkDisk(): Promise<void>;
  setEncoding(encoding: string, byteOrderMark: boolean): void;
  setLineEnd(lineEnd: LineEnd): void;
  setLanguage(languageId: string): void;
  setLocked(reason: string | null): void;
  /** Gives the document another file, which must hold `version` already when it is given. */
  moveTo(path: string, version?: string): void;
  dismissProblem(): void;
  backup(document: string): Omit<DocumentBackup, 'savedAt'> | null;
}

export interface WorkingCopyDependencies {
  readonly projectId: string;
  readonly path: string | null;
  readonly files: Pick<DesktopClient['files'], 'read' | 'save' | 'version'>;
  createBuffer(description: TextBufferDescription): Promise<TextBuffer>;
  settings(): Settings;
}

/** What of a text is written besides the text itself. */
interface Wrapping {
  readonly encoding: string;
  readonly byteOrderMark: boolean;
  readonly mixedLineEnds: boolean;
}

const neverSaved = Symbol('never saved');
const systemLineEnd: LineEnd = globalThis.navigator?.userAgent.includes('Windows') ? 'crlf' : 'lf';

/** Makes the working copy of a file, or of new text when there is no path. Nothing is read before `load`. */
export function createWorkingCopy(dependencies: WorkingCopyDependencies): WorkingCopy {
  const { projectId, files } = dependencies;
  let path = dependencies.path;
  let buffer: TextBuffer | null = null;
  let bufferListener: Disposable | null = null;
  let baseVersion: string | null = null;
  let savedVersion: number | typeof neverSaved = neverSaved;
  let savedWrapping: Wrapping | null = null;
  let chosenLanguage: string | null = null;
  let reading: AbortController | null = null;
  let checkWaiting = false;
  let disposed = false;
  const edited = createSignal<void>();

  const settings = dependencies.settings();
  const state = createStore<WorkingCopyState>(() => ({
    content: { kind: 'unread' },
    dirty: false,
    saving: false,
    readOnly: null,
    locked: null,
    disk: 'same',
    conflictSince: 0,
    problem: null,
    languageId: path === null ? 'plaintext' : languageByName(path),
    encoding: settings['files.encoding'],
    byteOrderMark: false,
    lineEnd: settings['files.lineEnd'] === 'auto' ? systemLineEnd : settings['files.lineEnd'],
    mixedLineEnds: false,
  }));

  const update = (next: Partial<WorkingCopyState>): void => {
    if (disposed) return;
    const current = state.getState();
    if ((next.disk === 'changed' || next.disk === 'deleted') && next.disk !== current.disk) {
      state.setState({ ...next, conflictSince: Date.now() });
      return;
    }
    const changed = (Object.keys(next) as (keyof WorkingCopyState)[]).some(
      (key) => !Object.is(current[key], next[key]),
    );
    if (changed) state.setState(next);
  };

  /** Reading, saving and comparing with the disk never overlap. */
  let queue: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  };

  const wrapping = (): Wrapping => {
    const { encoding, byteOrderMark, mixedLineEnds } = state.getState();
    return { encoding, byteOrderMark, mixedLineEnds };
  };

  const isDirty = (): boolean => {
    if (!buffer) return false;
    if (path === null) return buffer.length() > 0;
    const now = wrapping();
    return (
      savedVersion !== buffer.version() ||
      savedWrapping?.encoding !== now.encoding ||
      savedWrapping.byteOrderMark !== now.byteOrderMark ||
      savedWrapping.mixedLineEnds !== now.mixedLineEnds
    );
  };

  const refresh = (): void => {
    if (!buffer) return;
    update({ dirty: isDirty(), lineEnd: buffer.lineEnd() });
  };

  const onBufferChanged = (): void => {
    refresh();
    edited.raise();
    // Undone to what was read, while the disk has moved on: there is nothing left to lose.
    const { dirty, disk } = state.getState();
    if (!dirty && disk === 'changed') void checkDisk();
    if (!dirty && disk === 'deleted') update({ disk: 'gone' });
    if (dirty && disk === 'gone') update({ disk: 'deleted' });
  };

  const takeBuffer = async (description: Pick<TextBufferDescription, 'pieces' | 'lineEnd'>, bytes: number) => {
    const measure = measureText(description.pieces);
    const large = isLargeFile(bytes, measure, dependencies.settings()['files.largeFileMegabytes']);
    const firstLine = /^.{0,200}/.exec(description.pieces[0] ?? '')?.[0];
    const detected = path === null ? 'plaintext' : languageByName(path, firstLine);
    const languageId = large ? 'plaintext' : (chosenLanguage ?? detected);
    const created = await dependencies.createBuffer({ ...description, projectId, path: path ?? '', languageId, large });
    if (disposed) {
      created.dispose();
      return null;
    }
    bufferListener?.dispose();
    buffer?.dispose();
    buffer = created;
    bufferListener = created.changed.listen(onBufferChanged);
    update({ languageId });
    return { kind: 'text', buffer: created, large, longLines: hasLongLines(measure) } as const;
  };

  const markSaved = (version: string, bufferVersion: number, saved: Wrapping): void => {
    baseVersion = version;
    savedVersion = bufferVersion;
    savedWrapping = saved;
  };

  /** Shows what was read: into the buffer there is, or into a new one. */
  const show = async (file: ReadFile): Promise<void> => {
    if (file.kind !== 'text') {
      bufferListener?.dispose();
      buffer?.dispose();
      buffer = null;
      baseVersion = file.head.version;
      update({ content: { kind: file.kind, head: file.head }, disk: 'same', dirty: false, problem: null });
      return;
    }
    const { head, pieces } = file;
    const shown = state.getState().content;
    const described = {
      encoding: head.encoding,
      byteOrderMark: head.byteOrderMark,
      mixedLineEnds: head.mixedLineEnds,
      readOnly: head.readOnly?.reason ?? null,
    };
    if (buffer && shown.kind === 'text') {
      update(described);
      buffer.replace(pieces.join(''));
      buffer.setLineEnd(head.lineEnd);
      markSaved(head.version, buffer.version(), wrapping());
      update({ disk: 'same', problem: null });
    } else {
      const content = await takeBuffer({ pieces, lineEnd: head.lineEnd }, head.size);
      if (!content) return;
      update(described);
      markSaved(head.version, content.buffer.version(), wrapping());
      update({ content, disk: 'same', problem: null });
    }
    refresh();
  };

  const read = async (encoding?: string): Promise<ReadFile> => {
    if (path === null) throw new Error(t('There is no file to read yet.'));
    reading = new AbortController();
    const { signal } = reading;
    try {
      const parts = await files.read({ projectId, path, ...(encoding ? { encoding } : {}) }, { signal });
      return await gatherFile(parts, (fraction) => {
        if (state.getState().content.kind === 'loading') update({ content: { kind: 'loading', fraction } });
      });
    } catch (error) {
      if (signal.aborted) throw new Error(t('Reading was stopped.'));
      throw error;
    } finally {
      reading = null;
    }
  };

  const fail = (error: unknown): void => update({ content: { kind: 'failed', problem: toFileProblem(error) } });

  const readInto = async (encoding?: string): Promise<void> => {
    const { kind } = state.getState().content;
    if (kind !== 'text' && kind !== 'loading') update({ content: { kind: 'loading', fraction: null } });
    try {
      await show(await read(encoding));
    } catch (error) {
      if (state.getState().content.kind === 'text') throw error;
      fail(error);
    }
  };

  const write = async (overwrite: boolean, reason: SaveReason, contained: string | null): Promise<SaveOutcome> => {
    const { readOnly, disk } = state.getState();
    if (!buffer || path === null) return 'failed';
    if (readOnly !== null) {
      update({ problem: { code: 'NOT_WRITABLE', message: readOnly } });
      return 'failed';
    }
    if (disk === 'changed' && !overwrite && contained === null) return 'conflict';
    if (disk === 'deleted' && !overwrite && reason === 'automatic') return 'conflict';
    if (reason === 'asked') tidy(buffer);
    if (!isDirty() && !overwrite && disk === 'same') return 'saved';
    const version = buffer.version();
    const written = wrapping();
    update({ saving: true });
    const request = {
      projectId,
      path,
      text: buffer.text(),
      encoding: written.encoding,
      byteOrderMark: written.byteOrderMark,
      lineEnd: buffer.lineEnd(),
      keepMixedLineEnds: written.mixedLineEnds,
      baseVersion: overwrite || disk === 'gone' || disk === 'deleted' ? null : baseVersion,
    };
    try {
      const reply = await files.save(request).catch((error: unknown) => {
        if (contained === null || versionOnDisk(error) !== contained) throw error;
        return files.save({ ...request, baseVersion: contained });
      });
      markSaved(reply.version, version, written);
      update({ disk: 'same', problem: null });
      return 'saved';
    } catch (error) {
      if (versionOnDisk(error) !== null) {
        update({ disk: 'changed' });
        return 'conflict';
      }
      const problem = toFileProblem(error);
      if (problem.code === 'NOT_FOUND') {
        update({ disk: 'deleted' });
        return 'conflict';
      }
      update({ problem });
      return 'failed';
    } finally {
      update({ saving: false });
      refresh();
    }
  };

  const tidy = (text: TextBuffer): void => {
    const { 'files.trimTrailingWhitespace': trimTrailingWhitespace, 'files.insertFinalNewline': insertFinalNewline } =
      dependencies.settings();
    if (trimTrailingWhitespace || insertFinalNewline) text.tidy({ trimTrailingWhitespace, insertFinalNewline });
  };

  const compare = async (): Promise<void> => {
    checkWaiting = false;
    const { content, disk } = state.getState();
    if (path === null || content.kind === 'unread' || disposed) return;
    const { version } = await files.version({ projectId, path });
    if (version === null) {
      update({ disk: isDirty() ? 'deleted' : 'gone' });
    } else if (version === baseVersion && content.kind !== 'failed') {
      if (disk !== 'same') update({ disk: 'same' });
    } else if (isDirty()) {
      update({ disk: 'changed' });
    } else {
      await follow();
    }
  };

  /** Reads what is on disk now; typing that happened meanwhile is not overwritten. */
  const follow = async (): Promise<void> => {
    const before = buffer?.version();
    if (state.getState().content.kind !== 'text') return readInto();
    const file = await read(savedWrapping?.encoding);
    if (buffer && buffer.version() !== before) update({ disk: 'changed' });
    else await show(file);
  };

  const checkDisk = (): Promise<void> => {
    if (checkWaiting) return queue.then(() => {});
    checkWaiting = true;
    return enqueue(compare).catch((error: unknown) => {
      checkWaiting = false;
      // Core is away or the file vanished in between; the next event asks again.
      if (state.getState().content.kind !== 'text') fail(error);
    });
  };

  return {
    projectId,
    get path() {
      return path;
    },
    state,
    edited,
    buffer: () => buffer,
    load(parts) {
      const { content } = state.getState();
      if (content.kind !== 'unread' && content.kind !== 'failed') return queue.then(() => {});
      update({ content: { kind: 'loading', fraction: null } });
      return enqueue(async () => {
        if (path !== null) {
          if (!parts) return readInto();
          try {
            return await show(await gatherFile(parts, () => {}));
          } catch (error) {
            return fail(error);
          }
        }
        const content = await takeBuffer({ pieces: [''], lineEnd: state.getState().lineEnd }, 0);
        if (content) update({ content });
      });
    },
    cancel: () => reading?.abort(),
    restore(backup) {
      update({ content: { kind: 'loading', fraction: null } });
      return enqueue(async () => {
        const content = await takeBuffer({ pieces: [backup.text], lineEnd: backup.lineEnd }, backup.text.length);
        if (!content) return;
        baseVersion = backup.baseVersion;
        update({ content, encoding: backup.encoding, byteOrderMark: backup.byteOrderMark });
        refresh();
        if (path === null) return;
        try {
          const file = await read();
          if (file.kind !== 'text') return update({ disk: 'changed' });
          update({ mixedLineEnds: file.head.mixedLineEnds && file.head.lineEnd === backup.lineEnd });
          const same =
            file.pieces.join('').replaceAll('\r\n', '\n') === content.buffer.text() &&
            file.head.encoding === backup.encoding &&
            file.head.byteOrderMark === backup.byteOrderMark &&
            file.head.lineEnd === backup.lineEnd;
          // Saved, and then ended before the backup was gone.
          if (same) markSaved(file.head.version, content.buffer.version(), wrapping());
          else if (file.head.version !== backup.baseVersion) update({ disk: 'changed' });
        } catch (error) {
          if (toFileProblem(error).code === 'NOT_FOUND') update({ disk: 'deleted' });
        }
        refresh();
      });
    },
    save: ({ reason = 'asked', overwrite = false, contained = null } = {}) =>
      enqueue(() => write(overwrite, reason, contained)),
    revert: (encoding) => enqueue(() => readInto(encoding)),
    openAsText: () =>
      enqueue(async () => {
        update({ content: { kind: 'loading', fraction: null } });
        await readInto('utf-8');
      }),
    readDisk: () =>
      enqueue(async () => {
        const file = await read(savedWrapping?.encoding);
        if (file.kind !== 'text') throw new Error(t('The file on disk is not text any more.'));
        return file.pieces.join('');
      }),
    checkDisk,
    setEncoding(encoding, byteOrderMark) {
      update({ encoding, byteOrderMark, problem: null });
      refresh();
      edited.raise();
    },
    setLineEnd(lineEnd) {
      update({ mixedLineEnds: false });
      buffer?.setLineEnd(lineEnd);
      refresh();
      edited.raise();
    },
    setLanguage(languageId) {
      chosenLanguage = languageId;
      buffer?.setLanguage(languageId);
      update({ languageId });
    },
    setLocked: (locked) => update({ locked }),
    moveTo(next, version) {
      path = next;
      if (version !== undefined && buffer) markSaved(version, buffer.version(), wrapping());
      const { content } = state.getState();
      if (chosenLanguage === null && !(content.kind === 'text' && content.large)) {
        const languageId = languageByName(next);
        buffer?.setLanguage(languageId);
        update({ languageId });
      }
      update({ disk: 'same', problem: null });
      refresh();
    },
    dismissProblem: () => update({ problem: null }),
    backup(document) {
      if (!buffer || !isDirty()) return null;
      const { encoding, byteOrderMark } = state.getState();
      return { document, text: buffer.text(), encoding, byteOrderMark, lineEnd: buffer.lineEnd(), baseVersion };
    },
    dispose() {
      disposed = true;
      reading?.abort();
      bufferListener?.dispose();
      buffer?.dispose();
      buffer = null;
    },
  };
}
