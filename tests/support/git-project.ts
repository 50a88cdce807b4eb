import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GitReadyStatus } from '../../contract/model/git-status.ts';
import type { TestCore } from './core.ts';
import { makeRepository, runGit } from './git-repository.ts';

/** Writes files by their paths in a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

/** A repository with an identity of its own and one commit of the files. */
export function makeCommittedRepository(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  makeRepository(folder);
  runGit(folder, 'config', 'user.name', 'Mira Okafor');
  runGit(folder, 'config', 'user.email', 'mira@example.com');
  writeFiles(folder, files);
  commitAll(folder, 'First');
  return folder;
}

export function commitAll(folder: string, message: string): void {
  runGit(folder, 'add', '--all');
  runGit(folder, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
}

/** Opens a folder as a project of a running Core, trusted unless it is said otherwise. */
export async function openProject(core: TestCore, folder: string, trusted = true): Promise<string> {
  const { project } = await core.client.projects.open({ path: folder });
  if (trusted) await core.client.projects.trust({ projectId: project.id, trusted: true });
  return project.id;
}

/** The status of a project that has a repository. */
export async function readyStatus(core: TestCore, projectId: string): Promise<GitReadyStatus> {
  const { status } = await core.client.git.status({ projectId });
  if (status.state !== 'ready') throw new Error(`The status is ${JSON.stringify(status)}.`);
  return status;
}

/** The changes in short, as in git's own short format: `M.` staged, `.M` not staged, `??` untracked, `UU` in conflict. */
export async function shortStatus(core: TestCore, projectId: string): Promise<string[]> {
  const letters = { modified: 'M', added: 'A', deleted: 'D', renamed: 'R', copied: 'C', typeChanged: 'T' } as const;
  const { changes } = await readyStatus(core, projectId);
  return changes.map(({ path, staged, unstaged, untracked, conflict }) =>
    conflict !== null
      ? `${conflict} ${path}`
      : untracked
        ? `?? ${path}`
        : `${staged ? letters[staged] : '.'}${unstaged ? letters[unstaged] : '.'} ${path}`,
  );
}
