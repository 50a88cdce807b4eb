import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { FileChange } from '../../../../../contract/model/file.ts';
import { createGateRules } from '../gate/gate.ts';
import { emptyRecord, type FileRecord, isGenerated, recordOf, withSyntax } from './file-record.ts';
import { loadRecords, saveRecords } from './index-file.ts';
import { createSyntaxReader } from './parse-file.ts';
import { type ScannedFile, scanFiles } from './scan-files.ts';
import { positionOf } from './terms.ts';

/** Bytes of a file beyond which only its path is known. */
const largestFile = 768 * 1024;
const slice = 15;
/** While syntax is read, nobody waits: the thread rests as long as it worked. */
const saveEvery = 10_000;
const settleAfter = 150;

/** The index of one project: made in the background, kept on disk, followed as files change. */
export interface ProjectIndex {
  records(): readonly FileRecord[];
  recordAt(path: string): FileRecord | undefined;
  /** Grows with every change of the records. */
  generation(): number;
  /** All files can be found by their words. */
  readonly searchable: Promise<void>;
  /** What has changed is in, and so is the syntax. */
  isComplete(): boolean;
  /** Looks first at files whose paths hold these words. */
  hurry(pathTerms: (path: string) => readonly number[], wanted: Uint32Array): void;
  /** A file's text now and its record, with its syntax; null when it has gone or is no text. */
  read(path: string): Promise<{ readonly text: string; readonly record: FileRecord } | null>;
  changed(changes: readonly FileChange[], rescan: boolean): void;
  /** Resolves when it has settled, or ended. */
  settled(): Promise<void>;
  save(): void;
  dispose(): Promise<void>;
}

