import { createStore, type StoreApi } from 'zustand/vanilla';

/** What colour a mark has; never the only thing that tells it. */
export type FileMarkTone = 'modified' | 'added' | 'deleted' | 'conflict';

/** What source control says about a file, for its row and its tab. */
export interface FileMark {
  /** One letter, as in `M`. */
  readonly letter: string;
  /** The same in words, read aloud: "modified". */
  readonly label: string;
  readonly tone: FileMarkTone;
}

/** Marks by project path. Folders have the strongest tone of what is in them. */
export interface FileMarks {
  readonly files: ReadonlyMap<string, FileMark>;
  readonly folders: ReadonlyMap<string, FileMarkTone>;
}

export function createFileMarks(): StoreApi<FileMarks> {
  return createStore<FileMarks>(() => ({ files: new Map(), folders: new Map() }));
}
