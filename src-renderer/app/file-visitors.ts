import { createStore, type StoreApi } from 'zustand/vanilla';

/** Somebody else who has a file in view now. */
export interface FileVisitor {
  readonly name: string;
  /** 0 to 7: which of the interface's colours for people is theirs. */
  readonly color: number;
}

/** Who is where, by project path. */
export type FileVisitors = ReadonlyMap<string, readonly FileVisitor[]>;

export function createFileVisitors(): StoreApi<FileVisitors> {
  return createStore<FileVisitors>(() => new Map());
}
