import type { ProjectText, ProjectTextsPart } from '../../../../../contract/desktop/files.ts';
import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import type { NewContent, SharedEntry, TextFormat } from '../../session/session-files.ts';
import { type FolderWork, isShared, isWithin, largestShared, moveShared } from './folder-work.ts';
import { applyEdits, diffTexts, rebaseEdits } from './text-edits.ts';
import { approve, isRules, noteShared, withholds } from './unshared.ts';

/** The most paths that Core is asked for at once; beyond, the whole folder is read. */
const mostPaths = 5000;

/** Puts all files of a folder into a session that has none. */
export async function shareFolder(work: FolderWork, onProgress: (files: number) => void): Promise<void> {
  let count = 0;
  for await (const part of await work.core.files.readTexts({ projectId: work.projectId, largest: largestShared })) {
    add(work, admit(work, part));
    count += part.texts.length + part.others.length;
    onProgress(count);
  }
}

/**
 * Takes what is in the folder for the latest: after a time in which nobody watched it. `unknown` says what a file is that was not known to
 * be on disk and differs from the session's: this person's edit of it, or another file that happens to have its name.
 */
export async function readFolder(work: FolderWork, unknown: Unknown): Promise<void> {
  const { core, projectId, files } = work;
  const seen = new Set<string>();
  for await (const part of await core.files.readTexts({ projectId, largest: largestShared })) {
    for (const { path } of [...part.texts, ...part.others]) seen.add(path);
    take(work, part, unknown);
  }
  const missing = [...work.disk].flatMap(([id, { path }]) =>
    files.get(id)?.kind === 'file' && !seen.has(path) ? [path] : [],
  );
  // What was not found may be ignored by now instead of gone, and is then not read any more.
  if (missing.length > 0) await takeFromDisk(work, missing);
}

/** Takes over what changed on disk at some paths. */
export async function takeFromDisk(
  work: FolderWork,
  paths: readonly string[],
  unknown: Unknown = 'other',
): Promise<void> {
  if (paths.length > mostPaths) return readFolder(work, unknown);
  const all: ProjectTextsPart = { texts: [], others: [], folders: [], gone: [] };
  const parts = await work.core.files.readTexts({
    projectId: work.projectId,
    largest: largestShared,
    paths: [...paths],
  });
  for await (const part of parts) {
    all.texts.push(...part.texts);
    all.others.push(...part.others);
    all.folders.push(...part.folders);
    all.gone.push(...part.gone);
  }
  take(work, all, unknown);
}

type Unknown = 'edit' | 'other';

function take(work: FolderWork, part: ProjectTextsPart, unknown: Unknown): void {
  for (const path of part.gone) {
    const entry = work.files.find(path);
    // Something else had its place until now.
    if (entry && !isKnown(work, path)) work.toWrite.add(entry.id);
  }
  if (unknown === 'edit' && work.isMember()) recall(work, part.texts);
  if (!work.mayWrite()) {
    if (unknown === 'edit' && work.isMember()) recognize(work, part.texts);
    return;
  }
  const admitted = admit(work, part);
  work.edit(() => {
    const gone = part.gone.filter((path) => isKnown(work, path));
    const fresh = followMoves(work, gone, admitted.texts);
    for (const path of gone) remove(work, path);
    for (const text of admitted.texts) {
      const entry = work.files.find(text.path);
      if (entry) change(work, entry, text, unknown);
    }
    add(work, { ...admitted, texts: fresh });
  });
}

/** Without what this person has not shared yet and would not share by itself, and what others have moved or removed just now. */
function admit(work: FolderWork, part: ProjectTextsPart): ProjectTextsPart {
  const left = new Set<string>();
  for (const [id, { path }] of work.disk) if (work.files.get(id)?.path !== path) left.add(path);
  const isFree = ({ path }: { readonly path: string }) => !left.has(path) && withholds(work, path) === null;
  for (const { path } of part.texts) {
    const held = withholds(work, path);
    if (held !== null) work.unshared.withheld.add(held);
  }
  return {
    ...part,
    texts: part.texts.filter(isFree),
    others: part.others.filter(isFree),
    folders: part.folders.filter((path) => isFree({ path })),
  };
}

/** Where nothing is remembered of a folder that was the session's, files named like secrets are its own by the texts they hold. */
function recall(work: FolderWork, texts: readonly ProjectText[]): void {
  if (!work.unshared.forgotten) return;
  for (const { path, text } of texts) if (isSecretFile(path) && wasShared(work, path, text)) approve(work, [path]);
}

