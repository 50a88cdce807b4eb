import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoAuthor, VersionFile } from '../../../contract/desktop/collaboration.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { decodeBytes } from '../files/index.ts';
import type { SourceControl } from '../git/index.ts';
import { withCoAuthors } from './co-authors.ts';
import type { VersionStore } from './versions/version-store.ts';

/** Commits a version: where its files are what the folder has, as any commit of them; otherwise onto a branch of its own. */
export async function commitVersion(
  dependencies: {
    versions: Pick<VersionStore, 'files' | 'texts' | 'knownPaths'>;
    git: Pick<SourceControl, 'commitFiles' | 'commitOntoBranch'>;
    resolveProject: (projectId: string) => { path: string };
  },
  request: {
    readonly projectId: string;
    readonly sessionId: string;
    readonly versionId: number;
    readonly message: string;
    readonly coAuthors: readonly CoAuthor[];
    readonly branch: string | null;
  },
): Promise<{ commit: string; subject: string; branch: string | null }> {
  const { versions, git, resolveProject } = dependencies;
  const { projectId, sessionId, versionId, branch } = request;
  const message = withCoAuthors(request.message, request.coAuthors);
  const files = versions.files(sessionId, versionId);
  const inVersion = new Set(files.map(({ path }) => path));
  const others = [...versions.knownPaths(sessionId)].filter((path) => !inVersion.has(path));
  if (branch === null) {
    if (!(await isFolderLike(resolveProject(projectId).path, files, others))) {
      throw desktopError('GIT_FAILED', {
        message: t('The files have changed since this version. Commit it onto a branch of its own.'),
        data: { reason: 'localChanges', output: '' },
      });
    }
    return { ...(await git.commitFiles({ projectId, message, paths: [...inVersion, ...others] })), branch };
  }
  const texts = new Map<string, string>();
  for (const part of versions.texts(
    sessionId,
    files.map(({ text }) => text),
  )) {
    for (const { name, text } of part) texts.set(name, text);
  }
  const contents = files.map(({ path, text }) => ({ path, text: texts.get(text) ?? '' }));
  return { ...(await git.commitOntoBranch({ projectId, message, branch, files: contents, removed: others })), branch };
}

/** Whether a folder has these texts, and nothing at the paths that should be gone. */
async function isFolderLike(folder: string, files: readonly VersionFile[], gone: readonly string[]): Promise<boolean> {
  for (const { path, text } of files) if ((await nameOfText(join(folder, path))) !== text) return false;
  for (const path of gone) if ((await nameOfText(join(folder, path))) !== null) return false;
  return true;
}

async function nameOfText(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null);
  const decoded = bytes && (await decodeBytes(bytes));
  if (!decoded) return null;
  const text = decoded.text.replace(/\r\n?/g, '\n');
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}
