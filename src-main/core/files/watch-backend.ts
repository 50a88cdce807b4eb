/** One thing that happened to a file, link or folder. */
export interface RawChange {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

export interface WatchListener {
  onChanges(changes: readonly RawChange[]): void;
  /** Changes have been lost, or are too many to tell one by one: everything must be looked at again. */
  onLost(): void;
  /** From now on only part of the folder is watched, or nothing: what is not must be polled. */
  onLimited(error: Error): void;
}

export interface Watching {
  /**
   * Says that a file is about to be exchanged for another one by us, in one step. That is told as a change of the file then, not as its
   * coming anew.
   */
  expectExchange(path: string): void;
  dispose(): Promise<void>;
}

/** A way of being told what happens in a folder and all below it. Links are not followed; `.git` is left out. */
export interface WatchBackend {
  /**
   * Resolves when everything from now on will be told. Rejects when the folder cannot be watched at all. When a folder appears, all
   * that is in it is told as well.
   */
  start(root: string, listener: WatchListener): Promise<Watching>;
}