/** Whether a text is the session's of a file, or was. */
function wasShared({ files, past }: FolderWork, path: string, text: string): boolean {
  const entry = files.find(path);
  const shared = entry?.kind === 'file' ? files.text(entry.id) : null;
  if (!entry || !shared) return false;
  return text === shared.toString() || past?.basisOf(entry.id, text, null) === text;
}

/** For somebody who may only read and comes back: these files were the session's, and some have been changed here since. */
function recognize(work: FolderWork, texts: readonly ProjectText[]): void {
  const { files, disk, strayed } = work;
  for (const { path, text, version } of texts) {
    const entry = files.find(path);
    if (entry?.kind !== 'file' || disk.has(entry.id) || withholds(work, path) !== null) continue;
    if (wasShared(work, path, text)) noteShared(work, entry.id, { path, text, version });
    else strayed.add(entry.id);
  }
}

/** A file that went and came under another name with the same text was moved; answers the texts that are new. */
function followMoves(work: FolderWork, gone: string[], texts: readonly ProjectText[]): ProjectText[] {
  const fresh = texts.filter(({ path }) => !work.files.find(path));
  return fresh.filter((text) => {
    if (text.text === '') return true;
    const before = gone.findIndex((path) => {
      const entry = work.files.find(path);
      return entry?.kind === 'file' && work.disk.get(entry.id)?.text === text.text;
    });
    const [from] = before < 0 ? [] : gone.splice(before, 1);
    if (from === undefined) return true;
    moveShared(work, from, text.path);
    return false;
  });
}

function isKnown(work: FolderWork, path: string): boolean {
  // What has not been written yet can't have been removed.
  return work.files.find(path)?.kind === 'other' || isShared(work, path);
}

function remove({ files, disk }: FolderWork, path: string): void {
  const entry = files.find(path);
  if (!entry) return;
  files.remove(entry.id);
  for (const [id, known] of disk) if (isWithin(known.path, path)) disk.delete(id);
}

function change(work: FolderWork, entry: SharedEntry, found: ProjectText, unknown: Unknown): void {
  const { files, disk } = work;
  const shared = files.text(entry.id);
  if (entry.kind !== 'file' || !shared) return;
  const { path, text, version } = found;
  const known = disk.get(entry.id);
  // The session's file is still at another place: what is here is none of it.
  if (known?.version === version || (known && known.path !== path)) return;
  const now = shared.toString();
  if (!known && unknown === 'other' && text !== now) return;
  noteShared(work, entry.id, { path, text, version });
  if (isRules(path)) {
    work.unshared.rulesChanged = true;
    if (text === now) work.unshared.unsavedRules.delete(entry.id);
  }
  const format = formatOf(found);
  if (!sameFormat(format, entry.format)) files.setFormat(entry.id, format);
  if (work.isOpen(entry.id)) return;
  const base = known?.text ?? work.past?.basisOf(entry.id, text, null) ?? now;
  const edits = rebaseEdits(diffTexts(base, text), diffTexts(base, now));
  if (edits.length > 0) applyEdits(shared, edits);
  work.toWrite.add(entry.id);
}

function add(work: FolderWork, { texts, others, folders }: ProjectTextsPart): void {
  const { files, disk } = work;
  // A folder with something in it is there without saying so.
  const empty = folders.filter((path) => !files.entries().some((entry) => entry.path.startsWith(`${path}/`)));
  const additions: [string, NewContent][] = [
    ...empty.map((path): [string, NewContent] => [path, 'folder']),
    ...texts.map((text): [string, NewContent] => [text.path, { text: text.text, format: formatOf(text) }]),
    ...others.map(({ path, size }): [string, NewContent] => [path, { size }]),
  ];
  if (additions.length === 0) return;
  files.addAll(additions);
  for (const { path, text, version } of texts) {
    const entry = files.find(path);
    if (entry && !disk.has(entry.id)) noteShared(work, entry.id, { path, text, version });
  }
  for (const path of empty) {
    const entry = files.find(path);
    if (entry) disk.set(entry.id, { path, text: '', version: null });
  }
}

function formatOf({ encoding, byteOrderMark, lineEnd }: ProjectText): TextFormat {
  return { encoding, byteOrderMark, lineEnd };
}

function sameFormat(one: TextFormat, other: TextFormat): boolean {
  return one.encoding === other.encoding && one.byteOrderMark === other.byteOrderMark && one.lineEnd === other.lineEnd;
}
