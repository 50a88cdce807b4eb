import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Hash over the names and contents of all files at or below `paths` (relative to `root`); missing paths count as empty. */
export function hashInputs(root: string, paths: readonly string[], salt = ''): string {
  const hash = createHash('sha256').update(salt);
  for (const path of [...paths].sort()) addToHash(hash, root, path);
  return hash.digest('hex');
}

function addToHash(hash: Hash, root: string, path: string): void {
  const absolute = join(root, path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(absolute).sort()) addToHash(hash, root, `${path}/${name}`);
    return;
  }
  hash.update(`${path}\0${found.size}\0`).update(readFileSync(absolute));
}
