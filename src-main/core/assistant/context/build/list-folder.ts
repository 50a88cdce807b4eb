import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gate } from '../gate/gate.ts';

/** Entries that are looked at, whatever is asked for. */
const mostEntries = 20_000;

/** Paths of files below a folder that may leave, those of the folder itself first. Links to folders are not followed. */
export async function listFolder(root: string, folder: string, gate: Gate, most: number): Promise<string[]> {
  const found: string[] = [];
  const queue = [folder];
  let seen = 0;
  for (let next = queue.shift(); next !== undefined && found.length < most; next = queue.shift()) {
    const entries = await readdir(join(root, ...next.split('/')), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      seen += 1;
      if (seen > mostEntries || found.length >= most) return found;
      const path = next === '' ? entry.name : `${next}/${entry.name}`;
      if (entry.name === '.git' || (await gate.check(path)) !== null) continue;
      if (entry.isDirectory()) queue.push(path);
      else found.push(path);
    }
  }
  return found;
}
