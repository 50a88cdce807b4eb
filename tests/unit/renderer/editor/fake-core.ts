import { ORPCError } from '@orpc/client';
import type { DocumentBackup } from '../../../../contract/desktop/editor.ts';
import type { DesktopErrorCode } from '../../../../contract/desktop/errors.ts';
import type { FileReadPart } from '../../../../contract/desktop/files.ts';
import type { TextFileHead } from '../../../../contract/model/file.ts';
import type { DocumentStoreDependencies } from '../../../../src-renderer/features/editor/documents/document-store.ts';

interface FakeFile {
  text: string;
  encoding: string;
  byteOrderMark: boolean;
  lineEnd: 'lf' | 'crlf';
  mixedLineEnds: boolean;
  readOnly?: { reason: string };
}

type Core = DocumentStoreDependencies['core'];

/** What of Core the editor uses, on files in memory. A version is the text it stands for. */
export interface FakeCore {
  readonly core: Core;
  readonly files: Map<string, FakeFile>;
  readonly backups: Map<string, Omit<DocumentBackup, 'savedAt'>>;
  readonly saves: Parameters<Core['files']['save']>[0][];
  readonly reads: string[];
  write(path: string, text: string, more?: Partial<FakeFile>): void;
  /** The next save answers with this error instead. */
  failNextSave(code: DesktopErrorCode, data?: unknown): void;
  /** Holds saves back until the returned function is called. */
  holdSaves(): () => void;
  holdReads(): () => void;
}

export function fail(code: DesktopErrorCode, data?: unknown): never {
  throw new ORPCError(code, { defined: true, status: 400, message: `${code} happened`, data });
}

export function versionOf({ text, encoding, lineEnd, byteOrderMark }: FakeFile): string {
  return JSON.stringify([text, encoding, lineEnd, byteOrderMark]);
}

export function createFakeCore(): FakeCore {
  const files = new Map<string, FakeFile>();
  const backups = new Map<string, Omit<DocumentBackup, 'savedAt'>>();
  const saves: FakeCore['saves'] = [];
  const reads: string[] = [];
  let nextFailure: (() => never) | null = null;
  let saveGate: Promise<void> = Promise.resolve();
  let readGate: Promise<void> = Promise.resolve();

  async function* read(path: string, encoding?: string): AsyncGenerator<FileReadPart, void, void> {
    await readGate;
    const file = files.get(path) ?? fail('NOT_FOUND');
    if (path.endsWith('.png')) {
      yield { type: 'head', head: { kind: 'image', path, version: 'image', size: 3, mediaType: 'image/png' } };
      yield { type: 'done' };
      return;
    }
    const { text, readOnly, ...more } = file;
    const head: TextFileHead = {
      kind: 'text',
      path,
      version: versionOf(file),
      size: text.length,
      ...more,
      encoding: encoding ?? file.encoding,
      ...(readOnly ? { readOnly } : {}),
    };
    const written = more.lineEnd === 'crlf' ? text.replaceAll('\n', '\r\n') : text;
    if (text.length < 1000) yield { type: 'head', head, text: written };
    else {
      yield { type: 'head', head };
      for (let at = 0; at < written.length; at += 1000) yield { type: 'text', text: written.slice(at, at + 1000) };
    }
    yield { type: 'done' };
  }

  const core = {
    files: {
      async read({ path, encoding }: { path: string; encoding?: string }) {
        reads.push(path);
        return read(path, encoding);
      },
      async version({ path }: { path: string }) {
        const file = files.get(path);
        return { version: file ? versionOf(file) : null };
      },
      async save(input: FakeCore['saves'][number]) {
        saves.push(input);
        await saveGate;
        if (nextFailure) {
          const failure = nextFailure;
          nextFailure = null;
          failure();
        }
        const { path, text, encoding, byteOrderMark, lineEnd, baseVersion, keepMixedLineEnds } = input;
        const known = files.get(path);
        if (baseVersion !== null && known && versionOf(known) !== baseVersion) {
          fail('CHANGED_ON_DISK', { version: versionOf(known) });
        }
        const file = { text, encoding, byteOrderMark, lineEnd, mixedLineEnds: keepMixedLineEnds };
        files.set(path, file);
        return { version: versionOf(file), size: text.length };
      },
    },
    editor: {
      async backup({ backup }: { backup: Omit<DocumentBackup, 'savedAt'> }) {
        backups.set(backup.document, backup);
        return {};
      },
      async discardBackups({ documents }: { documents: string[] }) {
        for (const document of documents) backups.delete(document);
        return {};
      },
    },
  } as unknown as Core;

  const hold = (set: (gate: Promise<void>) => void) => {
    let open = () => {};
    set(
      new Promise((resolve) => {
        open = resolve;
      }),
    );
    return () => open();
  };

  return {
    core,
    files,
    backups,
    saves,
    reads,
    write(path, text, more = {}) {
      files.set(path, {
        text,
        encoding: 'utf-8',
        byteOrderMark: false,
        lineEnd: 'lf',
        mixedLineEnds: false,
        ...more,
      });
    },
    failNextSave(code, data) {
      nextFailure = () => fail(code, data);
    },
    holdSaves: () =>
      hold((gate) => {
        saveGate = gate;
      }),
    holdReads: () =>
      hold((gate) => {
        readGate = gate;
      }),
  };
}