export function createProjectIndex(root: string, file: string): ProjectIndex {
  const records = new Map<string, FileRecord>(loadRecords(file, root).map((record) => [record.path, record]));
  const syntax = createSyntaxReader();
  let list: FileRecord[] | null = null;
  let generation = 1;
  let disposed = false;
  let unsaved = false;
  let lastSave = performance.now();
  let queue: ScannedFile[] = [];
  let pendingChanges = new Map<string, FileChange>();
  let wantsScan = true;
  let complete = false;
  let wake: (() => void) | null = null;
  let settledWaiters: (() => void)[] = [];
  let nowSearchable: () => void = () => {};
  const searchable = new Promise<void>((resolve) => {
    nowSearchable = resolve;
  });

  function put(record: FileRecord): void {
    records.set(record.path, record);
    touch();
  }

  function touch(): void {
    list = null;
    generation += 1;
    unsaved = true;
  }

  function removeAt(path: string): void {
    let removed = records.delete(path);
    if (!removed) {
      for (const known of records.keys()) if (known.startsWith(`${path}/`)) removed = records.delete(known) || removed;
    }
    if (removed) touch();
  }

  function enqueue(found: readonly ScannedFile[]): void {
    for (const { path, mtime, size } of found) {
      const known = records.get(path);
      if (known?.mtime !== mtime || known.size !== size) queue.push({ path, mtime, size });
    }
    // Program text first: it is what most questions are about.
    queue.sort((one, other) => Number(isProse(one.path)) - Number(isProse(other.path)));
  }

  async function scanAll(): Promise<void> {
    const found = await scanFiles(root, '', createGateRules(), () => disposed);
    if (disposed) return;
    const there = new Set(found.map(({ path }) => path));
    for (const path of [...records.keys()]) if (!there.has(path)) removeAt(path);
    queue = [];
    enqueue(found);
  }

  async function takeChanges(): Promise<void> {
    const changes = pendingChanges;
    pendingChanges = new Map();
    const folders = new Set<string>();
    for (const { path, kind } of changes.values()) {
      if (/(?:^|\/)\.(?:gitignore|aiignore)$/.test(path)) wantsScan = true;
      if (kind === 'deleted') removeAt(path);
      else
        folders.add(
          statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory()
            ? path
            : path.slice(0, Math.max(0, path.lastIndexOf('/'))),
        );
    }
    if (wantsScan) return;
    for (const folder of folders) {
      const wanted = [...changes.keys()];
      const found = await scanFiles(root, folder, createGateRules(), () => disposed);
      enqueue(found.filter(({ path }) => wanted.some((each) => path === each || path.startsWith(`${each}/`))));
      // What was changed and is not let out any more.
      const there = new Set(found.map(({ path }) => path));
      for (const path of wanted) if (records.has(path) && !there.has(path) && inFolder(path, folder)) removeAt(path);
    }
  }

  async function indexWords(): Promise<void> {
    let until = performance.now() + slice;
    for (let next = queue.shift(); next !== undefined && !disposed; next = queue.shift()) {
      const { path, mtime, size } = next;
      const text = size > largestFile ? null : readTextAt(path);
      const known = records.get(path);
      const record = text === null ? emptyRecord(path, mtime, size) : recordOf(path, mtime, size, text);
      // Only its time has changed.
      put(known && known.hash !== 0 && known.hash === record.hash ? { ...known, mtime, size } : record);
      if (performance.now() > until) {
        await nextTurn();
        until = performance.now() + slice;
      }
      if (wantsScan || pendingChanges.size > 50) return;
    }
  }

  async function indexSyntax(): Promise<void> {
    let worked = performance.now();
    for (const { path } of [...records.values()].filter((record) => record.syntax === null)) {
      if (disposed || wantsScan || pendingChanges.size > 0) return;
      await readSyntaxOf(path);
      if (performance.now() - worked > slice) {
        saveNow(saveEvery);
        await pause(slice);
        worked = performance.now();
      }
    }
  }

  async function readSyntaxOf(path: string): Promise<{ text: string; record: FileRecord } | null> {
    const known = records.get(path);
    if (known === undefined || known.size > largestFile) return null;
    const text = readTextAt(path);
    if (text === null) {
      put(emptyRecord(path, known.mtime, known.size));
      return null;
    }
    if (known.syntax !== null) return { text, record: known };
    const record = withSyntax(
      known,
      text,
      isGenerated(path, text) ? null : await syntax.read(path, text).catch(() => null),
    );
    if (records.get(path) === known) put(record);
    return { text, record };
  }

  function readTextAt(path: string): string | null {
    try {
      const bytes = readFileSync(join(root, path));
      return bytes.subarray(0, 8000).includes(0) ? null : bytes.toString('utf8').replaceAll('\r\n', '\n');
    } catch {
      return null;
    }
  }

  function saveNow(atLeastAfter: number): void {
    if (!unsaved || performance.now() - lastSave < atLeastAfter) return;
    unsaved = false;
    lastSave = performance.now();
    try {
      saveRecords(file, root, [...records.values()]);
    } catch {
      // Without a place to keep it, it is made anew the next time.
    }
  }

  const running = (async () => {
    while (!disposed) {
      if (wantsScan) {
        wantsScan = false;
        await scanAll();
      }
      if (pendingChanges.size > 0) await takeChanges();
      await indexWords();
      if (wantsScan || queue.length > 0) continue;
      nowSearchable();
      saveNow(saveEvery);
      await indexSyntax();
      if (disposed || wantsScan || pendingChanges.size > 0) continue;
      saveNow(0);
      complete = true;
      for (const tell of settledWaiters) tell();
      settledWaiters = [];
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = null;
      // Changes come in crowds.
      if (!disposed) await pause(settleAfter);
      complete = false;
    }
  })();

  return {
    records: () => {
      list ??= [...records.values()];
      return list;
    },
    recordAt: (path) => records.get(path),
    generation: () => generation,
    searchable,
    isComplete: () => complete,
    hurry(pathTerms, wanted) {
      if (queue.length < 200) return;
      const matches = new Map(
        queue.map(({ path }) => [path, pathTerms(path).filter((hash) => positionOf(wanted, hash) >= 0).length]),
      );
      queue.sort((one, other) => (matches.get(other.path) ?? 0) - (matches.get(one.path) ?? 0));
    },
    read: readSyntaxOf,
    changed(changes, rescan) {
      for (const change of changes) pendingChanges.set(change.path, change);
      wantsScan ||= rescan;
      if (wantsScan || pendingChanges.size > 0) {
        complete = false;
        wake?.();
      }
    },
    settled: () =>
      complete || disposed ? Promise.resolve() : new Promise<void>((resolve) => settledWaiters.push(resolve)),
    save: () => saveNow(0),
    async dispose() {
      disposed = true;
      wake?.();
      nowSearchable();
      for (const tell of settledWaiters) tell();
      await running;
      saveNow(0);
      syntax.dispose();
    },
  };
}

function isProse(path: string): boolean {
  return /\.(?:md|txt|json|ya?ml|html?|css|scss|svg|csv|lock)$/i.test(path);
}

function inFolder(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
