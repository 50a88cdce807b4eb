import { type Doc, Map as YMap, Text as YText } from 'yjs';
import { ProjectPath } from '../../../../contract/model/path.ts';
import { t } from '../../../localize.ts';
import { encodeBase64Url } from '../protocol/bytes.ts';

/** A file or folder of a shared project. */
export interface SharedEntry {
  /** Stays the same when it is renamed or moved. */
  readonly id: string;
  readonly path: ProjectPath;
  readonly kind: 'file' | 'folder';
}

/** The tree and the texts of a shared project, in the session's document of files. */
export interface SessionFiles {
  /** In order of their paths. Of two made under one name at the same time, the later one has a number in its name. */
  entries(): readonly SharedEntry[];
  /** Null where there is nothing at a path. */
  find(path: ProjectPath): SharedEntry | null;
  /** The text of a file; null for folders and what is gone. */
  text(id: string): YText | null;
  /** Adds a file with its text or a folder; throws a RangeError when the name is taken. Line ends of texts are LF. */
  add(path: ProjectPath, content: { readonly text: string } | 'folder'): SharedEntry;
  /** Renames or moves, with all that is below. */
  move(id: string, path: ProjectPath): void;
  /** Removes, with all that is below. */
  remove(id: string): void;
  /** Called after entries were added, moved or removed, by whomever. */
  onTreeChanged(listener: () => void): () => void;
  /** Called after the text of a file was changed, by whomever. */
  onTextChanged(listener: (id: string, origin: unknown) => void): () => void;
}

/** Reads and writes the files of a session. Paths that a peer wrote and that could leave the project are not shown. */
export function openSessionFiles(doc: Doc): SessionFiles {
  const tree = doc.getMap<YMap<unknown>>('tree');
  const texts = doc.getMap<YText>('files');
  let cached: readonly SharedEntry[] | null = null;
  tree.observeDeep(() => {
    cached = null;
  });

  function entries(): readonly SharedEntry[] {
    cached ??= resolveNames(
      [...tree].flatMap(([id, entry]) => {
        const path = ProjectPath.safeParse(entry.get('path'));
        const kind = entry.get('kind');
        return path.success && path.data !== '' && (kind === 'file' || kind === 'folder')
          ? [{ id, path: path.data, kind }]
          : [];
      }),
    );
    return cached;
  }

  function find(path: ProjectPath): SharedEntry | null {
    return entries().find((entry) => entry.path === path) ?? null;
  }

  function below(entry: SharedEntry): SharedEntry[] {
    return entries().filter(({ id, path }) => id === entry.id || path.startsWith(`${entry.path}/`));
  }

  function known(id: string): SharedEntry {
    const entry = entries().find((each) => each.id === id);
    if (!entry) throw new RangeError(t('This file is not there any more.'));
    return entry;
  }

  function free(path: ProjectPath): void {
    if (find(path)) throw new RangeError(t('There is already something named {{path}}.', { path }));
  }

  return {
    entries,
    find,
    text: (id) => texts.get(id) ?? null,
    add(path, content) {
      free(path);
      const id = encodeBase64Url(crypto.getRandomValues(new Uint8Array(9)));
      const kind = content === 'folder' ? 'folder' : 'file';
      doc.transact(() => {
        tree.set(
          id,
          new YMap([
            ['path', path],
            ['kind', kind],
          ] as [string, unknown][]),
        );
        if (content !== 'folder') texts.set(id, new YText(content.text));
      });
      return { id, path, kind };
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
    onTreeChanged(listener) {
      tree.observeDeep(listener);
      return () => tree.unobserveDeep(listener);
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
