import type { CoreEvent } from '../../../../../contract/desktop/events.ts';
import type { DesktopClient } from '../../../../../contract/desktop/index.ts';
import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import type { Signal } from '../../../../app/disposable.ts';
import type { EditorService, ExplorerService } from '../../../../app/services.ts';
import type { SessionFiles } from '../../session/session-files.ts';
import type { FolderMemory } from './folder-memory.ts';
import type { PastTexts } from './past-texts.ts';

/** Bytes up to which a text is shared; larger ones are only listed. */
export const largestShared = 5 * 1024 * 1024;

/** A file as it is on disk, as far as is known. */
export interface OnDisk {
  readonly path: string;
  /** With LF between lines; empty for folders. */
  readonly text: string;
  /** Null for folders. */
  readonly version: string | null;
  /** This folder has written it: it is the session's text, or was. What another program has written an open file need not hold. */
  readonly written?: boolean;
}

/** What went wrong with a file, for a notice. */
export interface FolderProblem {
  readonly path: string;
  /** `taken`: something that is not shared has the name; `failed`: `message` says why it was not written. */
  readonly kind: 'taken' | 'failed';
  readonly message: string;
}

/** What the person is told of their folder. */
export interface FolderNotices {
  /** Said once as long as it holds. */
  onProblem(problem: FolderProblem): void;
  /** Files and folders stay unshared until this person has them shared; each is said once. */
  onWithheld(paths: readonly string[]): void;
  /** What somebody changed who may only read is in the trash, and the session's text in its place. */
  onReplaced(paths: readonly string[]): void;
}

export interface FolderOptions extends FolderNotices {
  readonly core: { readonly files: DesktopClient['files'] };
  readonly coreEvents: Signal<CoreEvent>;
  readonly editor: Pick<EditorService, 'followMoves'>;
  readonly explorer: Pick<ExplorerService, 'beforeMove'>;
  readonly projectId: string;
  readonly files: SessionFiles;
  readonly memory: FolderMemory;
  /** Runs `change` as one edit of this person's. */
  edit(change: () => void): void;
  mayWrite(): boolean;
  /** Whether this person is in the session at all: to whoever is out nothing happens, on disk either. */
  isMember(): boolean;
  /** Whether an editor holds the file's text: then the editor reads and writes it. */
  isOpen(id: string): boolean;
  /** What was kept of the session before this window was in it; null where nothing was. */
  readonly past: PastTexts | null;
  /** Resolves when what the session holds now is kept, so that the disk is never ahead of it. */
  kept(): Promise<void>;
  /** A step that did not work, for a reason that is none of the disk's. */
  failed(error: unknown): void;
}

/** What the steps of keeping the two the same work on. */
export interface FolderWork extends FolderOptions {
  /** What is on disk and the session's, by the entries' ids. What is not in it is this person's own, whatever its name. */
  readonly disk: Map<string, OnDisk>;
  /** Ids of files that are to be written. */
  readonly toWrite: Set<string>;
  /** Paths that changed on disk. */
  readonly touched: Set<string>;
  /** Paths of moves that are under way in the explorer: their events say nothing new. */
  readonly moving: Set<string>;
  /** Ids of files that hold what this person wrote, who may only read. */
  readonly strayed: Set<string>;
  readonly replaced: Set<string>;
  readonly unshared: Unshared;
}

/** What must not get into the session by itself. */
export interface Unshared {
  /** See `Remembered`. While others change the rules, all that they hide. */
  readonly hidden: Set<string>;
  /** Secret files that this person has shared and that are not the session's yet. */
  readonly approved: Set<string>;
  /** Ids of secret files that are the session's. */
  readonly secrets: Set<string>;
  /** What has been held back since it was last said. */
  readonly withheld: Set<string>;
  /** Nothing is remembered of a folder that was the session's before. */
  readonly forgotten: boolean;
  /** Ids of ignore files that others changed and that an editor has not saved yet. */
  readonly unsavedRules: Set<string>;
  /** Ignore files on disk are others than when `hidden` was looked at. */
  rulesChanged: boolean;
  /** Resolves when `hidden` has all that the rules on disk hide; null where that has not been looked for. */
  held: Promise<void> | null;
}

/** Gives what is known of the disk new names after a move, and so what is kept out of the session there. */
export function renameKnown({ disk, unshared: { hidden, secrets } }: FolderWork, from: string, to: string): void {
  const renamed = (path: string) => (isWithin(path, from) ? to + path.slice(from.length) : path);
  for (const [id, known] of disk) {
    const path = renamed(known.path);
    if (path === known.path) continue;
    disk.set(id, { ...known, path });
    if (known.version !== null && isSecretFile(path)) secrets.add(id);
  }
  for (const path of [...hidden]) {
    if (isWithin(path, from)) hidden.delete(path);
    hidden.add(renamed(path));
  }
}

/** Moves an entry in the session as it has been moved on disk. */
export function moveShared(work: FolderWork, from: string, to: string): void {
  const entry = work.files.find(from);
  if (!entry || work.files.find(to)) return;
  work.files.move(entry.id, to);
  renameKnown(work, from, to);
}

/** Whether a path is a folder's or of something in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Whether what is on disk at a path is the session's. */
export function isShared({ files, disk }: FolderWork, path: string): boolean {
  const entry = files.find(path);
  return entry !== null && disk.get(entry.id)?.path === path;
}
