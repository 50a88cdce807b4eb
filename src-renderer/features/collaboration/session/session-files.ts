import { type Doc, Map as YMap, Text as YText } from 'yjs';
import { isInGitFolder } from '../../../../contract/model/git-folder.ts';
import { ProjectPath } from '../../../../contract/model/path.ts';
import { t } from '../../../localize.ts';
import { encodeBase64Url } from '../protocol/bytes.ts';

/** What goes around a text on disk, so that every copy has the same bytes. */
export interface TextFormat {
  /** As the WHATWG Encoding Standard names it, in lower case. */
  readonly encoding: string;
  readonly byteOrderMark: boolean;
  readonly lineEnd: 'lf' | 'crlf';
}

export const plainFormat: TextFormat = { encoding: 'utf-8', byteOrderMark: false, lineEnd: 'lf' };

/** Whether a text stands on disk as it is. */
export function isPlain({ encoding, byteOrderMark, lineEnd }: TextFormat): boolean {
  return encoding === plainFormat.encoding && !byteOrderMark && lineEnd === plainFormat.lineEnd;
}

/** A file or folder of a shared project. `other` files are listed and not shared: too large, or no text. */
export interface SharedEntry {
  /** Stays the same when it is renamed or moved. */
  readonly id: string;
  readonly path: ProjectPath;
  readonly kind: 'file' | 'folder' | 'other';
  readonly format: TextFormat;
  /** Bytes of what is only listed; 0 otherwise. */
  readonly size: number;
}

/** What is added: a text with LF between its lines, a folder, or a file that is only listed, with its bytes. */
export type NewContent = { readonly text: string; readonly format?: TextFormat } | { readonly size: number } | 'folder';

/** The tree and the texts of a shared project, in the session's document of files. */
export interface SessionFiles {
  /** In order of their paths. Of two made under one name at the same time, the later one has a number in its name. */
  entries(): readonly SharedEntry[];
  /** Null where there is nothing at a path. */
  find(path: ProjectPath): SharedEntry | null;
  /** Null for what is gone. */
  get(id: string): SharedEntry | null;
  /** The text of a file; null for folders and what is gone. */
  text(id: string): YText | null;
  /** Adds a file or a folder; throws a RangeError when the name is taken. */
  add(path: ProjectPath, content: NewContent): SharedEntry;
  /** Adds many in one step; those whose names are taken are left out. */
  addAll(additions: readonly (readonly [path: ProjectPath, content: NewContent])[]): void;
  /** Renames or moves, with all that is below. */
  move(id: string, path: ProjectPath): void;
  /** Removes, with all that is below. */
  remove(id: string): void;
  /** Says that a file has another encoding or line end now. */
  setFormat(id: string, format: TextFormat): void;
  /** Called after entries were added, moved or removed, by whomever. */
  onTreeChanged(listener: (origin: unknown) => void): () => void;
  /** Called after the text of a file was changed, by whomever. */
  onTextChanged(listener: (id: string, origin: unknown) => void): () => void;
}

interface Tree {
  readonly entries: readonly SharedEntry[];
  readonly byPath: ReadonlyMap<string, SharedEntry>;
  readonly byId: ReadonlyMap<string, SharedEntry>;
}

const longestName = 40;

