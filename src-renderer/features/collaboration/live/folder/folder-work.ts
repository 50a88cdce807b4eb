import type { CoreEvent } from '../../../../../contract/desktop/events.ts';
import type { DesktopClient } from '../../../../../contract/desktop/index.ts';
import type { Signal } from '../../../../app/disposable.ts';
import type { EditorService, ExplorerService } from '../../../../app/services.ts';
import type { SessionFiles } from '../../session/session-files.ts';
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
}

/** What went wrong with a file, for a notice. */
export interface FolderProblem {
  readonly path: string;
  /** `taken`: something that is not shared has the name; `failed`: `message` says why it was not written. */
  readonly kind: 'taken' | 'failed';
  readonly message: string;
}

export interface FolderOptions {
  readonly core: { readonly files: DesktopClient['files'] };
  readonly coreEvents: Signal<CoreEvent>;
  readonly editor: Pick<EditorService, 'followMoves'>;
  readonly explorer: Pick<ExplorerService, 'beforeMove'>;
  readonly projectId: string;
  readonly files: SessionFiles;
  /** Runs `change` as one edit of this person's. */
  edit(change: () => void): void;
  mayWrite(): boolean;
  /** Whether an editor holds the file's text: then the editor reads and writes it. */
  isOpen(id: string): boolean;
  /** What was kept of the session before this window was in it; null where nothing was. */
  readonly past: PastTexts | null;
  /** Resolves when what the session holds now is kept, so that the disk is never ahead of it. */
  kept(): Promise<void>;
  onProblem(problem: FolderProblem): void;
  /** A step that did not work, for a reason that is none of the disk's. */
  failed(error: unknown): void;
}

/** What the steps of keeping the two the same work on. */
export interface FolderWork extends FolderOptions {
  /** What is on disk, by the entries' ids. */
  readonly disk: Map<string, OnDisk>;
  /** Ids of files that are to be written. */
  readonly toWrite: Set<string>;
  /** Paths that changed on disk. */
  readonly touched: Set<string>;
  /** Paths of moves that are under way in the explorer: their events say nothing new. */
  readonly moving: Set<string>;
}

/** Moves an entry in the session as it has been moved on disk. */
export function moveShared({ files, disk }: FolderWork, from: string, to: string): void {
  const entry = files.find(from);
  if (!entry || files.find(to)) return;
  files.move(entry.id, to);
  for (const [id, known] of disk) {
    if (known.path === from || known.path.startsWith(`${from}/`)) {
      disk.set(id, { ...known, path: to + known.path.slice(from.length) });
    }
  }
}
