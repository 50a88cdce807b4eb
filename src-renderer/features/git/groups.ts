import type { GitChange, GitChangeKind, GitConflictKind, GitReadyStatus } from '../../../contract/model/git-status.ts';
import type { FileMark } from '../../app/file-marks.ts';
import { t } from '../../localize.ts';

export type GroupId = 'merge' | 'staged' | 'changes' | 'untracked';

/** One line of the source control list. `key` tells it from all others: the same file may be staged and changed. */
export type ScmRow =
  | {
      readonly type: 'group';
      readonly key: string;
      readonly group: GroupId;
      readonly title: string;
      readonly count: number;
      readonly open: boolean;
    }
  | {
      readonly type: 'folder';
      readonly key: string;
      readonly group: GroupId;
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly open: boolean;
    }
  | {
      readonly type: 'change';
      readonly key: string;
      readonly group: GroupId;
      readonly change: GitChange;
      readonly name: string;
      /** The folder beside the name in the flat list; empty in the tree. */
      readonly folder: string;
      readonly depth: number;
      readonly mark: FileMark;
    };
export type ChangeRow = Extract<ScmRow, { type: 'change' }>;

const titles: Readonly<Record<GroupId, string>> = {
  merge: t('Merge changes'),
  staged: t('Staged changes'),
  changes: t('Changes'),
  untracked: t('Untracked'),
};
const groupIds = ['merge', 'staged', 'changes', 'untracked'] as const;

const kindMarks: Readonly<Record<GitChangeKind, FileMark>> = {
  modified: { letter: 'M', label: t('modified'), tone: 'modified' },
  added: { letter: 'A', label: t('added'), tone: 'added' },
  deleted: { letter: 'D', label: t('deleted'), tone: 'deleted' },
  renamed: { letter: 'R', label: t('renamed'), tone: 'added' },
  copied: { letter: 'C', label: t('copied'), tone: 'added' },
  typeChanged: { letter: 'T', label: t('type changed'), tone: 'modified' },
};
export const untrackedMark: FileMark = { letter: 'U', label: t('untracked'), tone: 'added' };

const conflictLabels: Readonly<Record<GitConflictKind, string>> = {
  bothModified: t('conflict: both modified'),
  bothAdded: t('conflict: both added'),
  bothDeleted: t('conflict: both deleted'),
  addedByUs: t('conflict: added by us'),
  addedByThem: t('conflict: added by them'),
  deletedByUs: t('conflict: deleted by us'),
  deletedByThem: t('conflict: deleted by them'),
};

/** What a change is called in one of its groups. */
export function markOf(change: GitChange, group: GroupId): FileMark {
  if (change.conflict) return { letter: '!', label: conflictLabels[change.conflict], tone: 'conflict' };
  if (group === 'untracked') return untrackedMark;
  return kindMarks[(group === 'staged' ? change.staged : change.unstaged) ?? 'modified'];
}

/** The groups that a change is in. */
export function groupsOf(change: GitChange): GroupId[] {
  if (change.conflict) return ['merge'];
  if (change.untracked) return ['untracked'];
  return [...(change.staged ? (['staged'] as const) : []), ...(change.unstaged ? (['changes'] as const) : [])];
}

export type ChangeGroups = Readonly<Record<GroupId, readonly GitChange[]>>;

/** Changes by group, each in the order of their paths. */
export function groupChanges(changes: readonly GitChange[]): ChangeGroups {
  const groups: Record<GroupId, GitChange[]> = { merge: [], staged: [], changes: [], untracked: [] };
  for (const change of changes) for (const group of groupsOf(change)) groups[group].push(change);
  for (const group of groupIds) groups[group].sort((one, other) => comparePaths(one.path, other.path));
  return groups;
}

export const noGroups: ChangeGroups = { merge: [], staged: [], changes: [], untracked: [] };

/** How many changes there are to commit, one for each file. */
export function countChanges(status: GitReadyStatus): number {
  return status.changes.length;
}

export function changeKey(group: GroupId, path: string): string {
  return `${group}:${path}`;
}
export function folderKey(group: GroupId, path: string): string {
  return `${group}/${path}`;
}

/** The lines of the list, flat or as a tree of folders. Groups without a change are left out; `closed` holds keys. */
export function scmRows(groups: ChangeGroups, tree: boolean, closed: ReadonlySet<string>): ScmRow[] {
  return groupIds.flatMap((group): ScmRow[] => {
    const changes = groups[group];
    if (changes.length === 0) return [];
    const open = !closed.has(group);
    const head: ScmRow = { type: 'group', key: group, group, title: titles[group], count: changes.length, open };
    if (!open) return [head];
    return [head, ...(tree ? treeRows(group, changes, closed) : changes.map((change) => flatRow(group, change)))];
  });
}

function flatRow(group: GroupId, change: GitChange): ChangeRow {
  const slash = change.path.lastIndexOf('/');
  return changeRow(group, change, change.path.slice(slash + 1), slash < 0 ? '' : change.path.slice(0, slash), 0);
}

function changeRow(group: GroupId, change: GitChange, name: string, folder: string, depth: number): ChangeRow {
  return {
    type: 'change',
    key: changeKey(group, change.path),
    group,
    change,
    name,
    folder,
    depth,
    mark: markOf(change, group),
  };
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: GitChange[];
}

/** Folders that hold nothing but one folder are one line with it, as in `src/board`. */
function treeRows(group: GroupId, changes: readonly GitChange[], closed: ReadonlySet<string>): ScmRow[] {
  const root: Folder = { folders: new Map(), files: [] };
  for (const change of changes) {
    const parts = change.path.split('/').slice(0, -1);
    let at = root;
    for (const part of parts) {
      let next = at.folders.get(part);
      if (!next) {
        next = { folders: new Map(), files: [] };
        at.folders.set(part, next);
      }
      at = next;
    }
    at.files.push(change);
  }
  const rows: ScmRow[] = [];
  const walk = (folder: Folder, path: string, depth: number) => {
    for (const [first, child] of folder.folders) {
      let name = first;
      let inner = child;
      for (let only = onlyFolder(inner); only; only = onlyFolder(inner)) {
        name = `${name}/${only[0]}`;
        inner = only[1];
      }
      const at = path === '' ? name : `${path}/${name}`;
      const key = folderKey(group, at);
      const open = !closed.has(key);
      rows.push({ type: 'folder', key, group, path: at, name, depth, open });
      if (open) walk(inner, at, depth + 1);
    }
    for (const change of folder.files) {
      rows.push(changeRow(group, change, change.path.slice(change.path.lastIndexOf('/') + 1), '', depth));
    }
  };
  walk(root, '', 0);
  return rows;
}

function onlyFolder(folder: Folder): [string, Folder] | null {
  if (folder.files.length > 0 || folder.folders.size !== 1) return null;
  const [only] = folder.folders;
  return only ?? null;
}

/** The paths that rows stand for: a folder's or a group's are all those in it. */
export function pathsOf(row: ScmRow, groups: ChangeGroups): string[] {
  switch (row.type) {
    case 'change':
      return [row.change.path];
    case 'folder':
      return groups[row.group].map(({ path }) => path).filter((path) => path.startsWith(`${row.path}/`));
    case 'group':
      return groups[row.group].map(({ path }) => path);
    default:
      return row satisfies never;
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function comparePaths(one: string, other: string): number {
  return collator.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}
