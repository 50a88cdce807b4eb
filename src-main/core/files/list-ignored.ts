import { type IgnoreRules, isIgnored } from './ignore-rules.ts';
import type { FolderLister } from './list-folders.ts';
import { isNameable } from './project-paths.ts';

/** Folders that are read in one go. */
const atOnce = 100;

/** What ignore rules hide below a folder. Folders that are hidden are not entered, and neither are links. */
export async function listIgnored(root: string, path: string, lister: FolderLister): Promise<string[]> {
  const found: string[] = [];
  const waiting = [path];
  while (waiting.length > 0) {
    const listing = await lister.list(root, waiting.splice(0, atOnce));
    for (const [folder, entries] of Object.entries(listing)) {
      for (const { name, kind, ignored, link } of entries) {
        const below = folder === '' ? name : `${folder}/${name}`;
        if (ignored && isNameable(below)) found.push(below);
        else if (!ignored && kind === 'folder' && !link) waiting.push(below);
      }
    }
  }
  return found;
}

/** Those of some folders, there or not, that ignore rules hide. */
export async function ignoredFolders(root: string, paths: readonly string[], rules: IgnoreRules): Promise<string[]> {
  const lookup = rules.look(root);
  const ignored: string[] = [];
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const above = await lookup.rulesFor(path.slice(0, Math.max(0, slash)));
    if (isIgnored(above, path.slice(slash + 1), 'folder')) ignored.push(path);
  }
  return ignored;
}

/** Paths without those that ignore rules hide: programs that list files go by files of their own, too, which may show more. */
export async function* withoutIgnored(
  root: string,
  portions: AsyncIterable<readonly string[]>,
  rules: IgnoreRules,
): AsyncGenerator<string[], void, void> {
  const lookup = rules.look(root);
  for await (const paths of portions) {
    const kept: string[] = [];
    for (const path of paths) {
      const slash = path.lastIndexOf('/');
      const above = await lookup.rulesFor(path.slice(0, Math.max(0, slash)));
      if (!isIgnored(above, path.slice(slash + 1), 'file')) kept.push(path);
    }
    yield kept;
  }
}
