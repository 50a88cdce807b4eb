import { ORPCError } from '@orpc/contract';
import type { ReplaceFile, ReplaceOutcome } from '../../../contract/desktop/search.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { decodeBytes, encodeText, type FileContents, type FilesService, versionOfBytes } from '../files/index.ts';
import { applyEdits } from './apply-edits.ts';
import type { ReplaceRecord, ReplaceRecords } from './replace-records.ts';

/** Files that are written at the same time: each waits for the disk. */
const atOnce = 8;
/** Milliseconds: what a search's time is rounded to. */
const clockGrain = 1;

export interface ReplaceDependencies {
  readonly records: ReplaceRecords;
  readonly rewrite: FilesService['rewrite'];
}

interface ReplaceRequest {
  readonly projectId: string;
  readonly undoId: string;
  readonly searchedAt: number;
  readonly files: readonly ReplaceFile[];
}

/** Changes files one by one; a file that cannot be changed is left, and does not keep the others from it. */
export async function replaceInFiles(
  { projectId, undoId, searchedAt, files }: ReplaceRequest,
  { records, rewrite }: ReplaceDependencies,
): Promise<{ outcomes: ReplaceOutcome[] }> {
  const record = await records.open(undoId);
  const outcomes: ReplaceOutcome[] = [];
  for (let start = 0; start < files.length; start += atOnce) {
    const some = files.slice(start, start + atOnce);
    const replaced = some.map((file) => replaceInFile({ projectId, searchedAt, file, record, rewrite }));
    outcomes.push(...(await Promise.all(replaced)));
  }
  return { outcomes };
}

interface FileReplace {
  readonly projectId: string;
  readonly searchedAt: number;
  readonly file: ReplaceFile;
  readonly record: ReplaceRecord;
  readonly rewrite: FilesService['rewrite'];
}

async function replaceInFile({ projectId, searchedAt, file, record, rewrite }: FileReplace): Promise<ReplaceOutcome> {
  const { path } = file;
  try {
    const saved = await rewrite({ projectId, path }, async (current) => {
      checkUnchanged(file, current, searchedAt);
      const bytes = await changedBytes(file, current);
      await record.keep({
        projectId,
        path,
        bytes: current.bytes,
        before: current.version,
        after: versionOfBytes(bytes),
      });
      return bytes;
    });
    return saved
      ? { type: 'replaced', path, version: saved.version }
      : { type: 'left', path, reason: t('Nothing was to be changed.') };
  } catch (error) {
    return { type: 'left', path, reason: reasonOf(error) };
  }
}

function checkUnchanged({ path, version }: ReplaceFile, current: FileContents, searchedAt: number): void {
  const same = version === null ? current.changedAt < searchedAt + clockGrain : current.version === version;
  if (!same) throw hasChanged(path, current);
}

function hasChanged(path: string, { version }: FileContents) {
  return desktopError('CHANGED_ON_DISK', {
    message: t('"{{path}}" has changed since it was searched. Search again, then replace.', { path }),
    data: { version },
  });
}

async function changedBytes({ path, edits }: ReplaceFile, current: FileContents): Promise<Buffer> {
  const decoded = await decodeBytes(current.bytes);
  if (decoded === null || decoded.problem !== null) {
    throw desktopError('NOT_WRITABLE', {
      message: decoded?.problem ?? t('"{{path}}" is not text that can be changed.', { path }),
    });
  }
  const text = applyEdits(decoded.text, edits, decoded.lineEnd);
  if (text === null) throw hasChanged(path, current);
  return encodeText(text, decoded.encoding, decoded.byteOrderMark);
}

/** Why a file was left, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof ORPCError) return error.message;
  return t('It could not be written: {{message}}', { message: error instanceof Error ? error.message : String(error) });
}
