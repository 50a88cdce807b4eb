import type { NewProjectText } from '../../../../../contract/desktop/files.ts';
import { messageOf } from '../../../../app/error-message.ts';
import { t } from '../../../../localize.ts';
import type { SharedEntry } from '../../session/session-files.ts';
import { type FolderWork, largestShared } from './folder-work.ts';

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

async function writeText(work: FolderWork, { id, path, format }: SharedEntry): Promise<void> {
  const { core, projectId, files, disk } = work;
  const known = disk.get(id);
  const text = files.text(id)?.toString();
  if (!known || text === undefined || text === known.text || known.path !== path) return;
  const save = (baseVersion: string | null) =>
    core.files.save({ projectId, path, text, ...format, keepMixedLineEnds: true, baseVersion });
  try {
    const { version } = await save(known.version);
    disk.set(id, { path, text, version });
  } catch (error) {
    if (codeOf(error) !== 'CHANGED_ON_DISK') {
      work.onProblem({ path, kind: 'failed', message: messageOf(error) });
      return;
    }
    if (work.mayWrite()) {
      // Somebody changed the file here meanwhile: that is an edit, too.
      work.touched.add(path);
      work.toWrite.add(id);
      return;
    }
    // Who may only read has changed the copy: it goes to the trash, so that it is not lost.
    await core.files.trash({ projectId, paths: [path] });
    const { version } = await save(null);
    disk.set(id, { path, text, version });
  }
}

/** Makes files that are in the session and not on disk. What is there under such a name is left, and said. */
export async function createFiles(work: FolderWork, entries: readonly SharedEntry[]): Promise<void> {
  let batch: NewProjectText[] = [];
  let units = 0;
  for (const { id, path, format } of entries) {
    const text = work.files.text(id)?.toString();
    if (text === undefined) continue;
    batch.push({ path, text, ...format });
    units += text.length;
    if (batch.length < mostTexts && units < mostUnits) continue;
    await createBatch(work, batch);
    batch = [];
    units = 0;
  }
  if (batch.length > 0) await createBatch(work, batch);
}

async function createBatch(work: FolderWork, texts: NewProjectText[]): Promise<void> {
  const { core, projectId } = work;
  const made = new Map(texts.map(({ path, text }) => [path as string, text]));
  try {
    const { written, there } = await core.files.writeTexts({ projectId, texts });
    for (const { path, version } of written) note(work, path, made.get(path) ?? '', version);
    if (there.length > 0) await compare(work, there, made);
  } catch (error) {
    if (texts.length > 1) {
      // One of them: each on its own, so that the others are there.
      for (const text of texts) await createBatch(work, [text]);
      return;
    }
    const path = texts[0]?.path ?? '';
    work.onProblem({ path, kind: 'failed', message: messageOf(error) });
  }
}

function note({ files, disk }: FolderWork, path: string, text: string, version: string): void {
  const entry = files.find(path);
  if (entry) disk.set(entry.id, { path, text, version });
}

async function compare(work: FolderWork, paths: string[], texts: ReadonlyMap<string, string>): Promise<void> {
  const { core, projectId } = work;
  const same = new Set<string>();
  for await (const part of await core.files.readTexts({ projectId, largest: largestShared, paths })) {
    for (const { path, text, version } of part.texts) {
      if (text !== texts.get(path)) continue;
      same.add(path);
      note(work, path, text, version);
    }
  }
  for (const path of paths) {
    if (same.has(path)) continue;
    const message = t(
      'Something that is not shared is here under this name. Rename it, and the session’s file appears.',
    );
    work.onProblem({ path, kind: 'taken', message });
  }
}

/** The code of one of the contract's errors; null for others. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
