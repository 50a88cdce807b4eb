import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import type { FolderMemory } from './folder-memory.ts';
import { type FolderWork, isShared, type OnDisk, type Unshared } from './folder-work.ts';

/** Begins with what is remembered of the folder; `wasShared` says that it was the session's before. */
export function createUnshared(memory: FolderMemory, wasShared: boolean): Unshared {
  const remembered = memory.read();
  const { hidden, secrets } = remembered ?? { hidden: [], secrets: [] };
  return {
    hidden: new Set(hidden),
    approved: new Set(secrets),
    secrets: new Set(),
    withheld: new Set(),
    forgotten: wasShared && remembered === null,
    unsavedRules: new Set(),
    rulesChanged: false,
    held: null,
  };
}

/** What is to be shared before the file or folder at a path may be, which is most often itself; null where nothing holds it back. */
export function withholds(work: FolderWork, path: string): string | null {
  if (isShared(work, path)) return null;
  const { hidden, approved } = work.unshared;
  for (const each of hidden.size > 0 ? withFoldersAbove(path) : []) if (hidden.has(each)) return each;
  return isSecretFile(path) && !approved.has(path) ? path : null;
}

/** Notes that a file on disk is the session's. */
export function noteShared({ disk, unshared }: FolderWork, id: string, known: OnDisk): void {
  disk.set(id, known);
  unshared.hidden.delete(known.path);
  if (!isSecretFile(known.path)) return;
  unshared.secrets.add(id);
  unshared.approved.delete(known.path);
}

/** Whether a file says what is ignored: to git, or to the program that lists a folder's files. */
export function isRules(path: string): boolean {
  return /(^|\/)\.(git|rg)?ignore$/i.test(path);
}

/** Whether rules may hide less than those before. */
export function mayHideLess(before: string, after: string): boolean {
  const lines = new Set(after.split('\n'));
  return /^!/m.test(after) || before.split('\n').some((line) => !lines.has(line));
}

/**
 * To be called before others' ignore rules get on the disk: what is hidden stays unshared. All of it is held until `lookAtRules`; other
 * rules that come before need no other look at the folder.
 */
export async function holdHidden(work: FolderWork): Promise<void> {
  const { unshared } = work;
  const hold = async () => {
    for (const path of await listHidden(work, '')) unshared.hidden.add(path);
    remember(work);
  };
  try {
    unshared.held ??= hold();
    await unshared.held;
  } catch (error) {
    unshared.held = null;
    throw error;
  }
}

/** Lets go of what the rules hide by themselves, once they are on disk, and says what they don't hide any more. */
export async function lookAtRules(work: FolderWork): Promise<void> {
  const { unshared, disk, files, toWrite } = work;
  for (const id of unshared.unsavedRules) {
    // What others did they have undone before anybody saved it.
    if (disk.get(id)?.text !== files.text(id)?.toString()) continue;
    unshared.unsavedRules.delete(id);
    unshared.rulesChanged = true;
  }
  if (!unshared.rulesChanged || unshared.unsavedRules.size > 0) return;
  // Somebody is still at them.
  for (const id of toWrite) if (isRules(files.get(id)?.path ?? '')) return;
  unshared.rulesChanged = false;
  unshared.held = null;
  if (unshared.hidden.size === 0) return;
  const still = new Set(await listHidden(work, ''));
  for (const path of unshared.hidden) {
    if (withFoldersAbove(path).some((each) => still.has(each))) unshared.hidden.delete(path);
    else unshared.withheld.add(path);
  }
}

/** What ignore rules hide below a folder and is not the session's; a folder without anything of the session stands for all in it. */
export async function listHidden({ core, projectId, disk }: FolderWork, folder: string): Promise<string[]> {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const { path, version } of disk.values()) {
    const [own, ...above] = withFoldersAbove(path);
    (version === null ? folders : files).add(own ?? path);
    for (const each of above) folders.add(each);
  }
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { paths } = await core.files.listIgnored({ projectId, path: next });
    for (const path of paths) {
      if (folders.has(path)) waiting.push(path);
      else if (!files.has(path)) found.push(path);
    }
  }
  return found;
}

/** Whether a folder that is or would be at one of the paths is hidden, or would be for its name. */
export async function isHiddenFolder(work: FolderWork, paths: readonly string[]): Promise<boolean> {
  const { core, projectId, unshared } = work;
  const held = (path: string) => withFoldersAbove(path).some((each) => unshared.hidden.has(each));
  if (paths.some((path) => held(path) || isSecretFile(`${path}/file`))) return true;
  return (await core.files.ignoredFolders({ projectId, paths: [...paths] })).ignored.length > 0;
}

/** Lets what was withheld be shared, as this person wants it. */
export function approve({ unshared }: FolderWork, paths: readonly string[]): void {
  for (const path of paths) {
    unshared.hidden.delete(path);
    if (isSecretFile(path)) unshared.approved.add(path);
  }
}

/** Keeps what holds beyond this window. */
export function remember({ memory, disk, unshared }: FolderWork): void {
  const secrets = new Set(unshared.approved);
  for (const id of unshared.secrets) {
    const known = disk.get(id);
    if (known && isSecretFile(known.path)) secrets.add(known.path);
    else unshared.secrets.delete(id);
  }
  memory.write({ hidden: [...unshared.hidden], secrets: [...secrets] });
}

function withFoldersAbove(path: string): string[] {
  const all: string[] = [];
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) all.push(path.slice(0, end));
  return all;
}
