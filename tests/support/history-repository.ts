import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository, runGit } from './git-repository.ts';

/** Writes a file and commits everything; answers the commit's hash. */
export function commitFile(folder: string, path: string, text: string | Uint8Array, message: string): string {
  writeFileSync(join(folder, path), text);
  runGit(folder, 'add', '--all');
  runGit(folder, 'commit', '--quiet', `--message=${message}`);
  return runGit(folder, 'rev-parse', 'HEAD').trim();
}

/** A repository with `count` commits, every tenth one a merge, made at once. */
export function makeLongHistory(folder: string, count: number): void {
  makeRepository(folder);
  const lines: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    const merge = index % 10 === 0 && index > 10;
    const text = `line ${index}\n`;
    const message = merge ? `Merge ${index}` : `Change ${index}`;
    lines.push('commit refs/heads/main', `mark :${index}`);
    const at = `${1_600_000_000 + index * 60} +0000`;
    lines.push(`author Ada Lovelace <ada@example.com> ${at}`, `committer Ada Lovelace <ada@example.com> ${at}`);
    lines.push(`data ${message.length}`, message);
    if (index > 1) lines.push(`from :${index - 1}`);
    if (merge) lines.push(`merge :${index - 7}`);
    lines.push(`M 100644 inline file-${index % 50}.txt`, `data ${text.length}`, text);
  }
  lines.push('done', '');
  execFileSync('git', ['fast-import', '--quiet', '--done'], { cwd: folder, input: lines.join('\n') });
  runGit(folder, 'reset', '--quiet', '--hard', 'main');
}

/** A repository whose branches `main` and `feature` both changed the same lines; the merge is under way on `main`. */
export function makeConflict(
  folder: string,
  files: Readonly<Record<string, readonly [base: string, ours: string, theirs: string]>>,
): void {
  makeRepository(folder);
  const commitAll = (side: 0 | 1 | 2, message: string) => {
    for (const [path, texts] of Object.entries(files)) writeFileSync(join(folder, path), texts[side]);
    runGit(folder, 'add', '--all');
    runGit(folder, 'commit', '--quiet', `--message=${message}`);
  };
  commitAll(0, 'Base');
  runGit(folder, 'checkout', '--quiet', '-b', 'feature');
  commitAll(2, 'Theirs');
  runGit(folder, 'checkout', '--quiet', 'main');
  commitAll(1, 'Ours');
  try {
    runGit(folder, 'merge', '--quiet', 'feature');
  } catch {
    // It stops at the conflict.
  }
}
