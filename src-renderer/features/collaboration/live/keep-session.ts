import { encodeStateAsUpdate } from 'yjs';
import type { DocumentUpdate } from '../../../../contract/desktop/collaboration.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import { createDisposables, type Disposable, type Signal } from '../../../app/disposable.ts';
import { type DocumentName, documentNames } from '../protocol/messages.ts';
import type { Session } from '../session/session.ts';

/** Bytes of an update in one piece, before base64. */
const pieceSize = 3 * 1024 * 1024;
/** Milliseconds that edits are gathered, and until another attempt. */
const delays = { gather: 200, again: 2000 };

/** Keeps what a session's documents hold. */
export interface SessionKeeper extends Disposable {
  /** Resolves when everything up to now is on this machine's disk. */
  kept(): Promise<void>;
  /** Hands over what the documents hold already. */
  keepAll(): Promise<void>;
}

/** Hands every change of a session's documents to Core. What could not be handed over waits for Core to come back. */
export function keepDocuments(options: {
  readonly core: Pick<DesktopClient, 'collaboration'>;
  readonly coreReconnected: Signal<void>;
  readonly sessionId: string;
  readonly documents: Session['documents'];
  failed(error: unknown): void;
}): SessionKeeper {
  const { core, sessionId, documents } = options;
  const ends = createDisposables();
  let waiting: DocumentUpdate[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let told = false;
  let disposed = false;

  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      const updates = waiting;
      waiting = [];
      for (const batch of batchesOf(updates)) {
        try {
          await core.collaboration.documents.append({ sessionId, updates: batch });
          told = false;
        } catch (error) {
          // All of them: an update in pieces counts only whole, and one that is there already changes nothing.
          waiting = [...updates, ...waiting];
          if (!told) options.failed(error);
          told = true;
          if (!disposed) timer ??= setTimeout(write, delays.again);
          return;
        }
      }
    });
    return writing;
  };

  for (const document of documentNames) {
    const onUpdate = (update: Uint8Array, origin: unknown) => {
      if (origin === 'kept') return;
      waiting.push(...toPieces(document, update));
      timer ??= setTimeout(write, delays.gather);
    };
    documents[document].on('update', onUpdate);
    ends.addFunction(() => documents[document].off('update', onUpdate));
  }
  ends.add(options.coreReconnected.listen(() => void write()));

  return {
    kept: () => (waiting.length > 0 ? write() : writing),
    keepAll() {
      for (const document of documentNames)
        waiting.push(...toPieces(document, encodeStateAsUpdate(documents[document])));
      return write();
    },
    dispose() {
      disposed = true;
      ends.dispose();
      void write();
    },
  };
}

/** A change as messages of the contract. */
export function toPieces(document: DocumentName, update: Uint8Array): DocumentUpdate[] {
  const pieces: DocumentUpdate[] = [];
  for (let at = 0; at < update.length; at += pieceSize) {
    const piece = update.subarray(at, at + pieceSize);
    pieces.push({ document, base64: toBase64(piece), continues: at + pieceSize < update.length });
  }
  return pieces;
}

/** What was kept of the documents, by their names: updates in the order in which they are to be applied. */
export async function readDocuments(
  core: Pick<DesktopClient, 'collaboration'>,
  sessionId: string,
): Promise<ReadonlyMap<DocumentName, Uint8Array[]>> {
  const found = new Map<DocumentName, Uint8Array[]>();
  const open = new Map<DocumentName, Uint8Array[]>();
  for await (const { document, base64, continues } of await core.collaboration.documents.read({ sessionId })) {
    const pieces = [...(open.get(document) ?? []), fromBase64(base64)];
    if (continues) {
      open.set(document, pieces);
      continue;
    }
    open.delete(document);
    found.set(document, [...(found.get(document) ?? []), join(pieces)]);
  }
  return found;
}

function batchesOf(updates: readonly DocumentUpdate[]): DocumentUpdate[][] {
  const batches: DocumentUpdate[][] = [];
  let size = 0;
  for (const update of updates) {
    const last = batches.at(-1);
    if (!last || last.length >= 1000 || size + update.base64.length > 2 * pieceSize) {
      batches.push([update]);
      size = update.base64.length;
    } else {
      last.push(update);
      size += update.base64.length;
    }
  }
  return batches;
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only) return only;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