/** Reads and writes the files of a session. Paths that a peer wrote and that could leave the project are not shown. */
export function openSessionFiles(doc: Doc): SessionFiles {
  const tree = doc.getMap<YMap<unknown>>('tree');
  const texts = doc.getMap<YText>('files');
  let cached: Tree | null = null;
  tree.observeDeep(() => {
    cached = null;
  });

  function read(): Tree {
    if (cached) return cached;
    const entries = resolveNames([...tree].flatMap(([id, entry]) => readEntry(id, entry)));
    const byPath = new Map(entries.map((entry) => [entry.path as string, entry]));
    cached = { entries, byPath, byId: new Map(entries.map((entry) => [entry.id, entry])) };
    return cached;
  }

  function below(entry: SharedEntry): SharedEntry[] {
    return read().entries.filter(({ id, path }) => id === entry.id || path.startsWith(`${entry.path}/`));
  }

  function known(id: string): SharedEntry {
    const entry = read().byId.get(id);
    if (!entry) throw new RangeError(t('This file is not there any more.'));
    return entry;
  }

  function free(path: ProjectPath): void {
    if (read().byPath.has(path)) throw new RangeError(t('There is already something named {{path}}.', { path }));
  }

  function put(path: ProjectPath, content: NewContent): string {
    const id = encodeBase64Url(crypto.getRandomValues(new Uint8Array(9)));
    const fields: [string, unknown][] = [['path', path]];
    if (content === 'folder') fields.push(['kind', 'folder']);
    else if ('size' in content) fields.push(['kind', 'other'], ['size', content.size]);
    else {
      fields.push(['kind', 'file'], ...formatFields(content.format ?? plainFormat));
      texts.set(id, new YText(content.text));
    }
    tree.set(id, new YMap(fields));
    // Inside of a larger transaction nobody has been told yet.
    cached = null;
    return id;
  }

  return {
    entries: () => read().entries,
    find: (path) => read().byPath.get(path) ?? null,
    get: (id) => read().byId.get(id) ?? null,
    text(id) {
      const text = texts.get(id);
      return text instanceof YText ? text : null;
    },
    add(path, content) {
      free(path);
      return known(doc.transact(() => put(path, content)));
    },
    addAll(additions) {
      const taken = new Set(read().byPath.keys());
      doc.transact(() => {
        for (const [path, content] of additions) {
          if (taken.has(path)) continue;
          taken.add(path);
          put(path, content);
        }
      });
    },
    move(id, path) {
      const entry = known(id);
      if (entry.path === path) return;
      free(path);
      if (path.startsWith(`${entry.path}/`)) throw new RangeError(t('A folder can’t be moved into itself.'));
      const moved = below(entry);
      doc.transact(() => {
        for (const each of moved) tree.get(each.id)?.set('path', path + each.path.slice(entry.path.length));
      });
    },
    remove(id) {
      const removed = below(known(id));
      doc.transact(() => {
        for (const each of removed) {
          tree.delete(each.id);
          texts.delete(each.id);
        }
      });
    },
    setFormat(id, format) {
      known(id);
      doc.transact(() => {
        for (const [name, value] of formatFields(format)) tree.get(id)?.set(name, value);
      });
    },
    onTreeChanged(listener) {
      const heard: Parameters<typeof tree.observeDeep>[0] = (_, transaction) => listener(transaction.origin);
      tree.observeDeep(heard);
      return () => tree.unobserveDeep(heard);
    },
    onTextChanged(listener) {
      const heard: Parameters<typeof texts.observeDeep>[0] = (events, transaction) => {
        for (const { path } of events) if (typeof path[0] === 'string') listener(path[0], transaction.origin);
      };
      texts.observeDeep(heard);
      return () => texts.unobserveDeep(heard);
    },
  };
}

function formatFields({ encoding, byteOrderMark, lineEnd }: TextFormat): [string, unknown][] {
  return [
    ['encoding', encoding],
    ['byteOrderMark', byteOrderMark],
    ['lineEnd', lineEnd],
  ];
}

/** Nothing of what a peer wrote is taken on trust. */
function readEntry(id: string, entry: unknown): SharedEntry[] {
  if (!(entry instanceof YMap)) return [];
  const path = ProjectPath.safeParse(entry.get('path'));
  const kind = entry.get('kind');
  if (!path.success || path.data === '' || (kind !== 'file' && kind !== 'folder' && kind !== 'other')) return [];
  // A repository's own folder holds hooks and settings that git would run.
  if (isInGitFolder(path.data)) return [];
  const [encoding, size] = [entry.get('encoding'), entry.get('size')];
  const format: TextFormat = {
    encoding: typeof encoding === 'string' && encoding.length <= longestName ? encoding : plainFormat.encoding,
    byteOrderMark: entry.get('byteOrderMark') === true,
    lineEnd: entry.get('lineEnd') === 'crlf' ? 'crlf' : 'lf',
  };
  const bytes = kind === 'other' && typeof size === 'number' && size >= 0 ? size : 0;
  return [{ id, path: path.data, kind, format, size: bytes }];
}

/** Gives entries that were made under one name at the same time different ones, the same everywhere. */
function resolveNames(found: readonly SharedEntry[]): SharedEntry[] {
  const sorted = [...found].sort((a, b) => compare(a.path, b.path) || compare(a.id, b.id));
  const taken = new Set(sorted.map(({ path }) => path));
  const seen = new Set<string>();
  return sorted.map((entry) => {
    let { path } = entry;
    if (seen.has(path)) {
      for (let number = 2; taken.has(path); number += 1) path = numbered(entry.path, number);
      taken.add(path);
    }
    seen.add(path);
    return { ...entry, path };
  });
}

function numbered(path: string, number: number): string {
  const [, before = path, extension = ''] = /^(.*?)(\.[^./]*)?$/s.exec(path) ?? [];
  return `${before} (${number})${extension}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
