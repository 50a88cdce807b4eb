/** What is kept under a key. `body` is read once; who does not read it to its end cancels it. */
export interface StoredObject {
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly body: ReadableStream<Uint8Array>;
}

export interface NewObject {
  readonly contentType: string;
  /** Bytes that `body` has; a body with more or fewer is refused and nothing is kept of it. */
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Files of any size under keys. What was there before is replaced as a whole or not at all. */
export interface ObjectStore {
  put(key: string, object: NewObject): Promise<void>;
  /** Null where there is nothing. */
  get(key: string): Promise<StoredObject | null>;
  /** Does nothing where there is nothing. */
  remove(key: string): Promise<void>;
  /** Rejects when objects can't be read and written now. */
  ping(): Promise<void>;
  dispose(): void;
}

/** The store can't be reached, or does not let this server in. */
export class ObjectStoreError extends Error {
  override name = 'ObjectStoreError';
}

const longestKey = 512;

/** Throws RangeError unless a key means the same everywhere: names of letters, digits, `.`, `_` and `-`, with `/` between them. */
export function assertKey(key: string): void {
  const names = key.split('/');
  if (key.length > longestKey || !names.every((name) => /^[A-Za-z0-9_-][\w.-]*$/.test(name))) {
    throw new RangeError('An object’s key has to be made of names with slashes between them.');
  }
}

/** A body of bytes that are at hand. */
export async function* bytesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Passes a body on and throws RangeError as soon as it turns out not to have the size that was announced. */
export async function* ofSize(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const part of body) {
    passed += part.byteLength;
    if (passed > size) break;
    yield part;
  }
  if (passed !== size) throw new RangeError('The object does not have the size that was announced.');
}
