import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How large a project is: numbers only, never a name. */
export interface ProjectMeasure {
  readonly files: number;
  readonly folders: number;
  /** Bytes of the files. */
  readonly size: number;
  readonly largestFile: number;
  /** Not everything was looked at. */
  readonly truncated: boolean;
}

const skipped = new Set(['.git', 'node_modules']);

/** Counts what a folder holds, without `.git` and `node_modules`, within bounds of entries and milliseconds. */
export async function measureProject(
  folder: string,
  bounds: { readonly entries: number; readonly milliseconds: number } = { entries: 20_000, milliseconds: 2000 },
): Promise<ProjectMeasure> {
  const start = performance.now();
  const waiting = [folder];
  let files = 0;
  let folders = 0;
  let size = 0;
  let largestFile = 0;
  let truncated = false;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (files + folders >= bounds.entries || performance.now() - start > bounds.milliseconds) {
        truncated = true;
        break;
      }
      if (entry.isDirectory()) {
        folders += 1;
        if (!skipped.has(entry.name)) waiting.push(join(next, entry.name));
      } else if (entry.isFile()) {
        files += 1;
        const bytes = await stat(join(next, entry.name)).then(
          (found) => found.size,
          () => 0,
        );
        size += bytes;
        largestFile = Math.max(largestFile, bytes);
      }
    }
    if (truncated) break;
  }
  return { files, folders, size, largestFile, truncated };
}
