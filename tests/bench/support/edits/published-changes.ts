import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { structuredPatch } from 'diff';
import { repositoryRoot } from '../../../../scripts/repository.ts';
import { git, historyOf } from '../commit-recall.ts';
import type { RealHistory } from '../real-histories.ts';

/** What a file was in one published version of a package, or before a commit, and is in a later one. */
export interface PublishedChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const largest = 150_000;
const mostOfOnePackage = 12;
const mostHunks = 12;

/**
 * Changes that others have published: of packages that are installed in two versions, since others need them, the files that are in both. What is
 * rewritten from end to end is no edit that anybody would answer with, and is left out.
 */
export function readPublishedChanges(): PublishedChange[] {
  const versions = new Map<string, Map<string, string>>();
  collect(join(repositoryRoot, 'node_modules'), versions);
  const changes: PublishedChange[] = [];
  for (const [name, folders] of [...versions].sort(([a], [b]) => a.localeCompare(b))) {
    const sorted = [...folders].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    let count = 0;
    for (let index = 1; index < sorted.length && count < mostOfOnePackage; index++) {
      const [oldVersion, oldFolder] = sorted[index - 1] ?? ['', ''];
      const [newVersion, newFolder] = sorted[index] ?? ['', ''];
      for (const path of filesIn(oldFolder)) {
        if (count >= mostOfOnePackage) break;
        const change = readChange(join(oldFolder, path), join(newFolder, path));
        if (!change) continue;
        changes.push({ name: `${name} ${oldVersion} to ${newVersion}, ${path}`, ...change });
        count += 1;
      }
    }
  }
  return changes;
}

/** The changes of a repository's newest commits to files that are edited, not rewritten, one commit after another, at most `most`. */
export function readCommittedChanges({ name, folder }: RealHistory, most: number): PublishedChange[] {
  const changes: PublishedChange[] = [];
  const textAt = (commit: string, path: string) => git(folder, ['cat-file', 'blob', `${commit}:${path}`]);
  for (const { id, parent, edited } of historyOf(folder, most)) {
    for (const path of edited) {
      if (changes.length >= most) return changes;
      const [before, after] = [textAt(parent, path), textAt(id, path)];
      if ([before, after].some((bytes) => bytes.length > largest || bytes.includes(0))) continue;
      const change = changeBetween(before.toString('utf8'), after.toString('utf8'));
      if (change) changes.push({ name: `${name} ${id.slice(0, 7)}, ${path}`, ...change });
    }
  }
  return changes;
}

function collect(folder: string, versions: Map<string, Map<string, string>>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) continue;
    if (entry.name.startsWith('@')) {
      collect(path, versions);
      continue;
    }
    try {
      const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      const known = versions.get(name) ?? new Map<string, string>();
      versions.set(name, known.set(version, path));
    } catch {
      // Not every folder is a package.
    }
    if (statSync(join(path, 'node_modules'), { throwIfNoEntry: false })) collect(join(path, 'node_modules'), versions);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(?:[cm]?[jt]s|md|json|css)$/.test(entry.name) && !/\.min\./.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.includes('node_modules'))
    .sort();
}

function readChange(oldPath: string, newPath: string): Omit<PublishedChange, 'name'> | null {
  const size = statSync(newPath, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || size > largest || statSync(oldPath).size > largest) return null;
  return changeBetween(readFileSync(oldPath, 'utf8'), readFileSync(newPath, 'utf8'));
}

function changeBetween(oldText: string, newText: string): Omit<PublishedChange, 'name'> | null {
  const [before, after] = [oldText.replaceAll('\r\n', '\n'), newText.replaceAll('\r\n', '\n')];
  if (before === after || !before.endsWith('\n') || !after.endsWith('\n')) return null;
  const lines = before.split('\n');
  if (lines.some((line) => line.length > 1000)) return null;
  const { hunks } = structuredPatch('a', 'b', before, after, '', '', { context: 0 });
  const removed = hunks.reduce((sum, hunk) => sum + hunk.oldLines, 0);
  return hunks.length > mostHunks || removed > lines.length / 2 ? null : { before, after };
}
