import type { NewProjectText } from '../../../../../contract/desktop/files.ts';
import { messageOf } from '../../../../app/error-message.ts';
import { t } from '../../../../localize.ts';
import type { SharedEntry } from '../../session/session-files.ts';
import { type FolderProblem, type FolderWork, largestShared } from './folder-work.ts';
import { takeFromDisk } from './take-from-disk.ts';
import { holdHidden, isRules, mayHideLess, noteShared, withholds } from './unshared.ts';

/** Files that are written at the same time, and how much of new ones goes to Core in one call. */
const atOnce = 4;
const mostTexts = 500;
const mostUnits = 4_000_000;

/** Writes the files whose texts are not what is on disk; an editor that holds one writes it itself. */
export async function writeChanged(work: FolderWork): Promise<void> {
  const ids = [...work.toWrite];
  work.toWrite.clear();
  const entries = ids.flatMap((id) => work.files.get(id) ?? []).filter(({ kind }) => kind === 'file');
  await createFiles(
    work,
    entries.filter(({ id }) => !work.disk.has(id)),
  );
  const known = entries.filter(({ id }) => work.disk.has(id) && !work.isOpen(id));
  for (let at = 0; at < known.length; at += atOnce) {
    await Promise.all(known.slice(at, at + atOnce).map((entry) => writeText(work, entry)));
  }
}

async function writeText(work: FolderWork, entry: SharedEntry): Promise<void> {
  const { files, disk, unshared } = work;
  const { id, path } = entry;
  const known = disk.get(id);
  const text = files.text(id)?.toString();
  if (isRules(path)) unshared.unsavedRules.delete(id);
  if (!known || text === undefined || text === known.text || known.path !== path) return;
  try {
    if (isRules(path)) {
      if (mayHideLess(known.text, text)) await holdHidden(work);
      unshared.rulesChanged = true;
    }
    disk.set(id, { path, text, version: await save(work, entry, text, known.version), written: true });
  } catch (error) {
    if (codeOf(error) !== 'CHANGED_ON_DISK') work.onProblem({ path, kind: 'failed', message: messageOf(error) });
    // Somebody changed the file here meanwhile: that is an edit, too.
    else if (work.mayWrite()) await takeChanged(work, entry, text);
    else if (work.isMember()) await replaceOwn(work, entry);
  }
}

async function save(
  { core, projectId }: FolderWork,
  { path, format }: SharedEntry,
  text: string,
  baseVersion: string | null,
): Promise<string> {
  const saved = await core.files.save({ projectId, path, text, ...format, keepMixedLineEnds: true, baseVersion });
  return saved.version;
}

/** Takes in what was changed on disk; a file that is ignored by now, or no text, is no longer the session's. */
async function takeChanged(work: FolderWork, { id, path }: SharedEntry, text: string): Promise<void> {
  const { core, projectId, disk } = work;
  const known = disk.get(id);
  work.toWrite.add(id);
  await takeFromDisk(work, [path]);
  if (disk.get(id) !== known) return;
  disk.delete(id);
  const request = { projectId, largest: largestShared, paths: [path], ignored: true };
  for await (const { texts } of await core.files.readTexts(request)) {
    // An editor that has let go of it has saved the session's text.
    for (const found of texts)
      if (found.text === text) disk.set(id, { path, text, version: found.version, written: true });
  }
}

/** Makes the files the session's again that somebody has changed who may only read. */
export async function replaceStrayed(work: FolderWork): Promise<void> {
  for (const id of work.strayed) {
    const entry = work.files.get(id);
    if (entry && work.isMember()) await replaceOwn(work, entry);
  }
  work.strayed.clear();
}

/** What somebody has written who may only read goes to the trash, so that it is not lost. */
async function replaceOwn(work: FolderWork, entry: SharedEntry): Promise<void> {
  const { core, projectId, files, replaced } = work;
  const { id, path } = entry;
  const text = files.text(id)?.toString() ?? '';
  try {
    await core.files.trash({ projectId, paths: [path] });
    replaced.add(path);
    noteShared(work, id, { path, text, version: await save(work, entry, text, null) });
  } catch (error) {
    work.onProblem({ path, kind: 'failed', message: messageOf(error) });
  }
}

/** Makes files that are in the session and not on disk. What is there under such a name is left, and said. */
export async function createFiles(work: FolderWork, entries: readonly SharedEntry[]): Promise<void> {
  const rules = entries.filter(({ path }) => isRules(path));
  if (rules.length > 0) work.unshared.rulesChanged = true;
  if (rules.some(({ id }) => mayHideLess('', work.files.text(id)?.toString() ?? ''))) await holdHidden(work);
  let batch: NewEntry[] = [];
  let units = 0;
  for (const { id, path, format } of entries) {
    const text = work.files.text(id)?.toString();
    if (text === undefined) continue;
    batch.push({ id, file: { path, text, ...format } });
    units += text.length;
    if (batch.length < mostTexts && units < mostUnits) continue;
    await createBatch(work, batch);
    batch = [];
    units = 0;
  }
  if (batch.length > 0) await createBatch(work, batch);
}

/** A file that is to be made. Others may move or remove its entry until it is. */
interface NewEntry {
  readonly id: string;
  readonly file: NewProjectText;
}

async function createBatch(work: FolderWork, entries: readonly NewEntry[]): Promise<void> {
  const { core, projectId } = work;
  const byPath = new Map(entries.map((entry) => [entry.file.path as string, entry]));
  try {
    const { written, there } = await core.files.writeTexts({ projectId, texts: entries.map(({ file }) => file) });
    for (const { path, version } of written) note(work, byPath.get(path), version);
    if (there.length > 0) await compare(work, there, byPath);
  } catch (error) {
    if (entries.length > 1) {
      // One of them: each on its own, so that the others are there.
      for (const entry of entries) await createBatch(work, [entry]);
      return;
    }
    const path = entries[0]?.file.path ?? '';
    work.onProblem({ path, kind: 'failed', message: messageOf(error) });
  }
}

function note(work: FolderWork, entry: NewEntry | undefined, version: string): void {
  if (!entry) return;
  const { path, text } = entry.file;
  noteShared(work, entry.id, { path, text, version, written: true });
}

async function compare(work: FolderWork, paths: string[], entries: ReadonlyMap<string, NewEntry>): Promise<void> {
  const { core, projectId } = work;
  const same = new Set<string>();
  for await (const part of await core.files.readTexts({ projectId, largest: largestShared, paths })) {
    for (const { path, text, version } of part.texts) {
      const entry = entries.get(path);
      // An equal text may be a coincidence, and what is secret will differ some day.
      if (text !== entry?.file.text || withholds(work, path) !== null) {
        work.unshared.hidden.add(path);
        continue;
      }
      same.add(path);
      note(work, entry, version);
    }
  }
  for (const path of paths) {
    if (!same.has(path)) work.onProblem(takenBy(path));
  }
}

/** What is said where this person's own has the name of a file of the session. */
export function takenBy(path: string): FolderProblem {
  const message = t('Something that is not shared is here under this name. Rename it, and the session’s file appears.');
  return { path, kind: 'taken', message };
}

/** The code of one of the contract's errors; null for others. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
