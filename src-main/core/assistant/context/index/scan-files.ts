import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import { isIgnored } from '../../../files/index.ts';
import type { GateRules } from '../gate/gate.ts';

/** A file that may be indexed, as it is on disk. */
export interface ScannedFile {
  readonly path: string;
  readonly mtime: number;
  readonly size: number;
}

export const mostFiles = 60_000;
/** Milliseconds of work after which others have a turn. */
const slice = 15;
/** Folders that are full of what nobody wrote, whether or not a rule says so. */
const skipped = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  '.venv',
  '.terraform',
  '.cache',
  'bower_components',
]);

/** Files of a folder and all below it, as far as the gate lets them out by their names. Links are not followed. */
export async function scanFiles(
  root: string,
  folder: string,
  rules: GateRules,
  stopped: () => boolean,
): Promise<ScannedFile[]> {
  const git = rules.git.look(root);
  const assistant = rules.assistant.look(root);
  const found: ScannedFile[] = [];
  const queue = [folder];
  let until = performance.now() + slice;
  for (let next = queue.pop(); next !== undefined && found.length < mostFiles && !stopped(); next = queue.pop()) {
    const own = await git.rulesFor(next);
    const ownAssistant = await assistant.rulesFor(next);
    if (own.ignored || ownAssistant.ignored) continue;
    for (const entry of entriesOf(join(root, next))) {
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : null;
      if (kind === null || (kind === 'folder' && skipped.has(entry.name))) continue;
      if (isIgnored(own, entry.name, kind) || isIgnored(ownAssistant, entry.name, kind)) continue;
      const path = next === '' ? entry.name : `${next}/${entry.name}`;
      if (kind === 'folder') {
        queue.push(path);
        continue;
      }
      if (isSecretFile(path)) continue;
      const stats = statSync(join(root, path), { throwIfNoEntry: false });
      if (stats?.isFile()) found.push({ path, mtime: stats.mtimeMs, size: stats.size });
    }
    if (performance.now() > until) {
      await nextTurn();
      until = performance.now() + slice;
    }
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It went meanwhile, or nobody may read it.
    return [];
  }
}
