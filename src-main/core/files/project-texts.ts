import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { NewProjectText, ProjectText, ProjectTextsPart } from '../../../contract/desktop/files.ts';
import type { FileVersion } from '../../../contract/model/file.ts';
import { checkNewNames } from './entry-names.ts';
import { hasErrorCode, translatingErrors } from './file-errors.ts';
import { type FileVersions, versionOfBytes } from './file-version.ts';
import { type IgnoreRules, isIgnored } from './ignore-rules.ts';
import { unifyLineEnds } from './line-ends.ts';
import type { FolderLister } from './list-folders.ts';
import { locate, locateForChange } from './project-paths.ts';
import { readProjectFile } from './read-file.ts';
import { encodeText } from './text-encodings.ts';

/** UTF-16 units of text in a portion, and how many files are read or written at the same time. */
const portionSize = 1_000_000;
const atOnce = 8;

/** What is read, and how far. */
interface TextsRequest {
  readonly root: string;
  /** Bytes. */
  readonly largest: number;
  readonly versions: FileVersions;
  readonly signal: AbortSignal;
}

/** Reads files as texts; the contract's `readTexts` says what becomes of those that are none. */
export async function* readProjectTexts(
  request: TextsRequest & { readonly portions: AsyncIterable<readonly string[]> | Iterable<readonly string[]> },
): AsyncGenerator<ProjectTextsPart, void, void> {
  let part = emptyPart();
  let size = 0;
  for await (const paths of request.portions) {
    for (let at = 0; at < paths.length; at += atOnce) {
      if (request.signal.aborted) return;
      for (const read of await Promise.all(paths.slice(at, at + atOnce).map((path) => readText(path, request)))) {
        if (read === null) continue;
        if ('text' in read) {
          part.texts.push(read);
          size += read.text.length;
        } else part.others.push(read);
      }
      if (size < portionSize) continue;
      yield part;
      part = emptyPart();
      size = 0;
    }
  }
  if (part.texts.length > 0 || part.others.length > 0) yield part;
}

/** What there is at some paths, with what is in the folders among them. What is ignored is left out. */
export interface FoundPaths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly gone: readonly string[];
}

const mostInFolders = 100_000;

/** Finds out what is at `paths`; with `ignored`, files there count even if they are. */
export async function findPaths(
  root: string,
  paths: readonly string[],
  {
    lister,
    ignoreRules,
    ignored = false,
  }: { readonly lister: FolderLister; readonly ignoreRules: IgnoreRules; readonly ignored?: boolean | undefined },
): Promise<FoundPaths> {
  const lookup = ignoreRules.look(root);
  const files = new Set<string>();
  const [folders, gone]: [string[], string[]] = [[], []];
  for (const path of paths) {
    const stats = await stat(locate(root, path)).catch(() => null);
    const kind = stats?.isDirectory() ? 'folder' : 'file';
    const slash = path.lastIndexOf('/');
    const rules = await lookup.rulesFor(slash < 0 ? '' : path.slice(0, slash));
    if (path === '' || path.split('/').includes('.git')) continue;
    if (isIgnored(rules, path.slice(slash + 1), kind) && !(ignored && kind === 'file')) continue;
    if (stats === null) gone.push(path);
    else if (kind === 'file') files.add(path);
    else {
      folders.push(path);
      const { listing } = await lister.listTree(root, path, mostInFolders);
      for (const [folder, entries] of Object.entries(listing)) {
        for (const entry of entries) {
          if (entry.kind === 'file' && !entry.ignored) files.add(`${folder}/${entry.name}`);
        }
      }
    }
  }
  return { files: [...files], folders, gone };
}

function emptyPart(): { [Name in keyof ProjectTextsPart]: ProjectTextsPart[Name] } {
  return { texts: [], others: [], folders: [], gone: [] };
}

async function readText(
  path: string,
  { root, largest, versions, signal }: TextsRequest,
): Promise<ProjectText | { path: string; size: number } | null> {
  try {
    const { size } = await stat(locate(root, path));
    if (size > largest) return { path, size };
    let text = '';
    let found: Omit<ProjectText, 'text'> | null = null;
    for await (const part of readProjectFile({ root, path, versions, signal })) {
      if (part.type === 'text') text += part.text;
      if (part.type !== 'head') continue;
      const { head } = part;
      if (head.kind !== 'text' || head.readOnly) return { path, size: head.size };
      const { version, encoding, byteOrderMark, lineEnd, mixedLineEnds } = head;
      found = { path, version, encoding, byteOrderMark, lineEnd, mixedLineEnds };
      text = part.text ?? '';
    }
    return found && { ...found, text: text.replaceAll(/\r\n?/g, '\n') };
  } catch {
    // Gone, a pipe, or not to be read: whoever asks for everything takes what there is.
    return null;
  }
}

/** Makes files; what is there already stays. */
export async function writeProjectTexts(
  root: string,
  texts: readonly NewProjectText[],
): Promise<{ written: { path: string; version: FileVersion }[]; there: string[] }> {
  const written: { path: string; version: FileVersion }[] = [];
  const there: string[] = [];
  for (let at = 0; at < texts.length; at += atOnce) {
    await Promise.all(
      texts.slice(at, at + atOnce).map((text) =>
        translatingErrors('write', text.path, async () => {
          const version = await writeText(root, text);
          if (version === null) there.push(text.path);
          else written.push({ path: text.path, version });
        }),
      ),
    );
  }
  return { written, there };
}

async function writeText(
  root: string,
  { path, text, encoding, byteOrderMark, lineEnd }: NewProjectText,
): Promise<FileVersion | null> {
  const absolute = await locateForChange(root, path);
  checkNewNames(path.split('/'));
  await mkdir(dirname(absolute), { recursive: true });
  const bytes = await encodeText(unifyLineEnds(text, lineEnd), encoding, byteOrderMark);
  try {
    await writeFile(absolute, bytes, { flag: 'wx' });
    return versionOfBytes(bytes);
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST', 'EISDIR')) return null;
    throw error;
  }
}
