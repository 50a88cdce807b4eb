import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { OpenedProject } from '../../../../contract/desktop/projects.ts';
import type { FileEntry, FolderListing } from '../../../../contract/model/file.ts';
import { firstRows } from '../../../../contract/model/first-rows.ts';
import { defaultSettings, type SettingsSnapshot } from '../../../../contract/model/settings.ts';
import { compareEntries } from '../../../../src-renderer/features/explorer/order.ts';
import { isWithin, nameOf, parentOf } from '../../../../src-renderer/features/explorer/paths.ts';

type Files = DesktopClient['files'];
type Entry = { kind: 'file' | 'folder'; ignored?: boolean };

/** A project whose files are a map, with the same answers and refusals as Core's. */
export interface MemoryProject {
  /** What there is, by path. Changed directly, it is what another program does. */
  readonly entries: Map<string, Entry>;
  readonly files: Pick<
    Files,
    'list' | 'listTree' | 'createFile' | 'createFolder' | 'move' | 'duplicate' | 'trash' | 'undo' | 'import'
  >;
  /** Names of the calls so far. */
  readonly calls: string[];
  /** Folders that cannot be read: left out of replies like those that are gone. */
  readonly unreadable: Set<string>;
  opened(expanded?: readonly string[], settings?: SettingsSnapshot): OpenedProject;
  changedEvent(changes: readonly { path: string; kind: 'created' | 'changed' | 'deleted' }[]): CoreEvent;
}

const projectId = 'p1';

/** Makes one from paths; those that end with a slash are folders. */
export function createMemoryProject(paths: readonly string[]): MemoryProject {
  const entries = new Map<string, Entry>();
  const undos = new Map<string, Map<string, Entry>>();
  const calls: string[] = [];
  const unreadable = new Set<string>();

  const add = (path: string, entry: Entry) => {
    for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) {
      if (!entries.has(folder)) entries.set(folder, { kind: 'folder' });
    }
    entries.set(path, entry);
  };
  for (const path of paths) {
    if (path.endsWith('/')) add(path.slice(0, -1), { kind: 'folder' });
    else add(path, { kind: 'file' });
  }

  const listFolder = (folder: string): FileEntry[] | null => {
    if (unreadable.has(folder)) return null;
    if (folder !== '' && entries.get(folder)?.kind !== 'folder') return null;
    return [...entries]
      .filter(([path]) => parentOf(path) === folder && path !== folder)
      .map(([path, entry]) => ({ name: nameOf(path), ...entry }))
      .sort(compareEntries);
  };
  const undoable = () => {
    const undoId = `u${undos.size}`;
    undos.set(undoId, new Map(entries));
    return { undoId };
  };
  const refuse = (path: string) => {
    if (entries.has(path)) throw new Error('There is already a file or folder of that name.');
  };
  const below = (path: string) => [...entries].filter(([other]) => isWithin(path, other));
  const create = async (path: string, kind: 'file' | 'folder') => {
    calls.push(kind === 'file' ? 'createFile' : 'createFolder');
    refuse(path);
    const reply = undoable();
    add(path, { kind });
    return reply;
  };
  const copyTo = (from: string, to: string) => {
    for (const [path, entry] of below(from)) add(to + path.slice(from.length), entry);
  };

  return {
    entries,
    calls,
    unreadable,
    files: {
      async list({ paths: folders, maxRows }) {
        calls.push(`list ${folders.join(' ')}`.trim());
        const listing: FolderListing = {};
        for (const folder of folders) {
          const rows = listFolder(folder);
          if (rows) listing[folder] = rows.slice(0, maxRows);
        }
        return listing;
      },
      async listTree({ path }) {
        calls.push('listTree');
        const listing: FolderListing = {};
        for (const folder of [path, ...entries.keys()]) {
          const rows = isWithin(path, folder) ? listFolder(folder) : null;
          if (rows) listing[folder] = rows;
        }
        return { listing, truncated: false };
      },
      createFile: ({ path }) => create(path, 'file'),
      createFolder: ({ path }) => create(path, 'folder'),
      async move({ moves }) {
        calls.push('move');
        for (const { to } of moves) refuse(to);
        const reply = undoable();
        for (const { from, to } of moves) {
          const moved = below(from);
          for (const [path] of moved) entries.delete(path);
          for (const [path, entry] of moved) add(to + path.slice(from.length), entry);
        }
        return reply;
      },
      async duplicate({ paths: originals, intoFolder }) {
        calls.push('duplicate');
        const reply = undoable();
        const created = originals.map((from) => {
          const folder = intoFolder ?? parentOf(from);
          const plain = folder === '' ? nameOf(from) : `${folder}/${nameOf(from)}`;
          const to = entries.has(plain) ? `${plain} copy` : plain;
          copyTo(from, to);
          return to;
        });
        return { ...reply, created };
      },
      async trash({ paths: subjects }) {
        calls.push('trash');
        const reply = undoable();
        for (const subject of subjects) for (const [path] of below(subject)) entries.delete(path);
        return reply;
      },
      async import({ sources, intoFolder }) {
        calls.push('import');
        const reply = undoable();
        const created = sources.map((source) => {
          const to = intoFolder === '' ? nameOf(source) : `${intoFolder}/${nameOf(source)}`;
          add(to, { kind: 'file' });
          return to;
        });
        return { ...reply, created };
      },
      async undo({ undoId }) {
        calls.push('undo');
        const before = undos.get(undoId);
        if (!before) throw new Error('This can no longer be undone.');
        const restored = [...before.keys()].filter((path) => !entries.has(path));
        entries.clear();
        for (const [path, entry] of before) entries.set(path, entry);
        return { restored };
      },
    },
    opened(expanded = [], settings = snapshot()) {
      const listing: FolderListing = {};
      for (const folder of ['', ...expanded]) {
        const rows = listFolder(folder);
        if (rows) listing[folder] = rows.slice(0, firstRows);
      }
      return {
        project: {
          id: projectId,
          path: '/home/you/ferry-times',
          name: 'ferry-times',
          pinned: false,
          trusted: true,
          lastOpenedAt: 0,
          missing: false,
        },
        layout: {
          sideBar: { visible: true, view: 'explorer', width: 256 },
          panel: { visible: false, view: 'problems', height: 172 },
          expanded: [...expanded],
          editorArea: null,
          viewStates: {},
          activeDocument: null,
        },
        settings,
        listing,
        backups: [],
        activeFile: null,
        git: null,
      };
    },
    changedEvent: (changes) => ({ type: 'files.changed', projectId, changes: [...changes], rescan: false }),
  };
}

/** Settings with a few values that are not the default. */
export function snapshot(changed: Partial<SettingsSnapshot['effective']> = {}): SettingsSnapshot {
  return { effective: { ...defaultSettings, ...changed }, user: {}, project: {}, problems: [], keybindings: [] };
}
